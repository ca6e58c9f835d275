import { GraphView } from './graph-view.ts';
import type { OnnxModel, OnnxNode, ValueInfo } from './model.ts';
import { cutModel } from './rewrite.ts';
import { writeModel } from './write-model.ts';

/** A detector cut off before the NonMaxSuppression in its graph. */
export interface RawProposals {
  /** The cut model; its outputs are the two tensors below, in this order. */
  readonly bytes: Uint8Array;
  /** Output of shape [N, A, 4], float32: one box per proposal. */
  readonly boxes: string;
  /** Output of shape [N, C, A], float32: one score per class and proposal, objectness included where there is one. */
  readonly scores: string;
  /**
   * `corners`: two opposite corners (in x, y or y, x order: ONNX leaves that to the model);
   * `centre`: x, y of the centre, width, height.
   */
  readonly coding: 'corners' | 'centre';
  /** What the graph's own suppression would have used, where it is constant; null otherwise. */
  readonly iouThreshold: number | null;
  readonly scoreThreshold: number | null;
}

/**
 * Finds what an in-graph NonMaxSuppression chooses from, so that weak proposals can be seen too. Null when the graph has
 * no such node, or several that do not share their boxes and scores (one per class or level).
 */
export function reachRawProposals(model: OnnxModel): RawProposals | null {
  const view = new GraphView(model);
  const nodes = model.graph.nodes.filter((node) => node.opType === 'NonMaxSuppression' && !node.domain);
  const sources = nodes.map((node) => [sourceOf(view, node.inputs[0]), sourceOf(view, node.inputs[1])] as const);
  if (nodes.length === 0) return null;
  const [[boxes, scores]] = sources;
  if (sources.some((other) => other[0] !== boxes || other[1] !== scores)) return null;
  if (boxes === scores || !view.producer(boxes) || !view.producer(scores)) return null;
  const [node] = nodes;
  const output = (name: string, dims: ValueInfo['dims']): ValueInfo => ({ name, type: 'float32', dims, encoded: null });
  const cut = cutModel(model, { outputs: [output(boxes, [null, null, 4]), output(scores, [null, null, null])] });
  const centre = node.attributes.get('center_point_box');
  return {
    bytes: writeModel(cut),
    boxes,
    scores,
    coding: centre?.kind === 'int' && centre.value === 1 ? 'centre' : 'corners',
    iouThreshold: scalar(view, node, 3),
    scoreThreshold: scalar(view, node, 4),
  };
}

/** Walks back through nodes that change nothing. A Cast is not passed: what lies before it is of another type. */
function sourceOf(view: GraphView, name: string): string {
  let source = name;
  for (let node = view.producer(source); node && isNeutral(node); node = view.producer(source)) source = node.inputs[0];
  return source;
}

function isNeutral(node: OnnxNode): boolean {
  return !node.domain && (node.opType === 'Identity' || node.opType === 'Dropout');
}

function scalar(view: GraphView, node: OnnxNode, input: number): number | null {
  const name = node.inputs[input];
  return name ? (view.numbers(name)?.[0] ?? null) : null;
}
