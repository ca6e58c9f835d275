import { XaiError } from '../core/errors.ts';

/** Features that make things faster or measurable where the adapter has them; nothing depends on them. */
const WANTED: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];

export interface OpenedDevice {
  readonly device: GPUDevice;
  /** Vendor, architecture and description as far as the browser tells them. */
  readonly adapterName: string;
  /** A software adapter (SwiftShader): correct, and slower than wasm. */
  readonly isSoftware: boolean;
  readonly features: ReadonlySet<string>;
  /** Settles once, when the device is lost or destroyed, with a sentence that says why. */
  readonly lost: Promise<string>;
}

/**
 * Opens a device with everything the adapter offers: its own maximum limits, and half precision, subgroups and timestamps
 * where they exist. Works wherever `navigator.gpu` is: pages, workers, Node on Dawn.
 * @param options allowSoftware: take a software adapter too (default false)
 * @throws XaiError `backend-unavailable` without WebGPU, without an adapter, or with only a software one
 */
export async function openDevice(options: { readonly allowSoftware?: boolean } = {}): Promise<OpenedDevice> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu) throw unavailable('There is no WebGPU here; other backends do without.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw unavailable('WebGPU found no adapter here; other backends do without.');
  const { info } = adapter;
  const adapterName = nameAdapter(info);
  if (info.isFallbackAdapter && !options.allowSoftware) {
    throw unavailable(
      `WebGPU runs in software here (${adapterName}), which is slower than wasm. Ask for the backend "webgpu" to use it all the same.`,
    );
  }
  const requiredLimits: Record<string, number> = {};
  for (const name in adapter.limits) {
    const value = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') requiredLimits[name] = value;
  }
  const requiredFeatures = WANTED.filter((feature) => adapter.features.has(feature));
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({ requiredFeatures, requiredLimits });
  } catch (cause) {
    throw unavailable(`WebGPU gave no device on ${adapterName}; other backends do without.`, cause);
  }
  return {
    device,
    adapterName,
    isSoftware: info.isFallbackAdapter,
    features: device.features,
    lost: device.lost.then(({ reason, message }) => message || reason || 'the device was lost'),
  };
}

function nameAdapter(info: GPUAdapterInfo): string {
  const parts = [info.vendor, info.architecture, info.device, info.description].filter((part) => part);
  return parts.length > 0 ? parts.join(' ') : 'an unnamed adapter';
}

function unavailable(message: string, cause?: unknown): XaiError {
  return new XaiError('backend-unavailable', message, { option: 'backend', cause });
}
