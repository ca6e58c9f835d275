import { GraphRunner } from '../../src/runtime/graph-runner.ts';

export interface RawAnswer {
  readonly provider: string;
  readonly notes: readonly string[];
  readonly outputs: Readonly<Record<string, readonly number[]>>;
}

/** Runs a model that the server has once, numbers in, numbers out. */
async function runRaw(
  address: string,
  backend: 'webgpu' | 'wasm',
  dims: number[],
  values: number[],
): Promise<RawAnswer> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  const runner = await GraphRunner.open(bytes, { backend, file: address });
  const feeds = { [runner.inputs[0].name]: { type: 'float32' as const, dims, data: Float32Array.from(values) } };
  const outputs = Object.entries(await runner.run(feeds));
  const answer = {
    provider: runner.provider,
    notes: runner.notes,
    outputs: Object.fromEntries(outputs.map(([name, { data }]) => [name, Array.from(data as Float32Array)])),
  };
  await runner.release();
  return answer;
}

declare global {
  interface Window {
    runRaw: typeof runRaw;
  }
}

Object.assign(window, { runRaw });
