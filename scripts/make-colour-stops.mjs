// Writes src/core/colour/stops.ts: the colour maps of d3-scale-chromatic as 52 evenly spaced colours each, every fifth of
// 256; the rest is interpolated. Of all curves through whole levels that are nowhere off by more than one level of 255
// (tested) each is the one that bends least, since that compresses best. d3's own functions would cost a page 9.7 kB (gzip),
// these .5. Beside them the colours of classes: schemeObservable10, which of d3's schemes of ten keeps its colours furthest
// apart for people who see colours otherwise, without its grey, which stands for a background.
// Usage: node scripts/make-colour-stops.mjs
import { writeFileSync } from 'node:fs';
import * as chromatic from 'd3-scale-chromatic';

const STOPS = 52;
/** How far a stop may lie from the colour that it is nearest to, in levels. */
const REACH = 4;

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
  return levels.slice(2).map((level, at) => level - 2 * levels[at + 1] + levels[at]);
}

/**
 * Levels of the stops of one channel: the least sum of squared bends, by dynamic programming over neighbouring levels.
 * @param wanted the 256 levels that the curve is to follow
 */
function smoothest(wanted) {
  const last = STOPS - 1;
  /** For each stretch between two stops the shares of it at which there is a colour, and the level there. */
  const stretches = Array.from({ length: last }, () => []);
  for (const [k, level] of wanted.entries()) {
    const position = (k / 255) * last;
    const before = Math.min(last - 1, Math.floor(position));
    stretches[before].push([position - before, level]);
  }
  const follows = (at, from, to) =>
    stretches[at].every(([share, level]) => {
      const reached = Math.round(from + share * (to - from));
      return reached >= 0 && reached <= 255 && Math.abs(reached - level) <= 1;
    });
  const near = (stop) => {
    const level = wanted[Math.round((stop / last) * 255)];
    return Array.from({ length: 2 * REACH + 1 }, (_, k) => level - REACH + k);
  };
  let curves = near(0).flatMap((from) =>
    near(1)
      .filter((to) => follows(0, from, to))
      .map((to) => ({ levels: [from, to], cost: 0 })),
  );
  for (let stop = 2; stop < STOPS; stop++) {
    /** The best curve to each pair of levels. */
    const best = new Map();
    for (const { levels, cost } of curves) {
      const [before, from] = levels.slice(-2);
      for (const to of near(stop).filter((level) => follows(stop - 1, from, level))) {
        const longer = { levels: [...levels, to], cost: cost + (to - 2 * from + before) ** 2 };
        const key = `${from} ${to}`;
        if (!(best.get(key)?.cost <= longer.cost)) best.set(key, longer);
      }
    }
    curves = [...best.values()];
  }
  if (curves.length === 0) throw new Error(`No curve of ${STOPS} stops stays within one level; take more.`);
  return curves.reduce((best, curve) => (curve.cost < best.cost ? curve : best)).levels;
}

/** A bend as a letter; the middle is @. Quotes and backslashes are out of reach. */
function letter(bend) {
  if (Math.abs(bend) > 24) throw new Error(`A bend of ${bend} has no letter.`);
  return String.fromCharCode(64 + bend);
}

const lines = Object.entries(maps).map(([name, colourAt]) => {
  const colours = Array.from({ length: 256 }, (_, k) => channels(colourAt(k / 255)));
  const stops = [0, 1, 2].map((channel) => smoothest(colours.map((colour) => colour[channel])));
  const key = /^\w+$/.test(name) ? name : `'${name}'`;
  const text = stops.flatMap(bends).map(letter).join('');
  const from = [0, 1].flatMap((stop) => stops.map((levels) => levels[stop]));
  return `  ${key}: {\n    from: [${from.join(', ')}],\n    bends:\n      '${text}',\n  },`;
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
