import { takeTurns } from '../../core/next-turn.ts';
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

/**
 * The pre-processed values of all windows, where windows overlap their mean. Windows that touch a gap are as the line that
 * stands in for it.
 */
export async function sessionFeatures(windows: SessionWindows, signal?: AbortSignal): Promise<SessionFeatures> {
  const takeTurn = takeTurns();
  let sum: SessionSum | null = null;
  let grid = { rows: 0, columns: 0 };
  for (let index = 0; index < windows.count; index++) {
    const { width, height, values } = windows.at(index);
    if (!sum) {
      grid = { rows: height, columns: Math.max(width, Math.ceil(sampleCount(windows.recording) / windows.step)) };
      sum = new SessionSum(grid);
    }
    const size = width * height;
    const mean = meanOverChannels(values, size);
    sum.add(mean, width, (index * windows.stride) / windows.step);
    await takeTurn();
    signal?.throwIfAborted();
  }
  return { ...grid, data: sum?.map() ?? new Float32Array() };
}

/**
 * What a window is fed as one plane: of several channels of spectra their mean.
 * @param size rows x columns
 */
export function meanOverChannels(values: Float32Array, size: number): Float32Array {
  const channels = values.length / size;
  if (channels === 1) return values;
  return Float32Array.from({ length: size }, (_, at) => {
    let total = 0;
    for (let channel = 0; channel < channels; channel++) total += values[channel * size + at];
    return total / channels;
  });
}
