import { XaiError } from '../core/errors.ts';
import type { Tensor } from '../core/tensor.ts';
import { type Backend, type ChosenBackend, chooseBackend } from './backends.ts';
import type { Provider } from './platform.ts';
import { probeShapes } from './probe-shapes.ts';
import { compareOutputs } from './self-check.ts';
import { createSession, type GpuTensor, type PortInfo, type Session } from './session.ts';

export interface RunnerOptions {
  readonly backend: Backend;
  /** File name for messages. */
  readonly file?: string;
  readonly externalData?: readonly { path: string; data: Uint8Array }[];
}

/** A first lost device is answered with a new one, the second with wasm. */
const LOSSES_UNTIL_WASM = 2;

/**
 * One graph on one provider, kept alive: checked against wasm on its first real input, opened anew on a new device when
 * the device is lost, moved to wasm when the provider disagrees or keeps losing its device.
 */
export class GraphRunner {
  readonly #bytes: Uint8Array;
  readonly #options: RunnerOptions;
  #backend: ChosenBackend;
  #session: Session;
  #checked: boolean;
  #losses = 0;
  #released = false;
  readonly #notes: string[];

  /** @throws XaiError `model-unsupported`, `model-external-data`, `backend-unavailable`, ... */
  static async open(bytes: Uint8Array, options: RunnerOptions): Promise<GraphRunner> {
    const backend = await chooseBackend(options.backend);
    try {
      return new GraphRunner(bytes, options, backend, await openSession(bytes, backend, options));
    } catch (cause) {
      backend.device?.release();
      // A graph that WebGPU refuses may still run on wasm, and `auto` promises an answer.
      if (backend.provider !== 'webgpu' || options.backend !== 'auto') throw cause;
      const wasm = await onWasm(backend);
      const runner = new GraphRunner(bytes, options, wasm, await openSession(bytes, wasm, options));
      runner.#notes.push(`WebGPU could not open this model, so it runs on wasm. (${(cause as Error).message})`);
      return runner;
    }
  }

  private constructor(bytes: Uint8Array, options: RunnerOptions, backend: ChosenBackend, session: Session) {
    this.#bytes = bytes;
    this.#options = options;
    this.#backend = backend;
    this.#session = session;
    this.#notes = [...backend.notes];
    this.#checked = backend.provider !== 'webgpu';
  }

  get provider(): Provider {
    return this.#backend.provider;
  }

  /** Name of the graphics adapter, or null. */
  get adapter(): string | null {
    return this.#backend.device?.adapterName ?? null;
  }

  /** The device in use; another one after a loss. Null but on `webgpu`. */
  get device(): GPUDevice | null {
    return this.#backend.device?.device ?? null;
  }

  /** Shapes of a model's outputs, asked of the runtime without running it. */
  probeShapes(bytes: Uint8Array): Promise<Record<string, readonly (number | string | null)[]>> {
    return probeShapes(this.#backend.ort, bytes, this.#options.externalData);
  }

  /** Package name to version of the runtime in use. */
  get versions(): Readonly<Record<string, string>> {
    const { common, node, web } = this.#backend.ort.env.versions;
    const name = this.#backend.provider === 'node' ? 'onnxruntime-node' : 'onnxruntime-web';
    return { [name]: (this.#backend.provider === 'node' ? node : web) ?? common };
  }

  /** Every fallback and doubt so far, as sentences. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  get inputs(): readonly PortInfo[] {
    return this.#session.inputs;
  }

  get outputs(): readonly PortInfo[] {
    return this.#session.outputs;
  }

  /** One run; for the parameters see {@link Session.run}. */
  async run(feeds: Readonly<Record<string, Tensor>>, outputs?: readonly string[]): Promise<Record<string, Tensor>> {
    if (!this.#checked) return this.#checkedRun(feeds, outputs);
    try {
      return await this.#session.run(feeds, outputs);
    } catch (cause) {
      if (!(await this.recover(cause))) throw cause;
      return this.run(feeds, outputs);
    }
  }

  /** Leaves outputs on the device. A lost device rejects with `device-lost`; call {@link recover} and start the batch again. */
  runOnGpu(
    feeds: Readonly<Record<string, Tensor | Omit<GpuTensor, 'release'>>>,
    outputs?: readonly string[],
  ): Promise<Record<string, GpuTensor>> {
    return this.#session.runOnGpu(feeds, outputs);
  }

  /**
   * After a failure: true when the device was lost and the graph runs again, on a new device or (after the second loss)
   * on wasm; `provider` and `device` then have changed. False when the failure had another reason.
   */
  async recover(cause: unknown): Promise<boolean> {
    const { device } = this.#backend;
    if (this.#released || !device) return false;
    const isLost = (cause instanceof XaiError && cause.code === 'device-lost') || (await device.wasLost());
    if (!isLost) return false;
    this.#losses++;
    await this.#session.release().catch(() => {});
    device.release();
    if (this.#losses < LOSSES_UNTIL_WASM && (await this.#openOnNewDevice())) return true;
    await this.#moveToWasm('The graphics device was lost, so the model moved to wasm.');
    return true;
  }

  async release(): Promise<void> {
    this.#released = true;
    await this.#session.release();
    this.#backend.device?.release();
  }

  /** False when there is no device to be had any more. */
  async #openOnNewDevice(): Promise<boolean> {
    let backend: ChosenBackend | null = null;
    try {
      backend = await chooseBackend('webgpu');
      this.#session = await openSession(this.#bytes, backend, this.#options);
      this.#backend = backend;
      this.#notes.push('The graphics device was lost; the model was opened again on a new one.');
      return true;
    } catch {
      backend?.device?.release();
      return false;
    }
  }

  async #moveToWasm(reason: string): Promise<void> {
    this.#notes.push(reason);
    this.#backend.device?.release();
    this.#backend = await onWasm(this.#backend);
    this.#session = await openSession(this.#bytes, this.#backend, this.#options);
    this.#checked = true;
  }

  /** The first run on WebGPU is made on wasm as well; a provider that disagrees is not trusted with the rest. */
  async #checkedRun(
    feeds: Readonly<Record<string, Tensor>>,
    outputs?: readonly string[],
  ): Promise<Record<string, Tensor>> {
    const wasmBackend = await onWasm(this.#backend);
    const wasm = await openSession(this.#bytes, wasmBackend, this.#options);
    let truth: Record<string, Tensor>;
    try {
      truth = await wasm.run(feeds, outputs);
    } finally {
      await wasm.release();
    }
    this.#checked = true;
    let doubt: string | null;
    try {
      doubt = compareOutputs(truth, await this.#session.run(feeds, outputs));
    } catch (cause) {
      if (await this.recover(cause)) return truth;
      doubt = (cause as Error).message;
    }
    if (doubt !== null) {
      await this.#session.release().catch(() => {});
      await this.#moveToWasm(
        `WebGPU did not agree with wasm on the first picture (${doubt}), so the model runs on wasm.`,
      );
    }
    return truth;
  }
}

function openSession(bytes: Uint8Array, backend: ChosenBackend, options: RunnerOptions): Promise<Session> {
  return createSession(backend.ort, bytes, backend.provider, {
    device: backend.device?.device,
    // Reading back is each caller's choice: `run` does it, `runOnGpu` does not.
    keepOutputsOnGpu: backend.provider === 'webgpu',
    file: options.file,
    externalData: options.externalData,
  });
}

/** The wasm provider of the runtime that is loaded already: the WebGPU build holds it too. */
async function onWasm(backend: ChosenBackend): Promise<ChosenBackend> {
  return { provider: 'wasm', ort: backend.ort, device: null, notes: [] };
}
