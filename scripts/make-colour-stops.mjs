// Writes src/core/colour/stops.ts: the colour maps of d3-scale-chromatic as 86 evenly spaced colours each, which is every
// third of 256; the rest is interpolated and off by at most one level of 255 (tested). d3's own functions would cost a
// page 9.7 kB (gzip), these .9. Beside them the colours of classes: schemeObservable10, which of d3's schemes of ten keeps
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

/** A smooth curve bends little: second differences compress to a third of the levels. */
function bends(levels) {
  const slopes = levels.slice(1).map((level, at) => level - levels[at]);
  return slopes.slice(1).map((slope, at) => slope - slopes[at]);
}

/** A bend as a letter; the middle is @. Quotes and backslashes are out of reach. */
function letter(bend) {
  if (Math.abs(bend) > 24) throw new Error(`A bend of ${bend} has no letter.`);
  return String.fromCharCode(64 + bend);
}

const lines = Object.entries(maps).map(([name, colourAt]) => {
  const colours = Array.from({ length: STOPS }, (_, k) => channels(colourAt(k / (STOPS - 1))));
  const curves = [0, 1, 2].map((channel) => bends(colours.map((colour) => colour[channel])));
  const key = /^\w+$/.test(name) ? name : `'${name}'`;
  const text = curves.flat().map(letter).join('');
  return `  ${key}: {\n    from: [${colours.slice(0, 2).flat().join(', ')}],\n    bends:\n      '${text}',\n  },`;
});
const hues = chromatic.schemeObservable10.slice(0, 9).map((hue) => `  '${hue}',`);
writeFileSync(
  'src/core/colour/stops.ts',
  `// Made by scripts/make-colour-stops.mjs from d3-scale-chromatic; do not edit.
/**
 * ${STOPS} evenly spaced colours of each map: the first two, then how the curves of red, green and blue bend from colour to
 * colour, as letters: @ is straight on, A a level steeper, ? a level less.
 */
export const COLOUR_STOPS = {
${lines.join('\n')}
} as const;

/** Hues of classes. */
export const CATEGORY_HUES = [
${hues.join('\n')}
] as const;
`,
);
