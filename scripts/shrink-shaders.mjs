// An esbuild plugin: shaders go into a page's bundle without their comments and white space.
import { readFileSync } from 'node:fs';

/** WGSL has no text literals, so a comment sign is a comment. Operators keep their spaces: `a - -b` must not join. */
export function shrinkShader(source) {
  return `${source
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{}();,]) ?/g, '$1')
    .trim()}\n`;
}

export const shrinkShaders = {
  name: 'shrink-shaders',
  setup({ onLoad }) {
    onLoad({ filter: /\.wgsl$/ }, ({ path }) => ({
      contents: shrinkShader(readFileSync(path, 'utf8')),
      loader: 'text',
    }));
  },
};
