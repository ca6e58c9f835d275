import { XaiError } from './errors.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const HEADER_START = 10;

/** Element types: float32, and the unsigned words that packed data are made of. */
const TYPES = {
  '<f4': { name: 'float32', array: Float32Array },
  '<u4': { name: 'uint32', array: Uint32Array },
} as const;

type Values<T extends keyof typeof TYPES> = InstanceType<(typeof TYPES)[T]['array']>;

/**
 * An array as an NPY 1.0 file: little-endian float32 or uint32, C order (numpy.lib.format). `numpy.load` reads it.
 * @param shape lengths of the axes, slowest first: [height, width] for a map.
 * @throws XaiError `option-invalid` when the shape does not hold the data.
 */
export function encodeNpy(data: Float32Array | Uint32Array, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  if (shape.reduce((product, length) => product * length, 1) !== data.length) {
    throw new XaiError('option-invalid', `${data.length} values do not fill the shape ${shape.join(' x ')}.`, {
      option: 'shape',
    });
  }
  const type = data instanceof Float32Array ? '<f4' : '<u4';
  const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${lengths}), }`;
  // The data begin at a multiple of 64 bytes; the header is filled up with spaces and ends in a line feed.
  const start = Math.ceil((HEADER_START + header.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + 4 * data.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  bytes[6] = 1;
  view.setUint16(8, start - HEADER_START, true);
  const text = `${header.padEnd(start - HEADER_START - 1)}\n`;
  for (let k = 0; k < text.length; k++) bytes[HEADER_START + k] = text.charCodeAt(k);
  const write = type === '<f4' ? view.setFloat32 : view.setUint32;
  for (let k = 0; k < data.length; k++) write.call(view, start + 4 * k, data[k], true);
  return bytes;
}

/**
 * Reads what {@link encodeNpy} writes, and any other NPY 1.0 file of that type in C order.
 * @param type Default `<f4`, float32.
 * @throws XaiError `option-invalid` for anything else.
 */
export function decodeNpy<T extends keyof typeof TYPES = '<f4'>(
  bytes: Uint8Array,
  type: T = '<f4' as T,
): { data: Values<T>; shape: number[] } {
  const { name, array } = TYPES[type];
  const refuse = (what: string) =>
    new XaiError(
      'option-invalid',
      `Not an NPY 1.0 file of ${name} in C order: ${what}. Save it with numpy.save as ${name}.`,
    );
  if (bytes.length < HEADER_START || MAGIC.some((byte, k) => bytes[k] !== byte) || bytes[6] !== 1) {
    throw refuse('the file begins otherwise');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = HEADER_START + view.getUint16(8, true);
  const header = String.fromCharCode(...bytes.subarray(HEADER_START, start));
  const shapeText = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (shapeText === undefined || !header.includes(`'descr': '${type}'`) || !/'fortran_order':\s*False/.test(header)) {
    throw refuse(`its header is ${header.trim()}`);
  }
  const shape = shapeText
    .split(',')
    .filter((length) => length.trim() !== '')
    .map(Number);
  const count = shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== start + 4 * count) throw refuse('its length does not suit its shape');
  const read = type === '<f4' ? view.getFloat32 : view.getUint32;
  const data = new array(count);
  for (let k = 0; k < count; k++) data[k] = read.call(view, start + 4 * k, true);
  return { data: data as Values<T>, shape };
}
