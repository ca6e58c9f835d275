// An esbuild plugin: style sheets of elements go into a page's bundle without their comments and white space.
import { readFileSync } from 'node:fs';

/** The elements' sheets hold no text values in which white space counts, but for the empty `content`. */
export function shrinkStyles(sheet) {
  return sheet
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,]) ?/g, '$1')
    .replaceAll(/: /g, ':')
    .replaceAll(';}', '}')
    .trim();
}

export const shrinkStyleSheets = {
  name: 'shrink-styles',
  setup({ onLoad }) {
    onLoad({ filter: /-styles\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(/css`([^`]*)`/g, (_, sheet) => `css\`${shrinkStyles(sheet)}\``),
      loader: 'ts',
    }));
  },
};
