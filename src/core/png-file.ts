const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What a PNG file is made of. */
export interface PngContent {
  readonly width: number;
  readonly height: number;
  /** Bits of a channel. */
  readonly bits: 8 | 16;
  readonly colour: 'grey' | 'rgb';
  /** Rows from the top, numbers big-endian, without filter bytes. */
  readonly rows: Uint8Array;
  /** Text chunks by their keywords: Latin-1 without zeros. */
  readonly text?: Readonly<Record<string, string>>;
}

/**
 * Writes a PNG without any encoder of the platform, so that Node and workers give files of the same kind, without loss.
 * @see W3C, Portable Network Graphics (PNG) Specification, third edition
 */
export async function pngFile({
  width,
  height,
  bits,
  colour,
  rows,
  text = {},
}: PngContent): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, bits);
  header.setUint8(9, colour === 'rgb' ? 2 : 0);
  const length = rows.length / height;
  const filtered = new Uint8Array(rows.length + height);
  // Each row begins with its filter: none.
  for (let y = 0; y < height; y++) filtered.set(rows.subarray(y * length, (y + 1) * length), y * (length + 1) + 1);
  const chunks = [
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...Object.entries(text).map(([keyword, value]) => chunk('tEXt', latin(`${keyword}\0${value}`))),
    chunk('IDAT', await deflate(filtered)),
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
