import type { SeriesNeeds } from '../../core/series/series-needs.ts';
import type { SeriesInput } from './series-input.ts';
import { seriesLayout } from './series-layout.ts';

/**
 * What has to come in for the model to be asked.
 * @throws XaiError `recipe-invalid`
 */
export function seriesNeeds(input: SeriesInput): SeriesNeeds {
  const { window, processors, channels } = seriesLayout(input);
  const isAny = processors.some((processor) => processor.channels !== undefined);
  return {
    channels: input.channels ?? null,
    channelCount: input.channels?.length ?? (isAny ? null : channels),
    rate: input.sampleRate ?? null,
    window,
    stride: input.stride ?? (window === null ? null : strideOf(window)),
  };
}

/** Windows overlap by half where nobody says otherwise. */
export function strideOf(window: number): number {
  return Math.max(1, Math.round(window / 2));
}
