import type { OnnxTensor } from '../../src/onnx/model.ts';
import { WireWriter } from '../../src/onnx/wire.ts';

/** A constant whose numbers lie in another file. */
export function external(
  name: string,
  dims: readonly number[],
  file: string,
  place: { readonly offset?: number; readonly length?: number } = {},
): OnnxTensor {
  const entry = (key: string, text: string) => {
    const writer = new WireWriter();
    writer.string(1, key);
    writer.string(2, text);
    return writer;
  };
  const writer = new WireWriter();
  writer.packedIntegers(1, dims);
  writer.integer(2, 1);
  writer.string(8, name);
  writer.message(13, entry('location', file));
  for (const [key, value] of Object.entries(place)) writer.message(13, entry(key, String(value)));
  writer.integer(14, 1);
  return { name, type: 'float32', dims, externalFile: file, encoded: writer.finish() };
}
