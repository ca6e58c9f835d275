import { XaiError } from '../core/errors.ts';
import type { ElementType, Tensor, TensorData } from '../core/tensor.ts';
import { explainRuntimeFailure } from './failures.ts';
import type { Ort, OrtSession, OrtTensor, Provider } from './platform.ts';
import { enqueue } from './queue.ts';

export interface PortInfo {
  readonly name: string;
  readonly type: ElementType;
  /** A symbolic axis is given by its name. */
  readonly dims: readonly (number | string)[];
}

/** A tensor whose data live in a buffer of the device that the session runs on. */
export interface GpuTensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly buffer: GPUBuffer;
  /** Gives the buffer back to the runtime; only for outputs that the runtime made. */
  release(): void;
}

/** A model ready to run on one provider. All runs of all sessions pass through one queue. */
export interface Session {
  readonly provider: Provider;
  readonly inputs: readonly PortInfo[];
  /** Those that are tensors of numbers; sequences, maps and texts are never read. */
  readonly outputs: readonly PortInfo[];
  /**
   * @param outputs names of the outputs wanted; all when absent.
   */
  run(feeds: Readonly<Record<string, Tensor>>, outputs?: readonly string[]): Promise<Record<string, Tensor>>;
  /** Inputs as buffers of our device, outputs left there. Only on `webgpu`. */
  runOnGpu(
    feeds: Readonly<Record<string, Tensor | Omit<GpuTensor, 'release'>>>,
    outputs?: readonly string[],
  ): Promise<Record<string, GpuTensor>>;
  release(): Promise<void>;
}

export interface SessionOptions {
  /** The device to run on; needed for `webgpu`. */
  readonly device?: GPUDevice;
  /** Leave outputs in GPU buffers (`webgpu` only). */
  readonly keepOutputsOnGpu?: boolean;
  /** External-data files by the name that the model gives them. */
  readonly externalData?: readonly { path: string; data: Uint8Array }[];
  readonly file?: string;
}

export async function createSession(
  ort: Ort,
  bytes: Uint8Array,
  provider: Provider,
  options: SessionOptions = {},
): Promise<Session> {
  const executionProviders =
    provider === 'webgpu'
      ? [{ name: 'webgpu', device: options.device, preferredLayout: 'NCHW' }]
      : [provider === 'node' ? 'cpu' : 'wasm'];
  let session: OrtSession;
  try {
    session = await enqueue(() =>
      ort.InferenceSession.create(bytes, {
        executionProviders: executionProviders as never,
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
        ...(options.externalData?.length ? { externalData: options.externalData.map((file) => ({ ...file })) } : {}),
        ...(options.keepOutputsOnGpu ? { preferredOutputLocation: 'gpu-buffer' as const } : {}),
      }),
    );
  } catch (cause) {
    throw explainRuntimeFailure(cause, 'create', options.file);
  }
  return new OrtBackedSession(ort, session, provider, options.file);
}

class OrtBackedSession implements Session {
  readonly inputs: readonly PortInfo[];
  readonly outputs: readonly PortInfo[];
  readonly #ort: Ort;
  readonly #session: OrtSession;
  readonly #file: string | undefined;
  /** The outputs that can be read, by name, where others are among them; else all are asked for without naming them. */
  readonly #readable: readonly string[] | undefined;
  readonly provider: Provider;
  #released = false;

  constructor(ort: Ort, session: OrtSession, provider: Provider, file: string | undefined) {
    this.#ort = ort;
    this.#session = session;
    this.#file = file;
    this.provider = provider;
    this.inputs = session.inputMetadata.map(portInfo);
    const readable = session.outputMetadata.filter((meta) => meta.isTensor && meta.type !== 'string');
    this.outputs = readable.map(portInfo);
    if (readable.length < session.outputNames.length) this.#readable = readable.map(({ name }) => name);
  }

  async run(feeds: Readonly<Record<string, Tensor>>, outputs?: readonly string[]): Promise<Record<string, Tensor>> {
    const results = await this.#run(feeds, outputs);
    const tensors: Record<string, Tensor> = {};
    for (const [name, value] of Object.entries(results)) {
      tensors[name] = { type: value.type as ElementType, dims: value.dims, data: plainData(await value.getData()) };
      value.dispose();
    }
    return tensors;
  }

  async runOnGpu(
    feeds: Readonly<Record<string, Tensor | Omit<GpuTensor, 'release'>>>,
    outputs?: readonly string[],
  ): Promise<Record<string, GpuTensor>> {
    const results = await this.#run(feeds, outputs);
    const tensors: Record<string, GpuTensor> = {};
    for (const [name, value] of Object.entries(results)) {
      tensors[name] = {
        type: value.type as ElementType,
        dims: value.dims,
        buffer: value.gpuBuffer as unknown as GPUBuffer,
        release: () => value.dispose(),
      };
    }
    return tensors;
  }

  async #run(
    feeds: Readonly<Record<string, Tensor | Omit<GpuTensor, 'release'>>>,
    outputs: readonly string[] | undefined = this.#readable,
  ): Promise<Record<string, OrtTensor>> {
    if (this.#released) {
      throw new XaiError('engine-failed', 'This model was closed while work was still under way; load it again.');
    }
    const given = this.#ortTensors(feeds);
    try {
      const results = await enqueue(() => (outputs ? this.#session.run(given, outputs) : this.#session.run(given)));
      return results as Record<string, OrtTensor>;
    } catch (cause) {
      throw explainRuntimeFailure(cause, 'run', this.#file);
    }
  }

  /** The tensors as the runtime takes them, over the same memory. */
  #ortTensors(tensors: Readonly<Record<string, Tensor | Omit<GpuTensor, 'release'>>>): Record<string, OrtTensor> {
    const given: Record<string, OrtTensor> = {};
    for (const [name, tensor] of Object.entries(tensors)) {
      given[name] =
        'buffer' in tensor
          ? (this.#ort.Tensor.fromGpuBuffer(tensor.buffer as never, {
              dataType: tensor.type as never,
              dims: tensor.dims,
            }) as OrtTensor)
          : (new this.#ort.Tensor(tensor.type as never, tensor.data as never, tensor.dims) as OrtTensor);
    }
    return given;
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await enqueue(() => this.#session.release());
  }
}

/** Where the platform has an array of halves the runtime gives numbers; ours are their bits everywhere. */
function plainData(data: unknown): TensorData {
  const { buffer, byteOffset, length } = data as Uint16Array;
  const isHalves = Object.prototype.toString.call(data) === '[object Float16Array]';
  return isHalves ? new Uint16Array(buffer, byteOffset, length) : (data as TensorData);
}

function portInfo(meta: OrtSession['inputMetadata'][number]): PortInfo {
  if (!meta.isTensor) return { name: meta.name, type: 'float32', dims: [] };
  return { name: meta.name, type: meta.type as ElementType, dims: meta.shape };
}
