import { openDevice } from '../gpu/device.ts';

/** A share in the one device that all sessions run on. */
export interface DeviceHandle {
  readonly device: GPUDevice;
  readonly adapterName: string;
  /** Whether the device was lost; waits a moment, since failures arrive a little before the loss is told. */
  wasLost(): Promise<boolean>;
  /** Gives the share back; the device is destroyed with the last one. */
  release(): void;
}

interface SharedDevice {
  readonly device: GPUDevice;
  readonly adapterName: string;
  readonly isSoftware: boolean;
  readonly lost: Promise<string>;
  isLost: boolean;
  shares: number;
}

/** Milliseconds. */
const LOSS_TOLD_WITHIN = 100;

let shared: Promise<SharedDevice> | null = null;

/**
 * A share in the device, which is asked for at first need and again after a loss.
 * @param options allowSoftware: take a software adapter too, as when `webgpu` was asked for by name
 * @throws XaiError `backend-unavailable`
 */
export async function acquireDevice(options: { allowSoftware: boolean }): Promise<DeviceHandle> {
  const held = await holdCurrent(options.allowSoftware);
  let released = false;
  return {
    device: held.device,
    adapterName: held.adapterName,
    wasLost: () => Promise.race([held.lost.then(() => true), delay(LOSS_TOLD_WITHIN).then(() => held.isLost)]),
    release: () => {
      if (released) return;
      released = true;
      held.shares--;
      if (held.shares > 0) return;
      // From here on nobody may take a share, though the loss is told only later.
      held.isLost = true;
      held.device.destroy();
    },
  };
}

/** The device with one share more, so that nobody can destroy it before it is used. */
async function holdCurrent(allowSoftware: boolean): Promise<SharedDevice> {
  const pending = shared;
  const known = await pending?.catch(() => null);
  if (known && !known.isLost && (allowSoftware || !known.isSoftware)) {
    known.shares++;
    return known;
  }
  // While this one waited, another may have asked for a device: then that one is looked at.
  if (shared !== pending) return holdCurrent(allowSoftware);
  const asked = request(allowSoftware);
  shared = asked;
  try {
    const opened = await asked;
    opened.shares++;
    return opened;
  } catch (cause) {
    // A refused software adapter must not take the place of one that somebody asked for by name.
    if (shared === asked) shared = pending;
    throw cause;
  }
}

async function request(allowSoftware: boolean): Promise<SharedDevice> {
  const { device, adapterName, isSoftware, lost } = await openDevice({ allowSoftware });
  const entry: SharedDevice = { device, adapterName, isSoftware, lost, isLost: false, shares: 0 };
  void lost.then(() => {
    entry.isLost = true;
  });
  return entry;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
