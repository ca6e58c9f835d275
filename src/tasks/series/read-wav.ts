import wavefile from 'wavefile/dist/wavefile.js';
import { XaiError } from '../../core/errors.ts';
import type { Recording } from '../../core/series/recording.ts';
import { unreadable } from './read-table.ts';

/** Samples of all channels; beyond this neither the file nor its floats fit. */
const MOST_VALUES = 2 ** 28;
const CHUNK_HEADER = 8;
const PLAIN = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const COMPRESSED: Readonly<Record<number, 'fromALaw' | 'fromMuLaw' | 'fromIMAADPCM'>> = {
  6: 'fromALaw',
  7: 'fromMuLaw',
  17: 'fromIMAADPCM',
};

const CHANNELS: Readonly<Record<number, readonly string[]>> = { 2: ['left', 'right'] };

/** What the `fmt ` chunk says, and where the samples lie. */
interface Shape {
  readonly code: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
  /** Bytes of samples that the file says it has, and that are there. */
  readonly claimed: number;
  readonly present: number;
  /** Where the code is written. */
  readonly codeAt: number;
}

/**
 * A WAV recording: whole numbers of 8 to 32 bits scaled to [-1, 1), floats as they are, A-law, mu-law and IMA ADPCM; any
 * number of channels. The header is checked against the file before anything is decoded.
 * @param sha256 of the file
 * @throws XaiError `recording-unreadable`, `recording-too-large`
 */
export function readWav(bytes: Uint8Array, name: string, sha256: string): Recording {
  const shape = readShape(bytes, name);
  refuseUnfit(shape, name);
  const wave = open(withOwnCode(bytes, shape), name);
  const compressed = COMPRESSED[shape.code];
  if (compressed) wave[compressed]();
  const samples = wave.getSamples(false, Float32Array) as unknown as Float32Array | Float32Array[];
  const isFloat = wave.bitDepth === '32f' || wave.bitDepth === '64';
  const bits = Number.parseInt(wave.bitDepth, 10);
  // Bytes are counted from 0, wider whole numbers from their least.
  const [offset, scale] = isFloat ? [0, 1] : [bits === 8 ? 128 : 0, 2 ** (bits - 1)];
  const data = (samples instanceof Float32Array ? [samples] : samples).map((plane) =>
    plane.map((value) => (value - offset) / scale),
  );
  const bad = data.findIndex((plane) => !plane.every(Number.isFinite));
  if (bad >= 0)
    throw unreadable(name, `holds samples in channel ${bad + 1} that are no numbers. Record or export it again.`);
  const channels = data.length === 1 ? ['sound'] : data.map((_, k) => CHANNELS[data.length]?.[k] ?? `channel ${k + 1}`);
  return { name, sha256, rate: shape.rate, start: 0, channels, data, gaps: [], findings: [] };
}

/** Walks the chunks without reading any: a broken length must not make anyone allocate it. */
function readShape(bytes: Uint8Array, name: string): Shape {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length === 0) throw unreadable(name, 'is empty (0 bytes). Choose a WAV file.');
  const container = bytes.length >= 12 ? word(0) : '';
  if (!/^(RIFF|RIFX|RF64)$/.test(container) || word(8) !== 'WAVE') {
    throw unreadable(name, 'is no WAV file, or only its beginning. Choose a WAV file, or name it .csv.');
  }
  const little = container !== 'RIFX';
  let format: Omit<Shape, 'claimed' | 'present'> | null = null;
  for (let at = 12; at + CHUNK_HEADER <= bytes.length; ) {
    const kind = word(at);
    const claimed = view.getUint32(at + 4, little);
    const start = at + CHUNK_HEADER;
    const present = Math.min(claimed, bytes.length - start);
    if (kind === 'fmt ' && present >= 16) {
      const code = view.getUint16(start, little);
      format = {
        code: code === EXTENSIBLE && present >= 26 ? view.getUint16(start + 24, little) : code,
        codeAt: start,
        channels: view.getUint16(start + 2, little),
        rate: view.getUint32(start + 4, little),
        bits: view.getUint16(start + 14, little),
      };
    }
    if (kind === 'data') {
      if (!format) throw unreadable(name, 'has samples before it says how they are stored. Export it again.');
      // RF64 keeps its length elsewhere; streams leave it at its greatest.
      const isOpen = claimed === 0xffffffff;
      return { ...format, claimed: isOpen ? present : claimed, present };
    }
    at = start + claimed + (claimed & 1);
  }
  throw unreadable(
    name,
    `has no ${format ? 'samples' : 'format'}: its header names chunks that are not there. The file may be cut off.`,
  );
}

function refuseUnfit({ code, channels, rate, bits, claimed, present }: Shape, name: string): void {
  if (channels < 1 || rate < 1) throw unreadable(name, `has ${channels} channels at ${rate} Hz. Export it again.`);
  const isKnown = code === PLAIN || code === FLOAT || COMPRESSED[code] !== undefined;
  const isWhole = code === PLAIN && bits >= 8 && bits <= 32;
  const isFloat = code === FLOAT && (bits === 32 || bits === 64);
  if (!isKnown || !(isWhole || isFloat || COMPRESSED[code])) {
    throw unreadable(
      name,
      `is stored as format ${code} with ${bits} bits. Export it as PCM of 8 to 32 bits, as float, A-law, mu-law or IMA ADPCM.`,
    );
  }
  if (present < claimed) {
    throw unreadable(
      name,
      `says that it has ${claimed} bytes of samples, and ${present} are there: the file is cut off. Copy or export it again.`,
    );
  }
  if (present === 0) throw unreadable(name, 'has no samples.');
  const frame = channels * Math.ceil(bits / 8);
  if (present / Math.ceil(bits / 8) > MOST_VALUES) {
    throw new XaiError('recording-too-large', `${name} has more than ${MOST_VALUES} samples. Cut it into parts.`, {
      file: name,
    });
  }
  if (COMPRESSED[code] || present % frame === 0) return;
  throw unreadable(
    name,
    `has ${present} bytes of samples, which are no whole number of ${frame} a time. Copy or export it again.`,
  );
}

/** The decoder takes every extended format for whole numbers, so floats get their plain code. */
function withOwnCode(bytes: Uint8Array, { code, codeAt }: Shape): Uint8Array {
  const isExtended = bytes[codeAt] === 0xfe && bytes[codeAt + 1] === 0xff;
  if (!isExtended || code !== FLOAT) return bytes;
  const own = bytes.slice();
  own.set([FLOAT, 0], codeAt);
  return own;
}

function open(bytes: Uint8Array, name: string): wavefile.WaveFile {
  try {
    return new wavefile.WaveFile(bytes);
  } catch (cause) {
    throw unreadable(name, `can't be read (${(cause as Error).message}). Export it again.`, cause);
  }
}
