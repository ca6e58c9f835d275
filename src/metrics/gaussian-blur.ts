import type { Probe } from '../tasks/probe.ts';

const SIZE = 11;
const SIGMA = 5;
/** Where the Gaussian is cut off, in standard deviations. */
const TRUNCATE = 4;

/**
 * RISE's blur of the model's input: a Gaussian of standard deviation 5, cut at 4 of them and folded back into 11 x 11 at the
 * kernel's borders (what SciPy makes of a single 1 there); beyond the input lies 0.
 * @returns as long as the image
 */
export function gaussianBlur({ image, placement, layout, channels }: Probe): Float32Array {
  const { width, height } = placement.input;
  const [pixelStep, channelStep] = layout === 'NCHW' ? [1, width * height] : [channels, 1];
  const kernel = foldedGaussian();
  const across = new Float32Array(image.length);
  const out = new Float32Array(image.length);
  for (let channel = 0; channel < channels; channel++) {
    const start = channel * channelStep;
    for (let y = 0; y < height; y++) convolve(image, across, start + y * width * pixelStep, pixelStep, width, kernel);
    for (let x = 0; x < width; x++) convolve(across, out, start + x * pixelStep, width * pixelStep, height, kernel);
  }
  return out;
}

/** Weights of one axis, mirrored at the borders with the border repeated; their sum is 1. */
function foldedGaussian(): Float64Array {
  const radius = TRUNCATE * SIGMA;
  const kernel = new Float64Array(SIZE);
  let sum = 0;
  for (let offset = -radius; offset <= radius; offset++) {
    const weight = Math.exp(-0.5 * (offset / SIGMA) ** 2);
    const turn = ((((SIZE >> 1) + offset) % (2 * SIZE)) + 2 * SIZE) % (2 * SIZE);
    kernel[turn < SIZE ? turn : 2 * SIZE - 1 - turn] += weight;
    sum += weight;
  }
  return kernel.map((weight) => weight / sum);
}

function convolve(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  length: number,
  kernel: Float64Array,
): void {
  const half = kernel.length >> 1;
  for (let at = 0; at < length; at++) {
    let sum = 0;
    for (let tap = Math.max(-half, -at); tap <= Math.min(half, length - 1 - at); tap++) {
      sum += kernel[tap + half] * from[start + (at + tap) * step];
    }
    to[start + at * step] = sum;
  }
}
