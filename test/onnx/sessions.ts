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

export type Outputs = Map<string, { dims: readonly number[]; data: ArrayLike<number | bigint> }>;

/** Opens a model, runs it once per set of inputs, releases it. */
export async function runModel(bytes: Uint8Array, feeds: readonly Record<string, ort.Tensor>[]): Promise<Outputs[]> {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const results: Outputs[] = [];
  for (const feed of feeds) {
    const outputs = await session.run(feed);
    results.push(
      new Map(
        Object.entries(outputs).map(([name, tensor]) => [
          name,
          { dims: tensor.dims, data: tensor.data as Float32Array },
        ]),
      ),
    );
  }
  await session.release();
  return results;
}
