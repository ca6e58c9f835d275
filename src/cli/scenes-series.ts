import path from 'node:path';
import { toCsv } from '../core/csv.ts';
import { AXES, GESTURES, makeMotion, type Recording } from '../scenes/motion.ts';
import { makeSound, SOUNDS } from '../scenes/sound.ts';
import type { PictureJob } from './scenes-pictures.ts';
import { isPlanted, type Plant } from './scenes-plants.ts';
import { numbered } from './scenes-table.ts';
import { writeWhole } from './write-file.ts';

type SeriesJob = Omit<PictureJob, 'createContext' | 'size'>;

export const SERIES = {
  motion: { labels: GESTURES as readonly string[], plants: ['glitch'] },
  sound: { labels: SOUNDS as readonly string[], plants: ['whistle'] },
} as const;

/** Recordings in one folder per class (CSV in g, or 16-bit WAV), `labels.csv` and `events.csv` with exact intervals. */
export async function writeSeries(kind: keyof typeof SERIES, job: SeriesJob): Promise<void> {
  const labels: (string | number)[][] = [];
  const events: (string | number)[][] = [];
  for (let i = 0; i < job.count; i++) {
    job.signal.throwIfAborted();
    const seed = job.seed + i;
    const recording = record(kind, seed, job.plants);
    const name = `${recording.label}/${numbered(i)}.${kind === 'motion' ? 'csv' : 'wav'}`;
    await writeWhole(path.join(job.output, name), kind === 'motion' ? motionCsv(recording) : encodeWav(recording));
    for (const { start, end, label } of [...recording.events, ...recording.plants]) {
      events.push([
        name,
        label,
        recording.plants.some((plant) => plant.label === label) ? 'plant' : 'event',
        start,
        end,
        start / recording.rate,
        end / recording.rate,
      ]);
    }
    labels.push([name, recording.label, seed, recording.plants.map(({ label }) => label).join(' ')]);
    job.report(i + 1);
  }
  await writeWhole(path.join(job.output, 'labels.csv'), toCsv(['file', 'class', 'seed', 'plants'], labels));
  await writeWhole(
    path.join(job.output, 'events.csv'),
    toCsv(['file', 'label', 'what', 'start', 'end', 'start_seconds', 'end_seconds'], events),
  );
}

/** The class is known only once the recording is made; a plant leaves everything else as it was. */
function record(kind: keyof typeof SERIES, seed: number, plants: readonly Plant[]): Recording {
  const make = (planted: boolean) =>
    kind === 'motion' ? makeMotion(seed, { glitch: planted }) : makeSound(seed, { whistle: planted });
  const plain = make(false);
  const planted = plants.some(
    (plant) => (plant.label === 'all' || plant.label === plain.label) && isPlanted(plant, seed),
  );
  return planted ? make(true) : plain;
}

function motionCsv({ samples, channels, rate }: Recording): string {
  const rows = Array.from({ length: samples.length / channels }, (_, i) => [
    (i / rate).toFixed(2),
    ...Array.from(samples.subarray(i * channels, (i + 1) * channels), (value) => value.toFixed(5)),
  ]);
  return toCsv(['seconds', ...AXES], rows);
}

/** RIFF, PCM, 16 bits, one channel. */
function encodeWav({ samples, rate }: Recording): Uint8Array {
  const bytes = new Uint8Array(44 + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const word = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  word(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((value, i) => {
    view.setInt16(44 + 2 * i, Math.round(value * 32_767), true);
  });
  return bytes;
}
