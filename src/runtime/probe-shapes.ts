import type { Dim } from '../onnx/model.ts';
import { explainRuntimeFailure } from './failures.ts';
import type { Ort } from './platform.ts';
import { enqueue } from './queue.ts';

/**
 * Shapes of a model's outputs as the runtime infers them on opening it; nothing is run. Optimisation is off, so that no
 * tensor is fused away.
 */
export async function probeShapes(ort: Ort, bytes: Uint8Array): Promise<Record<string, readonly Dim[]>> {
  try {
    return await enqueue(async () => {
      const session = await ort.InferenceSession.create(bytes, {
        executionProviders: ['cpu'],
        graphOptimizationLevel: 'disabled',
        logSeverityLevel: 4,
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
