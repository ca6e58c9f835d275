import { toCsv } from '../csv.ts';
import { type Recording, sampleCount } from './recording.ts';

/** Rows, or samples of all channels, that are written into one part. */
const PART = 1 << 14;
const HEADER_BYTES = 44;
const FLOAT = 3;
const VALUE_BYTES = 4;
/** A WAV file counts its bytes in 32 bits. */
const MOST_BYTES = 2 ** 32 - 1;

/**
 * A recording as CSV text, part by part: seconds, then a column a channel; rows of gaps are left out, so that whoever reads it
 * knows of them. Every number reads back as it was.
 */
export function csvParts(recording: Recording): string[] {
  const { rate, start, channels, data, gaps } = recording;
  const count = sampleCount(recording);
  const parts = [toCsv(['seconds', ...channels], [])];
  let gap = 0;
  for (let from = 0; from < count; from += PART) {
    let text = '';
    for (let at = from; at < Math.min(count, from + PART); at++) {
      while (gap < gaps.length && gaps[gap].end <= at) gap++;
      if (gap < gaps.length && gaps[gap].start <= at) continue;
      text += `${Number((start + at / rate).toFixed(6))},${data.map((values) => shortest(values[at])).join(',')}\n`;
    }
    parts.push(text);
  }
  return parts;
}

/** The fewest digits that read back as the same float. */
function shortest(value: number): string {
  const short = Number(value.toPrecision(7));
  return String(Math.fround(short) === value ? short : Number(value.toPrecision(9)));
}

/** Whether a WAV file can hold it: its rate is a whole number, and it fits. */
export function fitsWav(recording: Recording): boolean {
  const { rate, data } = recording;
  return Number.isInteger(rate) && sampleCount(recording) * data.length * VALUE_BYTES + HEADER_BYTES <= MOST_BYTES;
}

/** A recording as a WAV file of 32-bit floats, part by part; for those that {@link fitsWav}. */
export function wavParts(recording: Recording): Uint8Array<ArrayBuffer>[] {
  const { rate, data } = recording;
  const count = sampleCount(recording);
  const frame = data.length * VALUE_BYTES;
  const parts = [wavHeader(data.length, rate, count * frame)];
  for (let from = 0; from < count; from += PART) {
    const length = Math.min(PART, count - from);
    const bytes = new Uint8Array(length * frame);
    const view = new DataView(bytes.buffer);
    data.forEach((values, channel) => {
      for (let k = 0; k < length; k++) view.setFloat32(k * frame + channel * VALUE_BYTES, values[from + k], true);
    });
    parts.push(bytes);
  }
  return parts;
}

function wavHeader(channels: number, rate: number, dataBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  const word = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  word(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, FLOAT, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * channels * VALUE_BYTES, true);
  view.setUint16(32, channels * VALUE_BYTES, true);
  view.setUint16(34, 8 * VALUE_BYTES, true);
  word(36, 'data');
  view.setUint32(40, dataBytes, true);
  return bytes;
}
