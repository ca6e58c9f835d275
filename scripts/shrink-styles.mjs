// An esbuild plugin: style sheets of elements go into a page's bundle as small as esbuild makes those that are files.
import { readFileSync } from 'node:fs';
import { transform } from 'esbuild';

/** @throws Error for escapes, which the template around the sheet would read as its own */
export async function shrinkStyles(sheet) {
  const { code } = await transform(sheet, { loader: 'css', minify: true, charset: 'utf8', logLevel: 'warning' });
  if (code.includes('\\')) throw new Error(`Write the signs themselves in place of escapes: ${code}`);
  return code.trim();
}

export const shrinkStyleSheets = {
  name: 'shrink-styles',
  setup({ onLoad }) {
    onLoad({ filter: /-styles\.ts$/ }, async ({ path }) => {
      // Every second part is a sheet.
      const parts = readFileSync(path, 'utf8').split(/(?<=css`)([^`]*)(?=`)/);
      const shrunk = await Promise.all(parts.map((part, at) => (at % 2 === 1 ? shrinkStyles(part) : part)));
      return { contents: shrunk.join(''), loader: 'ts' };
    });
  },
};
