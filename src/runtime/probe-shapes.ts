import type { Dim } from '../onnx/model.ts';
import { explainRuntimeFailure } from './failures.ts';
import type { Ort } from './platform.ts';
import { enqueue } from './queue.ts';

/**
 * Shapes of a model's outputs as the runtime infers them on opening it; nothing is run. Folding of constants stays on,
 * or shapes built by Shape and Gather stay unknown; no tensor is fused away, since every one is an output.
 * @param externalData files that hold the weights, by the name that the model gives them
 */
export async function probeShapes(
  ort: Ort,
  bytes: Uint8Array,
  externalData: readonly { path: string; data: Uint8Array }[] = [],
): Promise<Record<string, readonly Dim[]>> {
  try {
    return await enqueue(async () => {
      const session = await ort.InferenceSession.create(bytes, {
        executionProviders: ['cpu'],
        graphOptimizationLevel: 'basic',
        logSeverityLevel: 4,
        ...(externalData.length ? { externalData: externalData.map((file) => ({ ...file })) } : {}),
      });
      const shapes: Record<string, readonly Dim[]> = {};
      for (const meta of session.outputMetadata) if (meta.isTensor) shapes[meta.name] = meta.shape;
      await session.release();
      return shapes;
    });
  } catch (cause) {
    throw explainRuntimeFailure(cause, 'create');
  }
}
