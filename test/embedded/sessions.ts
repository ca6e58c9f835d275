import type { Label, Recording } from '../../src/core/series/recording.ts';
import type { Recording as Drawn } from '../../src/scenes/motion.ts';
import type { DrawnSession } from '../../src/scenes/session.ts';

/** A drawn recording as one that was read from a file. */
export function asRecording({ samples, rate, channels }: Drawn | DrawnSession): Recording {
  const names =
    typeof channels === 'number' ? Array.from({ length: channels }, (_, k) => `channel ${k + 1}`) : channels;
  const count = samples.length / names.length;
  const data = names.map((_, c) => Float32Array.from({ length: count }, (_, at) => samples[at * names.length + c]));
  return { name: 'drawn', sha256: 'drawn', rate, start: 0, channels: names, data, gaps: [], findings: [] };
}

export function labelsOf({ events, rate }: Drawn | DrawnSession): Label[] {
  return events.map(({ start, end, label }) => ({ start: start / rate, end: end / rate, label, confidence: null }));
}
