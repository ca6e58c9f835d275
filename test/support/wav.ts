/** How one sample is stored. */
export type WavKind = '8' | '16' | '24' | '32' | '32f' | '64f';

/**
 * A WAV file of samples in [-1, 1).
 * @param planes one array a channel
 * @param extensible writes the format as an extension, as recorders of many channels do
 */
export function wavFile(
  planes: readonly ArrayLike<number>[],
  rate: number,
  kind: WavKind,
  extensible = false,
): Uint8Array {
  const bits = Number.parseInt(kind, 10);
  const isFloat = kind.endsWith('f');
  const size = bits / 8;
  const count = planes[0].length;
  const formatSize = extensible ? 40 : 16;
  const dataSize = count * planes.length * size;
  const bytes = new Uint8Array(28 + formatSize + dataSize);
  const view = new DataView(bytes.buffer);
  const word = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  word(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, formatSize, true);
  const code = isFloat ? 3 : 1;
  view.setUint16(20, extensible ? 0xfffe : code, true);
  view.setUint16(22, planes.length, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * planes.length * size, true);
  view.setUint16(32, planes.length * size, true);
  view.setUint16(34, bits, true);
  if (extensible) {
    view.setUint16(36, 22, true);
    view.setUint16(38, bits, true);
    view.setUint16(44, code, true);
    bytes.set([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71], 46);
  }
  word(20 + formatSize, 'data');
  view.setUint32(24 + formatSize, dataSize, true);
  let at = 28 + formatSize;
  for (let k = 0; k < count; k++) {
    for (const plane of planes) {
      const whole = Math.round(plane[k] * 2 ** (bits - 1));
      if (kind === '32f') view.setFloat32(at, plane[k], true);
      else if (kind === '64f') view.setFloat64(at, plane[k], true);
      else if (kind === '8') view.setUint8(at, whole + 128);
      else if (kind === '16') view.setInt16(at, whole, true);
      else if (kind === '32') view.setInt32(at, whole, true);
      else {
        view.setUint16(at, whole & 0xffff, true);
        view.setInt8(at + 2, whole >> 16);
      }
      at += size;
    }
  }
  return bytes;
}
