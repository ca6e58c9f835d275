import { XaiError } from '../../core/errors.ts';

/** Longest side that is read, pixels. */
const LONGEST_SIDE = 16384;
/** Most pixels that are read: 100 megapixels, 400 MB decoded. */
export const MOST_PIXELS = 100_000_000;

interface Header {
  readonly format: string;
  /** As stored, before the orientation is applied; null where the header does not say. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/**
 * Looks at the first bytes of a file, so that a picture bomb is refused before it is decoded.
 * @throws XaiError `picture-unreadable` for what is no picture, `picture-too-large` above {@link LONGEST_SIDE} or {@link MOST_PIXELS}
 */
export function checkPictureHeader(bytes: Uint8Array, name?: string): void {
  const what = name ?? 'The file';
  if (bytes.length === 0) {
    throw new XaiError('picture-unreadable', `${what} is empty (0 bytes). Choose a PNG, JPEG or WebP picture.`, {
      file: name,
    });
  }
  const header = readPictureHeader(bytes);
  if (!header) {
    throw new XaiError(
      'picture-unreadable',
      `${what} is no picture that can be read: it looks like ${guessContent(bytes)}. Choose a PNG, JPEG or WebP picture.`,
      { file: name },
    );
  }
  if (header.size) checkPictureSize(header.size.width, header.size.height, name);
}

/** @throws XaiError `picture-unreadable` without pixels, `picture-too-large` with too many */
export function checkPictureSize(width: number, height: number, name?: string): void {
  const what = name ?? 'The picture';
  if (width === 0 || height === 0) {
    throw new XaiError('picture-unreadable', `${what} has no pixels (${width} x ${height}). Save it again.`, {
      file: name,
    });
  }
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
    throw new XaiError(
      'picture-too-large',
      `${what} is ${width} x ${height} pixels; sides up to ${LONGEST_SIDE} and ${MOST_PIXELS / 1e6} megapixels are read. ` +
        'Make it smaller, or cut out the part in question.',
      { file: name },
    );
  }
}

/** Format and size by the header of a PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF file; null when it is none of them. */
function readPictureHeader(bytes: Uint8Array): Header | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length));
  if (bytes.length >= 24 && text(1, 3) === 'PNG' && bytes[0] === 0x89) {
    return { format: 'PNG', size: { width: view.getUint32(16), height: view.getUint32(20) } };
  }
  if (bytes.length >= 4 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) {
    return { format: 'JPEG', size: jpegSize(view) };
  }
  if (bytes.length >= 30 && text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') {
    return { format: 'WebP', size: webpSize(view, text(12, 4)) };
  }
  if (bytes.length >= 10 && text(0, 4) === 'GIF8') {
    return { format: 'GIF', size: { width: view.getUint16(6, true), height: view.getUint16(8, true) } };
  }
  if (bytes.length >= 26 && text(0, 2) === 'BM' && view.getUint32(6, true) === 0) {
    return { format: 'BMP', size: { width: view.getUint32(18, true), height: Math.abs(view.getInt32(22, true)) } };
  }
  if (bytes.length >= 8 && (text(0, 4) === 'II*\0' || text(0, 4) === 'MM\0*')) return { format: 'TIFF', size: null };
  if (bytes.length >= 12 && text(4, 4) === 'ftyp' && /avif|avis|heic|heix|mif1/.test(text(8, 4))) {
    return { format: 'AVIF or HEIC', size: null };
  }
  return null;
}

/** Walks the segments up to the frame header; null when the file ends before it. */
function jpegSize(view: DataView): Header['size'] {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += standsAlone ? 2 : 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpSize(view: DataView, chunk: string): Header['size'] {
  if (chunk === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (chunk === 'VP8X') {
    const triple = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65536 + 1;
    return { width: triple(24), height: triple(27) };
  }
  return null;
}

/** In words, what a file that is no picture looks like. */
function guessContent(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  if (head.startsWith('%PDF')) return 'a PDF document';
  if (head.startsWith('PK\x03\x04')) return 'a ZIP archive';
  if (/^\s*(<\?xml[^>]*>\s*)?<svg/.test(head)) return 'an SVG drawing; export it as PNG';
  if (/^\s*<(!doctype html|html)/i.test(head)) return 'a web page';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WAVE') return 'a sound recording (WAV)';
  if (head.slice(4, 8) === 'ftyp') return 'a video';
  const isText = bytes.subarray(0, 512).every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
  if (isText) return 'a text file';
  const start = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `binary data that begins with ${start}`;
}
