import type { Provider } from '../src/runtime/platform.ts';
import type { BenchOptions } from './options.ts';
import type { SeriesMemory, SeriesSpeed } from './series.ts';
import { megabytes, table } from './table.ts';

interface Measured {
  readonly model: string;
  readonly method: string;
  readonly provider: Provider;
  readonly adapter: string | null;
}

export interface SeriesRow extends Measured {
  readonly speed: SeriesSpeed;
}

export interface SeriesMemoryRow extends Measured {
  readonly seconds: number;
  readonly memory: SeriesMemory;
}

export interface SeriesResults {
  readonly date: string;
  readonly cores: number;
  readonly rows: readonly SeriesRow[];
  readonly memories: readonly SeriesMemoryRow[];
  /** What was left out and why, as sentences. */
  readonly skipped: readonly string[];
}

/** The section of docs/benchmarks.md about recordings. */
export function formatSeries(
  { date, cores, rows, memories, skipped }: SeriesResults,
  { seriesSeconds, seriesRepeats }: BenchOptions,
): string {
  const parts = [
    '## Recordings',
    `Written by \`npm run bench -- --only series\` on ${date}; ${cores} cores. Drawn sessions of ${seriesSeconds} s, medians of ${seriesRepeats} turns taken together. *bare*: ` +
      'the model alone, one prepared window a run. *explained*: each window cut, prepared, answered and explained for its own best answer, and blended into one map. ' +
      '*ratio* is the time of the second over that of the first. *an hour* is reckoned from *explained* and the windows of an hour, which overlap as the recipe says ' +
      '(motion: 3 channels at 50 Hz, 540 000 values). *others* is how much of all cores other programs took meanwhile: above some 10 % the figures say more about them.',
    table(
      ['model', 'method', 'provider', 'bare windows/s', 'explained windows/s', 'ratio', 'an hour', 'others'],
      rows.map(({ speed, ...row }) => [
        ...cellsOf(row),
        speed.bare.toPrecision(3),
        speed.explained.toPrecision(3),
        speed.ratio.toFixed(2),
        minutes(speed.hour / speed.explained),
        `${Math.round(speed.otherWork * 100)} %`,
      ]),
    ),
    memories.length > 0
      ? 'Whole sessions, each in a process of its own. Peaks in MB: *resident* is the whole process with model and runtime, *array buffers* are typed arrays outside ' +
        'the JavaScript heap: the recording (12 bytes a sample), its map and what is blended into it (48 bytes a sample), one window at a time.'
      : '',
    table(
      ['model', 'method', 'provider', 'session', 'windows', 'took', 'resident', 'array buffers'],
      memories.map(({ seconds, memory, ...row }) => [
        ...cellsOf(row),
        minutes(seconds),
        String(memory.windows),
        minutes(memory.time / 1000),
        megabytes(memory.resident),
        megabytes(memory.arrayBuffers),
      ]),
    ),
    skipped.length > 0 ? ['Left out:', '', ...skipped.map((line) => `- ${line}`)].join('\n') : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function cellsOf({ model, method, provider, adapter }: Measured): string[] {
  return [model, method, adapter === null ? provider : `${provider} (${adapter})`];
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;
}
