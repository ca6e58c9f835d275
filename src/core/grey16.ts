import { findRange } from './colour/colourise.ts';
import type { Saliency } from './saliency.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const WHITE = 65535;

/**
 * A map as a PNG of 16-bit grey, its least score black and its greatest white; a score is
 * `low + (high - low) * grey / 65535`, with the two numbers in the file's text chunks `low` and `high`. Scores that are
 * not finite are black.
 * @see W3C, Portable Network Graphics (PNG) Specification, third edition
 */
export async function encodeGrey16({
  width,
  height,
  data,
}: Pick<Saliency, 'width' | 'height' | 'data'>): Promise<Uint8Array<ArrayBuffer>> {
  const { low, high } = findRange(data, 'min-max');
  const rows = new DataView(new ArrayBuffer(height * (1 + 2 * width)));
  for (let y = 0, at = 0; y < height; y++) {
    // Each row begins with its filter: none.
    at++;
    for (let x = 0; x < width; x++, at += 2) {
      const score = data[y * width + x];
      const share = Number.isFinite(score) && high > low ? (score - low) / (high - low) : 0;
      rows.setUint16(at, Math.round(share * WHITE));
    }
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 16);
  const chunks = [
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('tEXt', latin(`low\0${low}`)),
    chunk('tEXt', latin(`high\0${high}`)),
    chunk('IDAT', await deflate(new Uint8Array(rows.buffer))),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(await new Blob([Uint8Array.from(SIGNATURE), ...chunks]).arrayBuffer());
}

function latin(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Length, name, content and checksum of name and content. */
function chunk(name: string, content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(latin(name), 4);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, content.length + 8)));
  return bytes;
}

/** Annex D of the specification, bit by bit; what it runs over is already compressed. */
function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return ~remainder >>> 0;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
