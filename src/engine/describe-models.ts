import type { Model } from '../tasks/model.ts';
import type { AuditInfo } from './audit-protocol.ts';
import { describeMethods } from './model-methods.ts';

/** The models of an audit as a page is told of them. */
export function describeModels(models: readonly Model[]): AuditInfo['models'] {
  return models.map((model) => ({
    name: model.name,
    sha256: model.sha256,
    task: model.recipe.task,
    provider: model.provider,
    methods: describeMethods(model),
  }));
}
