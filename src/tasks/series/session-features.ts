import { sampleCount } from '../../core/series/recording.ts';
import { SessionSum } from '../../core/series/session-sum.ts';
import type { SessionWindows } from './session-windows.ts';

/** What a model is fed along a whole recording. */
export interface SessionFeatures {
  /** Bands of a spectrum, else channels. */
  readonly rows: number;
  readonly columns: number;
  /** Length rows x columns; of several channels of spectra their mean. */
  readonly data: Float32Array;
}

/** The pre-processed values of all windows, where windows overlap their mean. */
export function sessionFeatures(windows: SessionWindows): SessionFeatures {
  let sum: SessionSum | null = null;
  let grid = { rows: 0, columns: 0 };
  for (let index = 0; index < windows.count; index++) {
    const { width, height, values } = windows.at(index);
    if (!sum) {
      grid = { rows: height, columns: Math.max(width, Math.ceil(sampleCount(windows.recording) / windows.step)) };
      sum = new SessionSum(grid);
    }
    const size = width * height;
    const channels = values.length / size;
    const mean = Float32Array.from({ length: size }, (_, at) => {
      let total = 0;
      for (let channel = 0; channel < channels; channel++) total += values[channel * size + at];
      return total / channels;
    });
    sum.add(mean, width, (index * windows.stride) / windows.step);
  }
  return { ...grid, data: sum?.map() ?? new Float32Array() };
}
