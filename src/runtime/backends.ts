import { platform } from '#platform';
import { oneOf } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import { acquireDevice, type DeviceHandle } from './devices.ts';
import type { Ort, Provider } from './platform.ts';

const BACKENDS = ['auto', 'webgpu', 'wasm', 'node'] as const;

/** `auto` takes WebGPU on a real graphics adapter, else onnxruntime-node where it is installed, else wasm. */
export type Backend = 'auto' | Provider;

export interface ChosenBackend {
  readonly provider: Provider;
  readonly ort: Ort;
  /** The device that sessions run on; null but for `webgpu`. */
  readonly device: DeviceHandle | null;
  /** Why better providers were passed over, as sentences for provenance. */
  readonly notes: readonly string[];
}

/**
 * Picks and loads the provider to run on.
 * @throws XaiError `option-invalid` for no backend at all; `backend-unavailable` when one was asked for by name and can't be had
 */
export async function chooseBackend(backend: Backend): Promise<ChosenBackend> {
  oneOf('backend', backend, BACKENDS);
  if (backend !== 'auto') return openBackend(backend, true);
  const notes: string[] = [];
  const refusals: string[] = [];
  for (const provider of platform.candidates()) {
    try {
      return { ...(await openBackend(provider, false)), notes };
    } catch (cause) {
      if (!(cause instanceof XaiError) || cause.code !== 'backend-unavailable') throw cause;
      refusals.push(cause.message);
      // A package that nobody installed is no fallback worth telling.
      if (cause.file === undefined) notes.push(cause.message);
    }
  }
  throw new XaiError(
    'backend-unavailable',
    `No backend could be started. Reload the page or reinstall the package. (${refusals.join(' ')})`,
  );
}

async function openBackend(provider: Provider, asked: boolean): Promise<ChosenBackend> {
  // Loaded before the device: in Node this is what puts `navigator.gpu` in place.
  const ort = await platform.loadOrt(provider);
  const device = provider === 'webgpu' ? await acquireDevice({ allowSoftware: asked }) : null;
  return { provider, ort, device, notes: [] };
}
