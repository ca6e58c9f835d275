import { nodeTitle } from '../graph-view.ts';
import type { OnnxNode } from '../model.ts';
import type { TracedGraph } from './traced-graph.ts';

/** Where a model stops looking at places one by one. */
export type Head =
  /** A sum, mean, weighted sum or flattening over all places; with `classMap` nothing is learned after it. */
  | { readonly kind: 'pooled'; readonly at: OnnxNode; readonly from: readonly string[]; readonly classMap: boolean }
  /** Only tokens that are no places go on. */
  | { readonly kind: 'class-token'; readonly at: OnnxNode; readonly from: readonly string[] }
  /** Every place has answers of its own: a list of proposals (`at` joins or sorts them), or an output of the model. */
  | { readonly kind: 'dense'; readonly at: OnnxNode | null; readonly from: readonly string[] };

/** Operators that end places without summing over them: lists of proposals are joined, sorted, picked from. */
const LISTING = new Set(
  (
    'Concat TopK NonMaxSuppression NonZero GatherND GatherElements ScatterND Gather Slice Split Reshape Flatten Transpose ' +
    'ArgMax ArgMin Compress'
  ).split(' '),
);

/** Every end of places, in the order of the graph; tensors whose places come back (a squeeze-and-excitation) are no end. */
export function findHeads(graph: TracedGraph): Head[] {
  const leads = new Set<string>();
  const learnsBelow = new Set<string>();
  const heads: Head[] = [];
  for (const node of graph.nodes.toReversed()) {
    const used = node.outputs.filter((name) => name && graph.isUsed(name));
    const goesOn = used.some((name) => graph.places.has(name) || leads.has(name));
    const learns = used.some((name) => learnsBelow.has(name));
    const inputs = graph.dataInputs(node);
    for (const name of inputs) {
      if (goesOn) leads.add(name);
      if (learns || graph.isWeighted(node)) learnsBelow.add(name);
    }
    const from = inputs.filter((name) => graph.places.has(name));
    if (!goesOn && from.length > 0) heads.push(headAt(graph, node, from, learns || graph.isWeighted(node)));
  }
  heads.reverse();
  for (const name of graph.outputs) {
    if (graph.places.has(name)) heads.push({ kind: 'dense', at: null, from: [name] });
  }
  return heads;
}

function headAt(graph: TracedGraph, at: OnnxNode, from: readonly string[], learns: boolean): Head {
  if (!LISTING.has(at.opType)) return { kind: 'pooled', at, from, classMap: !learns };
  const hasPrefix = (name: string) => graph.places.get(name)?.some((axis) => axis.some(isPrefixed));
  const picks = at.opType === 'Gather' || at.opType === 'Slice' || at.opType === 'Split';
  return picks && from.some(hasPrefix) ? { kind: 'class-token', at, from } : { kind: 'dense', at, from };
}

function isPrefixed(factor: { readonly along: string | null }): boolean {
  return factor.along === 'tokens';
}

/** The nodes with weights that make the tensors, met first on every way back; other nodes are walked through. */
export function lastWeighted(graph: TracedGraph, from: Iterable<string>): OnnxNode[] {
  return walkBack(graph, from, (node) => graph.isWeighted(node));
}

/** What a dense head is made of at one size of grid. */
export interface Level {
  /** Rows and columns, as `40x40`. */
  readonly grid: string;
  /** The last nodes with weights: they give the answers of every place. */
  readonly answers: readonly OnnxNode[];
}

/** 12 x 12: coarser maps hardly say where something is, finer ones see little of it. */
const BEST_PLACES = 144;

/** The levels of dense heads, those of about 12 x 12 places first. */
export function findLevels(graph: TracedGraph, heads: readonly Head[]): readonly Level[] {
  const levels = new Map<string, OnnxNode[]>();
  for (const node of lastWeighted(
    graph,
    heads.flatMap((head) => head.from),
  )) {
    const grid = graph.gridOf(node.outputs[0]);
    const level = levels.get(grid);
    if (level) level.push(node);
    else levels.set(grid, [node]);
  }
  const distance = ({ grid }: Level) => {
    const [height, width] = grid.split('x').map(Number);
    return Math.abs(Math.log((height * width) / BEST_PLACES));
  };
  return [...levels].map(([grid, answers]) => ({ grid, answers })).sort((a, b) => distance(a) - distance(b));
}

/** What an attention's queries, keys and values are made of. */
export function readByAttention(graph: TracedGraph, attention: OnnxNode): readonly string[] {
  const inputs = graph.dataInputs(attention);
  // onnxruntime's own Attention holds the weights of all three.
  if (attention.opType === 'Attention' && attention.domain === 'com.microsoft') return inputs;
  return lastWeighted(graph, inputs).flatMap((node) => graph.dataInputs(node));
}

/** The last node before the tensors that mixes tokens by what they hold: attention's weighted sum. */
export function lastAttention(graph: TracedGraph, from: Iterable<string>): OnnxNode | null {
  const found = new Set(walkBack(graph, from, (node) => mixesTokens(graph, node)));
  return graph.nodes.findLast((node) => found.has(node)) ?? null;
}

function mixesTokens(graph: TracedGraph, node: OnnxNode): boolean {
  if (/^(MultiHead|GroupQuery)?Attention$/.test(node.opType)) return true;
  if (node.opType !== 'MatMul') return false;
  const summed = graph.places.get(node.inputs[0])?.at(-1);
  return summed?.some((factor) => factor.along !== null) ?? false;
}

/** Nodes of the wanted kind among those that make the tensors, walking back through nodes with places and stopping at each. */
function walkBack(graph: TracedGraph, from: Iterable<string>, wanted: (node: OnnxNode) => boolean): OnnxNode[] {
  const found = new Set<OnnxNode>();
  const seen = new Set(from);
  // The set grows while it is walked.
  for (const name of seen) {
    const node = graph.places.has(name) ? graph.view.producer(name) : undefined;
    if (!node) continue;
    if (wanted(node)) found.add(node);
    else for (const input of graph.dataInputs(node)) seen.add(input);
  }
  return [...found];
}

export function describeHead(head: Head): string {
  return head.at ? nodeTitle(head.at) : `the output "${head.from[0]}"`;
}
