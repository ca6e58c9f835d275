import assert from 'node:assert/strict';
import * as ort from 'onnxruntime-web';
import type { ShapeProbe } from '../../src/onnx/shapes.ts';

ort.env.wasm.numThreads = 1;

/** Asks onnxruntime's wasm build for the shapes of a model's outputs. */
export const probe: ShapeProbe = async (bytes) => {
  const session = await ort.InferenceSession.create(bytes, { graphOptimizationLevel: 'basic', logSeverityLevel: 3 });
  const shapes = session.outputMetadata.flatMap((output) =>
    output.isTensor ? [[output.name, output.shape] as const] : [],
  );
  await session.release();
  return Object.fromEntries(shapes);
};

export type Feeds = Readonly<Record<string, ort.Tensor>>;
export type Outputs = ReadonlyMap<string, { readonly dims: readonly number[]; readonly values: readonly number[] }>;

/** Opens a model, runs it once per set of inputs, releases it. Half-precision outputs are read as numbers. */
export async function runModel(bytes: Uint8Array, feeds: readonly Feeds[]): Promise<Outputs[]> {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const results: Outputs[] = [];
  for (const feed of feeds) {
    const outputs = Object.entries(await session.run(feed));
    results.push(new Map(outputs.map(([name, tensor]) => [name, { dims: tensor.dims, values: numbersOf(tensor) }])));
  }
  await session.release();
  return results;
}

function numbersOf(tensor: ort.Tensor): number[] {
  const values = Array.from(tensor.data as ArrayLike<number | bigint | boolean>, Number);
  return tensor.type === 'float16' ? values.map(halfToNumber) : values;
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}

/** Joins the inputs of several pictures along axis 0; inputs named in `once` are fed as they are. */
export function joinFeeds(pictures: readonly Feeds[], once: readonly string[] = []): Feeds {
  return Object.fromEntries(
    Object.entries(pictures[0]).map(([name, first]) => {
      if (once.includes(name)) return [name, first];
      const parts = pictures.map((picture) => picture[name].data as Float32Array);
      const data = new (first.data.constructor as Float32ArrayConstructor)(parts.length * parts[0].length);
      for (const [index, part] of parts.entries()) data.set(part, index * part.length);
      return [name, new ort.Tensor(first.type as 'float32', data, [pictures.length, ...first.dims.slice(1)])];
    }),
  );
}

/**
 * A batch may sum in another order than a single run (matrix products are cut into other blocks), which in float32 costs
 * a few units in the last place of the largest terms: 1e-6 of the largest output, measured 4e-7 at most.
 */
const TOLERANCE = 1e-6;

/**
 * Runs the original once per picture and the freed model with all of them; every output must be the single outputs one
 * after the other, or, for outputs named in `shared`, the single output itself.
 */
export async function assertBatchEqualsSingles(
  original: Uint8Array,
  freed: Uint8Array,
  pictures: readonly Feeds[],
  options: { readonly shared?: readonly string[]; readonly feedOnce?: readonly string[] } = {},
): Promise<void> {
  const singles = await runModel(original, pictures);
  const [batch] = await runModel(freed, [joinFeeds(pictures, options.feedOnce)]);
  assert.deepEqual([...batch.keys()], [...singles[0].keys()]);
  let differs = false;
  for (const [name, { dims, values }] of batch) {
    const parts = singles.map((single) => single.get(name)?.values ?? []);
    const isShared = options.shared?.includes(name) ?? false;
    const expected = isShared ? parts[0] : parts.flat();
    const singleDims = singles[0].get(name)?.dims ?? [];
    assert.deepEqual(dims, isShared ? singleDims : [pictures.length, ...singleDims.slice(1)], name);
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const error = expected.reduce((most, value, index) => Math.max(most, Math.abs(value - values[index])), 0);
    assert.ok(error <= TOLERANCE * largest, `${name}: off by ${error} of ${largest}`);
    const apart = parts[0].reduce((most, value, index) => Math.max(most, Math.abs(value - parts[1][index])), 0);
    // Pictures that look alike to the model would hide a mix-up.
    differs ||= apart > 100 * TOLERANCE * largest;
  }
  assert.ok(differs, 'the pictures must give different outputs, or the test shows nothing');
}
