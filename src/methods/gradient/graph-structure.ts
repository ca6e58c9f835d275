import { reachLogits } from '../../onnx/reach-logits.ts';
import { readModel } from '../../onnx/read-model.ts';
import type { MaskedGraph } from '../../tasks/masked-graph.ts';

/** What a graph's file says of every question alike, so that the second one need not decode the file again. */
interface Structure {
  /** Tensor to its position in the file's order of computation. */
  readonly order: ReadonlyMap<string, number>;
  /** The tensor before the activation in which an output ends, or the output itself. */
  logitsOf(output: string): string;
}

const structures = new WeakMap<MaskedGraph, Structure>();

export function structureOf(graph: MaskedGraph): Structure {
  const known = structures.get(graph);
  if (known) return known;
  const onnx = readModel(graph.bytes);
  const order = new Map(onnx.graph.nodes.flatMap(({ outputs }, position) => outputs.map((name) => [name, position])));
  const logits = new Map<string, string>();
  const structure: Structure = {
    order,
    logitsOf: (output) => {
      const before = logits.get(output) ?? reachLogits(onnx, output) ?? output;
      logits.set(output, before);
      return before;
    },
  };
  structures.set(graph, structure);
  return structure;
}
