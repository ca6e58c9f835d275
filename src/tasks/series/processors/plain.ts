import * as v from 'valibot';
import { type Features, mapRows, type Processor } from './features.ts';
import { describe, finite } from './schema-parts.ts';

export const scaleSchema = v.strictObject({
  kind: describe(v.literal('scale'), 'Each value times a factor, plus an offset.'),
  factor: describe(v.optional(finite, 1), 'Default: 1.'),
  offset: describe(v.optional(finite, 0), 'Default: 0.'),
});

export function scale({ factor, offset }: v.InferOutput<typeof scaleSchema>): Processor {
  return { apply: (features) => mapRows(features, (row) => row.map((value) => value * factor + offset)) };
}

export const standardiseSchema = v.strictObject({
  kind: describe(
    v.literal('standardise'),
    "Each value less the window's own mean, over its own standard deviation (of the population); what does not vary gives 0.",
  ),
  over: describe(
    v.optional(v.picklist(['channel', 'window']), 'channel'),
    'Mean and deviation of each channel, or of all values together. Default: channel.',
  ),
});

export function standardise({ over }: v.InferOutput<typeof standardiseSchema>): Processor {
  return {
    apply(features) {
      const { data, channels } = features;
      const size = over === 'window' ? data.length : data.length / channels;
      const out = new Float32Array(data.length);
      for (let start = 0; start < data.length; start += size) {
        const part = data.subarray(start, start + size);
        const mean = part.reduce((sum, value) => sum + value, 0) / size;
        const deviation = Math.sqrt(part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size);
        if (deviation > 0)
          out.set(
            part.map((value) => (value - mean) / deviation),
            start,
          );
      }
      return { ...features, data: out };
    },
  };
}

export const differenceSchema = v.strictObject({
  kind: describe(v.literal('difference'), 'Each value less the one before it in time; the first gives 0.'),
});

export function difference(): Processor {
  return { apply: (features) => mapRows(features, (row) => row.map((value, k) => (k === 0 ? 0 : value - row[k - 1]))) };
}

export const magnitudeSchema = v.strictObject({
  kind: describe(v.literal('magnitude'), 'One channel: the root of the sum of the squares of all channels.'),
});

export function magnitude(): Processor {
  return {
    channels: 1,
    apply(features): Features {
      const { channels, data } = features;
      const size = data.length / channels;
      const sums = new Float64Array(size);
      for (let at = 0; at < data.length; at++) sums[at % size] += data[at] * data[at];
      return { ...features, channels: 1, data: Float32Array.from(sums, Math.sqrt) };
    },
  };
}
