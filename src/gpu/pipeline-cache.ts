import { XaiError } from '../core/errors.ts';

/** A WGSL program: its label, the files it is made of, whole and in order, and its `override` constants. */
export interface Program {
  readonly label: string;
  readonly sources: readonly string[];
  readonly constants: Readonly<Record<string, number>>;
}

const caches = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/**
 * The pipeline of a program on a device, compiled once; the entry point is `main`.
 * @throws XaiError `engine-failed` when the device refuses it
 */
export function computePipeline(device: GPUDevice, program: Program): Promise<GPUComputePipeline> {
  let cache = caches.get(device);
  if (!cache) {
    cache = new Map();
    caches.set(device, cache);
  }
  const key = `${program.label} ${JSON.stringify(program.constants)}`;
  let pipeline = cache.get(key);
  if (!pipeline) {
    pipeline = compile(device, program);
    cache.set(key, pipeline);
    pipeline.catch(() => cache.delete(key));
  }
  return pipeline;
}

async function compile(device: GPUDevice, { label, sources, constants }: Program): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ label, code: sources.join('\n') });
  try {
    return await device.createComputePipelineAsync({
      label,
      layout: 'auto',
      compute: { module, entryPoint: 'main', constants: { ...constants } },
    });
  } catch (cause) {
    throw new XaiError(
      'engine-failed',
      `The graphics device refused the shader "${label}" (${(cause as Error).message}). Use the backend "wasm".`,
      { cause },
    );
  }
}
