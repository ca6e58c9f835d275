import type { Tensor } from '../core/tensor.ts';
import { fixInputDims } from '../onnx/input-dims.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { readModel } from '../onnx/read-model.ts';
import { type TensorShapes, tensorShapes } from '../onnx/shapes.ts';
import { widenHalves } from '../onnx/widen-halves.ts';
import type { GraphRunner } from '../runtime/graph-runner.ts';

/** A graph for inputs of fixed sizes, in full precision, with the shape of every tensor. */
export interface FixedGraph {
  readonly model: OnnxModel;
  readonly shapes: TensorShapes;
}

/** Asking the runtime for all shapes takes up to half a second, and several methods ask about the same graph. */
const known = new WeakMap<Uint8Array, Map<string, Promise<FixedGraph>>>();

/** @param feeds of one picture: their shapes fix the graph's open axes */
export function fixGraph(
  { bytes, runner }: { readonly bytes: Uint8Array; readonly runner: GraphRunner },
  feeds: Readonly<Record<string, Tensor>>,
): Promise<FixedGraph> {
  const dims = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, feed.dims]));
  const bySize = known.get(bytes) ?? new Map<string, Promise<FixedGraph>>();
  known.set(bytes, bySize);
  const key = JSON.stringify(dims);
  const fixing = bySize.get(key) ?? fix(bytes, runner, dims);
  bySize.set(key, fixing);
  fixing.catch(() => bySize.delete(key));
  return fixing;
}

async function fix(
  bytes: Uint8Array,
  runner: GraphRunner,
  dims: Readonly<Record<string, readonly number[]>>,
): Promise<FixedGraph> {
  const read = readModel(bytes);
  const model = fixInputDims(widenHalves(read) ?? read, dims);
  return { model, shapes: await tensorShapes(model, (probe) => runner.probeShapes(probe)) };
}
