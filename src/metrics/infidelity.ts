import { wholeNumber } from '../core/check-options.ts';
import { Dice } from '../scenes/dice.ts';
import type { Fill } from '../tasks/fill.ts';
import { contentMap } from './content-map.ts';
import { copyPixels, inputPixels } from './input-pixels.ts';
import { having, type Metric, NOT_DEFINED } from './metric.ts';

export interface InfidelityOptions {
  /** Squares hidden, 1 to 10 000. Default 64. */
  readonly samples?: number;
  /** What hides them. Default `black`, in picture space. */
  readonly fill?: Fill;
  /** For the squares: whole number from 0. Default 0. */
  readonly seed?: number;
}

/** Stream of the generator that squares are drawn from. */
const STREAM = 0x73717561;
/** Sides of the squares, as shares of the picture's shorter side. */
const SMALLEST = 1 / 8;
const LARGEST = 1 / 2;

/**
 * Infidelity (Yeh et al., "On the (in)fidelity and sensitivity of explanations", NeurIPS 2019) by square removal: how far the
 * map's sum over a hidden square is from what hiding it costs. Maps have scales of their own, so the best one (not below 0)
 * is taken first, and the mean squared error is said relative to that of a map of zeros: 0 where the map foretells every loss, 1
 * where it foretells none. Sides are drawn evenly from an eighth to a half of the shorter side.
 */
export const INFIDELITY: Metric<InfidelityOptions> = {
  name: 'infidelity',
  title: 'Infidelity',
  question: 'How badly does the map foretell what hiding a square costs?',
  source: 'Yeh et al., NeurIPS 2019, arXiv:1901.09392',
  range: [0, 1],
  better: 'lower',
  needs: ['probe'],
  cost: 'one pass a square (64), and one for the whole picture',
  count: ({ samples = 64 }) => ({ passes: samples + 1, explanations: 0 }),
  async measure(subject, { samples = 64, fill = 'black', seed = 0 } = {}) {
    const { map, probe } = having(subject, 'Infidelity', 'probe');
    wholeNumber('samples', samples, 1, 10_000);
    wholeNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER);
    const { content } = probe.placement;
    const squares = drawSquares(content, samples, seed);
    const pixels = inputPixels(probe);
    const hidden = probe.hidden(fill, seed);
    const scores = await probe.score(samples, (sample, out) => {
      out.set(probe.image);
      copyPixels(pixels, squares[sample], hidden, out);
    });
    const whole = await probe.whole();
    const weights = contentMap(map, probe.placement);
    let products = 0;
    let foretold = 0;
    let lost = 0;
    squares.forEach((square, k) => {
      const sum = square.reduce((all, pixel) => all + weights[pixel], 0);
      const loss = whole - scores[k];
      products += sum * loss;
      foretold += sum * sum;
      lost += loss * loss;
    });
    if (lost === 0) return NOT_DEFINED;
    const scale = foretold > 0 ? Math.max(0, products / foretold) : 0;
    const value = Math.max(0, lost - 2 * scale * products + scale * scale * foretold) / lost;
    return { value, parts: { scale, meanSquaredLoss: lost / samples } };
  },
};

/** Positions within the content, one list a square. */
function drawSquares({ width, height }: { width: number; height: number }, samples: number, seed: number) {
  const dice = new Dice(seed, STREAM);
  const short = Math.min(width, height);
  const smallest = Math.max(1, Math.ceil(short * SMALLEST));
  const largest = Math.max(smallest, Math.floor(short * LARGEST));
  return Array.from({ length: samples }, () => {
    const side = dice.whole(smallest, largest);
    const x = dice.whole(0, width - side);
    const y = dice.whole(0, height - side);
    return Uint32Array.from({ length: side * side }, (_, k) => (y + Math.floor(k / side)) * width + x + (k % side));
  });
}
