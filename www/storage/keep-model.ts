import type { ModelInfo } from '../../src/engine/info.ts';
import type { GivenModel } from '../explain/given-model.ts';
import { ModelStore } from './model-store.ts';
import { askToPersist, measureRoom } from './room.ts';

/** Bytes that are left free for the browser and other models. */
const SPARE = 50e6;

/** Whether a model that was opened is kept for the next time; `full`: there is no room for it. */
export type Keeping = 'kept' | 'full' | 'impossible';

/** Keeps a model that has opened, with what is known about it, unless it is one of the app's own. */
export async function keepModel(
  store: ModelStore,
  given: GivenModel,
  info: Pick<ModelInfo, 'sha256' | 'task'>,
): Promise<Keeping> {
  const { source, name, origin, recipe, labels, beside } = given;
  if (!(source instanceof File) || !ModelStore.isPossible) return 'impossible';
  const facts = { sha256: info.sha256, name, bytes: source.size, origin, task: info.task, lastUsed: Date.now() };
  const isNew = (await store.find(info.sha256)) === null;
  const room = await measureRoom();
  if (isNew && room && room.free < source.size + SPARE) return 'full';
  try {
    await store.keep(source, { ...facts, recipe, labels, beside });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') return 'full';
    throw error;
  }
  if (isNew && room && !room.isPersistent) await askToPersist();
  return 'kept';
}
