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
  const weights = Float64Array.from({ length: grid.channels }, (_, channel) =>
    weigh(channelPlane(activations, grid, channel), channelPlane(gradients, grid, channel)),
  );
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
  return values.reduce((sum, value) => sum + value, 0);
}
