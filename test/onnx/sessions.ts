import * as ort from 'onnxruntime-web';
import type { ShapeProbe } from '../../src/onnx/shapes.ts';

ort.env.wasm.numThreads = 1;

/** Asks onnxruntime's wasm build for the shapes of a model's outputs. */
export const probe: ShapeProbe = async (bytes) => {
  const session = await ort.InferenceSession.create(bytes, { graphOptimizationLevel: 'disabled', logSeverityLevel: 3 });
  const shapes = session.outputMetadata.flatMap((output) =>
    output.isTensor ? [[output.name, output.shape] as const] : [],
  );
  await session.release();
  return Object.fromEntries(shapes);
};
