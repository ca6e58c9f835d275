import { XaiError } from '../../core/errors.ts';
import type { Features } from './processors/features.ts';
import type { SeriesInput } from './series-input.ts';
import { seriesLayout } from './series-layout.ts';

/**
 * A window's samples as the model is fed them: through the processors of the recipe, then less mean, over std.
 * @param samples one array a channel
 * @param rate samples a second
 * @throws XaiError `recipe-invalid` when what comes out does not fit the input
 */
export function featuresOf(input: SeriesInput, samples: readonly Float32Array[], rate: number): Features {
  const layout = seriesLayout(input);
  const columns = samples[0].length;
  const data = new Float32Array(samples.length * columns);
  samples.forEach((values, channel) => {
    data.set(values, channel * columns);
  });
  const start: Features = { channels: samples.length, bands: 1, columns, rate, data };
  const features = layout.processors.reduce((before, processor) => processor.apply(before), start);
  const fits =
    features.channels === layout.channels &&
    features.bands === layout.bands &&
    (layout.columns === null || features.columns === layout.columns);
  if (fits) return normalise(features, input);
  const took = `${layout.channels} x ${layout.bands} x ${layout.columns ?? 'any number'}`;
  throw new XaiError(
    'recipe-invalid',
    `The processors make ${features.channels} x ${features.bands} x ${features.columns} (channels, bands, steps of time) of ${columns} samples, ` +
      `and the model takes ${took}. Correct input.window or input.processors.`,
    { option: 'input.window' },
  );
}

function normalise(features: Features, { mean, std }: SeriesInput): Features {
  if (mean.every((value) => value === 0) && std.every((value) => value === 1)) return features;
  const { bands, channels, columns } = features;
  const rows = bands > 1 ? bands : channels;
  const data = features.data.map((value, at) => {
    const row = Math.floor(at / columns) % rows;
    return (value - (mean[row] ?? mean[0])) / (std[row] ?? std[0]);
  });
  return { ...features, data };
}
