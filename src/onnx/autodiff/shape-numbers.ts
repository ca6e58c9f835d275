import type { GraphView } from '../graph-view.ts';
import type { OnnxNode } from '../model.ts';
import type { TensorShapes } from '../shapes.ts';
import { constantSizes, evaluateSizes, fixedNumbers, isInteger, type SizeVector } from '../size-values.ts';

/** The numbers of the small tensors that exporters compute from shapes (Slice ends, Reshape targets), by tensor name. */
export function shapeNumbers(
  ordered: readonly OnnxNode[],
  view: GraphView,
  shapes: TensorShapes,
): ReadonlyMap<string, readonly number[]> {
  const sizes = new Map<string, SizeVector>();
  const numbers = new Map<string, readonly number[]>();
  const known = (name: string): SizeVector | null => {
    const found = sizes.get(name);
    if (found) return found;
    const values = view.numbers(name);
    return values && constantSizes(values, isInteger(view.constant(name)?.type ?? 'float32'));
  };
  for (const node of ordered) {
    const result = evaluateSizes(node, {
      sizes: (input) => known(node.inputs[input] ?? ''),
      dims: (input) => {
        const dims = shapes.get(node.inputs[input] ?? '');
        return dims && !dims.includes(null) ? (dims as readonly number[]) : null;
      },
      axis: () => null,
    });
    const fixed = fixedNumbers(result);
    if (!result || !fixed) continue;
    sizes.set(node.outputs[0], result);
    numbers.set(node.outputs[0], fixed);
  }
  return numbers;
}
