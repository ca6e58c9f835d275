import { readFileSync } from 'node:fs';
import type { Tensor } from '../../src/core/tensor.ts';
import { GraphRunner } from '../../src/runtime/graph-runner.ts';

/** An embedded model whose task the library reads no answers of yet: numbers in, numbers out. */
export async function openRaw(name: string): Promise<{
  run(dims: readonly number[], data: Float32Array): Promise<Readonly<Record<string, Float32Array>>>;
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const bytes = new Uint8Array(readFileSync(`www/models/${name}.onnx`));
  const runner = await GraphRunner.open(bytes, { backend: 'wasm', file: `${name}.onnx` });
  const [input] = runner.inputs;
  return {
    run: async (dims, data) => {
      const feed: Tensor = { type: 'float32', dims: [...dims], data };
      const outputs = await runner.run({ [input.name]: feed });
      return Object.fromEntries(
        Object.entries(outputs).map(([key, value]) => [key, Float32Array.from(value.data as Float32Array)]),
      );
    },
    [Symbol.asyncDispose]: () => runner.release(),
  };
}

/** Index of the greatest of `count` values from `start` on. */
export function greatest(values: Float32Array, start = 0, count = values.length): number {
  let best = start;
  for (let i = start; i < start + count; i++) if (values[i] > values[best]) best = i;
  return best - start;
}
