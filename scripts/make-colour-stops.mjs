// Writes src/core/colour/stops.ts: the colour maps of d3-scale-chromatic as 86 evenly spaced colours each, which is every
// third of 256; the rest is interpolated and off by at most one level of 255 (tested). d3's own functions would cost a
// page 9.7 kB (gzip), these 1.8. Beside them the colours of classes: schemeObservable10, which of d3's schemes of ten keeps
// its colours furthest apart for people who see colours otherwise, without its grey, which stands for a background.
// Usage: node scripts/make-colour-stops.mjs
import { writeFileSync } from 'node:fs';
import * as chromatic from 'd3-scale-chromatic';

const STOPS = 86;
const maps = {
  viridis: chromatic.interpolateViridis,
  cividis: chromatic.interpolateCividis,
  magma: chromatic.interpolateMagma,
  inferno: chromatic.interpolateInferno,
  turbo: chromatic.interpolateTurbo,
  'blue-red': (t) => chromatic.interpolateRdBu(1 - t),
};

/** Red, green and blue of `#rrggbb` or `rgb(r, g, b)`. */
function channels(colour) {
  const numbers = colour.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : colour.match(/\d+/g).map(Number);
  return numbers.slice(0, 3);
}

const lines = Object.entries(maps).map(([name, colourAt]) => {
  const bytes = Array.from({ length: STOPS }, (_, k) => channels(colourAt(k / (STOPS - 1)))).flat();
  const key = /^\w+$/.test(name) ? name : `'${name}'`;
  return `  ${key}:\n    '${Buffer.from(bytes).toString('base64')}',`;
});
const hues = chromatic.schemeObservable10.slice(0, 9).map((hue) => `  '${hue}',`);
writeFileSync(
  'src/core/colour/stops.ts',
  `// Made by scripts/make-colour-stops.mjs from d3-scale-chromatic; do not edit.
/** ${STOPS} evenly spaced colours of each map, base64 of red, green, blue. */
export const COLOUR_STOPS = {
${lines.join('\n')}
} as const;

/** Hues of classes. */
export const CATEGORY_HUES = [
${hues.join('\n')}
] as const;
`,
);
