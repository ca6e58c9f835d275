import { GraphView } from './graph-view.ts';
import type { OnnxModel } from './model.ts';
import type { TensorShapes } from './shapes.ts';

/** The attention matrices of a model: one tensor a block, in the order in which they are computed. */
export interface Attentions {
  readonly tensors: readonly string[];
  /** Tokens that each matrix is about. */
  readonly tokens: number;
}

/**
 * Finds the attention of every block of a transformer: what Softmax makes of a square matrix over tokens, [1, heads, T, T] or
 * [heads, T, T]. Null when there is none; matrices of another size than `tokens` (windows, pooled keys) are not among
 * them.
 */
export function findAttentions(model: OnnxModel, shapes: TensorShapes, tokens: number): Attentions | null {
  const view = new GraphView(model);
  const tensors = view.ordered().flatMap((node) => {
    if (node.opType !== 'Softmax' || node.domain) return [];
    const dims = shapes.get(node.outputs[0]);
    if (!dims || dims.length < 3 || dims.length > 4) return [];
    const [rows, columns] = dims.slice(-2);
    const isOnePicture = dims.length === 3 || dims[0] === 1;
    return rows === tokens && columns === tokens && isOnePicture ? [node.outputs[0]] : [];
  });
  return tensors.length > 0 ? { tensors, tokens } : null;
}
