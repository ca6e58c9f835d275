/** What the class activation maps have in common: a layer's activations and the gradient of a score there, channel by channel. */
import { channelPlane, type FeatureGrid, placesOf, weightedPlane } from '../../core/feature-grid.ts';
import { principalProjection } from '../../core/principal.ts';

/** One layer of one picture, and how a target's score changes with it. */
export interface LayerGradient {
  readonly grid: FeatureGrid;
  /** In the order of the layer's tensor. */
  readonly activations: Float32Array;
  /** As long. */
  readonly gradients: Float32Array;
  /** Whether weights are averaged over the neighbourhood of each place only, not over all places. */
  readonly nearby?: boolean;
}

/** A plane of length rows x columns, raw: no rectifier, no scaling. */
export type LayerMap = (layer: LayerGradient) => Float32Array;

/**
 * The weighted sum of channels.
 * @param weigh a channel's weight from its activations and gradients, each of length rows x columns
 */
export function sumOfChannels(
  { grid, activations, gradients }: LayerGradient,
  weigh: (activations: Float32Array, gradients: Float32Array) => number,
): Float32Array {
  const weights = new Float64Array(grid.channels);
  // A thousand channels would be two thousand short arrays.
  const [a, g] = [activations, gradients].map((values) => channelPlane(values, grid, 0));
  for (let channel = 0; channel < grid.channels; channel++) {
    weights[channel] = weigh(channelPlane(activations, grid, channel, a), channelPlane(gradients, grid, channel, g));
  }
  return weightedPlane(activations, grid, weights);
}

/** The sum over channels of activation times gradient, place by place. */
export function sumOfProducts(
  { grid, activations, gradients }: LayerGradient,
  shape: (gradient: number) => number = (gradient) => gradient,
): Float32Array {
  const { channels, channelStep } = grid;
  return Float32Array.from(placesOf(grid), (start) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      const at = start + channel * channelStep;
      sum += activations[at] * shape(gradients[at]);
    }
    return sum;
  });
}

/** Every place's coordinate along a principal component of the channels. */
export function projectChannels(values: Float32Array, grid: FeatureGrid, component: number): Float32Array {
  const { channels, channelStep } = grid;
  const places = placesOf(grid);
  const points = new Float32Array(places.length * channels);
  for (const [place, start] of places.entries()) {
    for (let channel = 0; channel < channels; channel++) {
      points[place * channels + channel] = values[start + channel * channelStep];
    }
  }
  return principalProjection(points, places.length, channels, component);
}

export function sumOf(values: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum;
}

/**
 * Activation times the mean gradient nearby, summed over channels: what channel weights are for a score that is read off
 * one place of the map (Zhao and Chan, "ODAM", ICLR 2023). Nearby: the 3 x 3 places around, weighted 1 2 1 by 1 2 1.
 */
export function sumOfNearbyWeights({ grid, activations, gradients }: LayerGradient): Float32Array {
  const { rows, columns, channels, offset, channelStep, rowStep, columnStep } = grid;
  const sum = new Float32Array(rows * columns);
  const reach = nonZeroPlaces(gradients, grid);
  if (reach === null) return sum;
  // A score that is read off few places has no gradient anywhere else, and so no weight beyond their neighbours.
  const [top, bottom] = [Math.max(0, reach.top - 1), Math.min(rows - 1, reach.bottom + 1)];
  const [left, right] = [Math.max(0, reach.left - 1), Math.min(columns - 1, reach.right + 1)];
  const across = new Float32Array(sum.length);
  for (let channel = 0; channel < channels; channel++) {
    const start = offset + channel * channelStep;
    // Twice in turn: along rows, then along columns, where what is beyond the border counts as 0.
    for (let row = reach.top; row <= reach.bottom; row++) {
      let at = start + row * rowStep + left * columnStep;
      let before = left > 0 ? gradients[at - columnStep] : 0;
      let here = gradients[at];
      for (let column = left; column <= right; column++) {
        at += columnStep;
        const after = column + 1 < columns ? gradients[at] : 0;
        across[row * columns + column] = before + 2 * here + after;
        before = here;
        here = after;
      }
    }
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const at = row * columns + column;
        const above = row > 0 ? across[at - columns] : 0;
        const below = row + 1 < rows ? across[at + columns] : 0;
        const weight = (above + 2 * across[at] + below) / 16;
        sum[at] += weight * activations[start + row * rowStep + column * columnStep];
      }
    }
  }
  return sum;
}

interface PlaceRange {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The rows and columns, first to last, outside of which every channel is 0; null when all are. */
function nonZeroPlaces(values: Float32Array, grid: FeatureGrid): PlaceRange | null {
  const { rows, columns, channels, offset, channelStep, rowStep, columnStep } = grid;
  let top = rows;
  let bottom = -1;
  let left = columns;
  let right = -1;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < rows; row++) {
      let at = offset + channel * channelStep + row * rowStep;
      for (let column = 0; column < columns; column++, at += columnStep) {
        if (values[at] === 0) continue;
        if (row < top) top = row;
        if (row > bottom) bottom = row;
        if (column < left) left = column;
        if (column > right) right = column;
      }
    }
  }
  return bottom < 0 ? null : { top, bottom, left, right };
}
