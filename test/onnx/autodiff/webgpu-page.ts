import { chooseBackend } from '../../../src/runtime/backends.ts';
import { createSession } from '../../../src/runtime/session.ts';

/** An input of the graph, as plain data that can be sent to a page. */
export interface SentTensor {
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

/** One device for all graphs, as in the engine. */
const chosen = chooseBackend('webgpu');

/**
 * Runs a graph once on WebGPU, opened as the engine opens its sessions.
 * @param bytes base64 of the model
 * @returns all outputs by name
 */
async function runOnWebgpu(
  bytes: string,
  inputs: Readonly<Record<string, SentTensor>>,
): Promise<Record<string, number[]>> {
  const { ort, device } = await chosen;
  const model = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const session = await createSession(ort, model, 'webgpu', { device: device?.device });
  try {
    const feeds = Object.entries(inputs).map(([name, { dims, values }]) => [
      name,
      { type: 'float32' as const, dims, data: Float32Array.from(values) },
    ]);
    const outputs = Object.entries(await session.run(Object.fromEntries(feeds)));
    return Object.fromEntries(outputs.map(([name, { data }]) => [name, Array.from(data as ArrayLike<number>, Number)]));
  } finally {
    await session.release();
  }
}

declare global {
  interface Window {
    runOnWebgpu: typeof runOnWebgpu;
  }
}

Object.assign(window, { runOnWebgpu });
