import type { ModelInfo } from '../../src/engine/info.ts';
import { embeddedModel, type GivenModel, keptModel } from '../explain/given-model.ts';
import { keepModel } from '../storage/keep-model.ts';
import type { ModelStore } from '../storage/model-store.ts';
import type { ModelChoice } from './audit-store.ts';

/** How an audit that is kept names its models; those that were given as files are kept with it, where there is room. */
export function nameModels(
  store: ModelStore,
  given: readonly GivenModel[],
  infos: readonly Pick<ModelInfo, 'sha256' | 'task'>[],
): Promise<ModelChoice[]> {
  return Promise.all(
    given.map(async (model, k): Promise<ModelChoice> => {
      const { source, name } = model;
      if (typeof source === 'string') return { kind: 'embedded', name: source };
      await keepModel(store, model, infos[k]).catch(() => null);
      return { kind: 'kept', sha256: infos[k].sha256, name };
    }),
  );
}

/** The models that it names. `missing`: the first that the browser has not kept, or null. */
export async function findModels(
  store: ModelStore,
  choices: readonly ModelChoice[],
): Promise<{ models: GivenModel[]; missing: string | null }> {
  const models: GivenModel[] = [];
  for (const choice of choices) {
    if (choice.kind === 'embedded') {
      models.push(embeddedModel(choice.name));
      continue;
    }
    const found = await store.find(choice.sha256);
    const file = found && (await store.file(found));
    if (!file) return { models, missing: choice.name };
    models.push(keptModel(found, file));
  }
  return { models, missing: null };
}
