import { XaiError } from '../errors.ts';
import { type Recording, sampleCount } from './recording.ts';
import { resampleRecording } from './resample-recording.ts';

/** A recording and the seconds at which its own time 0 lies on the common axis. */
export interface Placed {
  readonly recording: Recording;
  readonly offset: number;
}

/**
 * Several recordings as one: at the highest rate among them, over the time that all of them cover, channels one after the
 * other. A name that two of them have gets its file's before it.
 * @param sha256 of the hashes of all
 * @throws XaiError `session-invalid` when there is no time that all of them cover
 */
export function joinRecordings(parts: readonly Placed[], name: string, sha256: string): Recording {
  const rate = parts.reduce((most, { recording }) => Math.max(most, recording.rate), 0);
  const placed = parts.map(({ recording, offset }) => ({
    at: recording.start + offset,
    even: resampleRecording(recording, rate),
  }));
  const start = placed.reduce((latest, { at }) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
  const end = placed.reduce(
    (first, { at, even }) => Math.min(first, at + sampleCount(even) / rate),
    Number.POSITIVE_INFINITY,
  );
  const length = Math.floor((end - start) * rate + 1e-6);
  if (length < 1) {
    throw new XaiError(
      'session-invalid',
      `${name} has no time that all of its recordings cover. Correct their offsets.`,
      { file: name, option: 'recordings' },
    );
  }
  const names = parts.flatMap(({ recording }) => recording.channels);
  const cut = placed.map(({ at, even }) => {
    const from = Math.round((start - at) * rate);
    return {
      channels: even.channels.map((channel) =>
        names.indexOf(channel) === names.lastIndexOf(channel) ? channel : `${even.name} ${channel}`,
      ),
      // Rounding to whole samples can leave a file one short at its end.
      data: even.data.map((values) => values.slice(from, from + length)),
      gaps: even.gaps
        .map((gap) => ({ start: Math.max(0, gap.start - from), end: Math.min(length, gap.end - from) }))
        .filter((gap) => gap.end > gap.start),
      findings: even.findings.map((finding) => ({ ...finding, message: `${even.name}: ${finding.message}` })),
    };
  });
  const shortest = cut.flatMap(({ data }) => data).reduce((least, values) => Math.min(least, values.length), length);
  return {
    name,
    sha256,
    rate,
    start,
    channels: cut.flatMap(({ channels }) => channels),
    data: cut.flatMap(({ data }) => data.map((values) => values.subarray(0, shortest))),
    gaps: mergeSpans(cut.flatMap(({ gaps }) => gaps)),
    findings: cut.flatMap(({ findings }) => findings),
  };
}

function mergeSpans(spans: Recording['gaps']): Recording['gaps'] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
