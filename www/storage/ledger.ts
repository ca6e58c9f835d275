import type { LostModel } from './model-store.ts';

const KEY = 'xai-viewer-kept';

/** Names of the models that are kept. A browser that clears its large storage often leaves these few letters. */
export function readLedger(): readonly LostModel[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]');
  } catch {
    return [];
  }
}

export function writeLedger(models: readonly LostModel[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(models));
  } catch {
    // Forbidden or full: a loss will go unnoticed until a model is asked for.
  }
}
