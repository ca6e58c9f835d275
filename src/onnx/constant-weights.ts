import { type OnnxModel, trueInputs } from './model.ts';
import { editGraph } from './rewrite.ts';

/** From this version on an initializer that is listed as an input may be overridden by whoever feeds the model. */
const OVERRIDABLE_SINCE = 4;

/**
 * The same model with weights that nobody can feed. Some exporters list every weight as an input too; the runtime must
 * then expect other weights with each run and neither folds nor packs them (a small face detector ran 3.7 times slower).
 *
 * @returns null when no weight is listed, or where the runtime takes them for constants anyway.
 */
export function constantWeights(model: OnnxModel): OnnxModel | null {
  const inputs = trueInputs(model.graph);
  if (model.irVersion < OVERRIDABLE_SINCE || inputs.length === model.graph.inputs.length) return null;
  return editGraph(model, { inputs });
}
