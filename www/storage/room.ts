/** How much the app may keep in this browser. */
export interface Room {
  /** Bytes that the app takes, its own files included. */
  readonly used: number;
  /** Bytes that are left by the browser's estimate. */
  readonly free: number;
  /** Whether the browser has promised not to throw anything away by itself. */
  readonly isPersistent: boolean;
}

/** null where the browser does not say. */
export async function measureRoom(): Promise<Room | null> {
  if (!navigator.storage?.estimate) return null;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const isPersistent = (await navigator.storage.persisted?.()) ?? false;
  return { used: usage, free: Math.max(0, quota - usage), isPersistent };
}

/** Asks the browser not to throw anything away by itself; it may say no, or ask the person. */
export async function askToPersist(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false;
}
