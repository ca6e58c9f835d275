import { XaiError } from '../../core/errors.ts';
import { GraphView, readNames } from '../graph-view.ts';
import { ELEMENT_TYPES, type OnnxModel, type OnnxNode } from '../model.ts';
import { cutModel, editGraph } from '../rewrite.ts';
import type { TensorShapes } from '../shapes.ts';
import { elementTypes } from './element-types.ts';
import { type Emitted, Emitter, type FloatType, isFloat } from './emitter.ts';
import { type GradientStyle, type GradientTrace, NodeGradient } from './node-gradient.ts';
import { GRADIENT_RULES, STOPS } from './rules.ts';
import { shapeNumbers } from './shape-numbers.ts';

export interface GradientRequest {
  /** Tensors whose weighted sum is differentiated; the weights of each (its seed) become an input of the same shape. */
  readonly targets: readonly string[];
  /** Tensors that the gradient is wanted for: inner ones, or inputs of the model. */
  readonly wrt: readonly string[];
  /** Further tensors to be read out. */
  readonly expose?: readonly string[];
  /** Shapes of all tensors, from `tensorShapes` of this model with all axes fixed. */
  readonly shapes: TensorShapes;
  /** Default `plain`. */
  readonly style?: GradientStyle;
}

/** A port of the gradient model. */
export interface GradientPort {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: FloatType;
}

/** A model that gives, in one run, its targets, the tensors asked about, and the gradient of each. */
export interface GradientModel {
  /** Outputs: the targets, the `wrt` tensors, the exposed ones, the gradients. */
  readonly model: OnnxModel;
  /** Target tensor to the input that takes its seed. */
  readonly seeds: ReadonlyMap<string, GradientPort>;
  /** Tensor to the output that holds its gradient; a tensor that no target depends on is missing. */
  readonly gradients: ReadonlyMap<string, GradientPort>;
  /** Number of nodes that the backward pass added. */
  readonly nodes: number;
}

/** Older sets have no broadcasting, which every rule relies on. */
const OLDEST_OPSET = 7;

/**
 * Reverse-mode differentiation in the graph itself: appends the backward pass as ordinary ONNX nodes, so that any runtime
 * gives gradients by running forward. Only nodes between the targets and the tensors asked about are differentiated;
 * whatever lies before or beside them may hold operators without a rule. The weights of the sum are inputs, so one session
 * serves every class, proposal and pixel.
 *
 * @throws XaiError `method-unsupported` naming the operator and node without a rule, or when no target depends on any
 *   of the tensors; `option-invalid` when a tensor is not in the model.
 */
export function gradientModel(model: OnnxModel, request: GradientRequest): GradientModel {
  const { targets, wrt, expose = [], shapes, style = 'plain' } = request;
  const forward = cutModel(model, { outputs: [...new Set([...targets, ...wrt.filter(isInner(model)), ...expose])] });
  const view = new GraphView(forward);
  if (view.opset() < OLDEST_OPSET) {
    throw new XaiError(
      'method-unsupported',
      `Gradients need operator set ${OLDEST_OPSET} or newer; this model has ${view.opset()}. Export it again, or use a method without gradients.`,
    );
  }
  const ordered = view.ordered();
  const types = elementTypes(view, ordered);
  const wanted = dependents(ordered, new Set(wrt), style);
  const emitter = new Emitter(view);
  const trace: GradientTrace = {
    view,
    emitter,
    shapes,
    types,
    numbers: shapeNumbers(ordered, view, shapes),
    style,
    wanted,
    found: new Map(),
  };
  const seeds = plantSeeds(targets, trace);
  differentiate(ordered, trace);
  const gradients = collect(wrt, trace);
  if (gradients.size === 0) throw unconnected(targets, wrt);
  return {
    model: editGraph(forward, {
      nodes: [...ordered, ...emitter.nodes],
      initializers: [...forward.graph.initializers, ...emitter.initializers],
      inputs: [...forward.graph.inputs, ...[...seeds.values()].map((seed) => ({ ...seed, encoded: null }))],
      outputs: [...forward.graph.outputs, ...[...gradients.values()].map((port) => ({ ...port, encoded: null }))],
    }),
    seeds,
    gradients,
    nodes: emitter.nodes.length,
  };
}

/** The model's own inputs need not be made outputs: who runs the model has them. */
function isInner(model: OnnxModel): (name: string) => boolean {
  const inputs = new Set(model.graph.inputs.map((input) => input.name));
  return (name) => !inputs.has(name);
}

/** Every tensor that a gradient could flow through on its way to one of `sources`, these included. */
function dependents(ordered: readonly OnnxNode[], sources: ReadonlySet<string>, style: GradientStyle): Set<string> {
  const found = new Set(sources);
  for (const node of ordered) {
    if (!node.domain && (STOPS.has(node.opType) || (style !== 'straight-through' && roundsOff(node)))) continue;
    if (readNames(node).some((name) => found.has(name))) for (const name of node.outputs) if (name) found.add(name);
  }
  return found;
}

/** A cast to whole numbers changes in steps; what quantised models round is taken for itself where that is asked for. */
function roundsOff({ opType, attributes }: OnnxNode): boolean {
  const to = attributes.get('to');
  return opType === 'Cast' && to?.kind === 'int' && !/float|double|bfloat/.test(ELEMENT_TYPES[to.value] ?? '');
}

function plantSeeds(targets: readonly string[], trace: GradientTrace): Map<string, GradientPort> {
  const seeds = new Map<string, GradientPort>();
  for (const target of new Set(targets)) {
    const dims = trace.shapes.get(target);
    const type = trace.types.get(target);
    if (!dims || dims.some((dim) => dim === null) || !isFloat(type)) {
      throw new XaiError(
        'method-unsupported',
        `"${target}" has no fixed shape of floating-point numbers, so nothing can be differentiated there. Choose a tensor before it.`,
        { node: target },
      );
    }
    const seed = { name: trace.view.freshName(`gradient/seed/${target}`), dims: dims as readonly number[], type };
    seeds.set(target, seed);
    if (trace.wanted.has(target)) trace.found.set(target, [seed]);
  }
  return seeds;
}

/** Walks the nodes from the last to the first; each hands the gradient of its outputs on to its inputs. */
function differentiate(ordered: readonly OnnxNode[], trace: GradientTrace): void {
  for (const node of ordered.toReversed()) {
    if (!node.outputs.some((name) => trace.found.has(name))) continue;
    if (!readNames(node).some((name) => trace.wanted.has(name))) continue;
    const key = node.domain ? `${node.domain}::${node.opType}` : node.opType;
    const at: NodeGradient = new NodeGradient(
      node,
      node.outputs.map((name) => total(name, trace)),
      trace,
    );
    const rule = GRADIENT_RULES.get(key);
    if (!rule) at.refuse('is an operator without a gradient rule');
    rule(at);
    at.refuseForgotten();
  }
}

/** The sum of all gradients that reached a tensor; null when none did. Added up once. */
function total(name: string, { found, emitter }: GradientTrace): Emitted | null {
  const parts = found.get(name);
  if (!parts) return null;
  const sum = parts.reduce((a, b) => emitter.add(a, b));
  found.set(name, [sum]);
  return sum;
}

/** Names the gradients after their tensors. */
function collect(wrt: readonly string[], trace: GradientTrace): Map<string, GradientPort> {
  const gradients = new Map<string, GradientPort>();
  for (const name of new Set(wrt)) {
    const sum = total(name, trace);
    if (!sum) continue;
    const output = trace.emitter.unary('Identity', sum);
    gradients.set(name, { name: output.name, dims: output.dims, type: output.type });
  }
  return gradients;
}

function unconnected(targets: readonly string[], wrt: readonly string[]): XaiError {
  return new XaiError(
    'method-unsupported',
    `${wrt.map((name) => `"${name}"`).join(', ')} does not lie between the picture and ${targets.map((name) => `"${name}"`).join(', ')}, so its gradient is 0 everywhere. Choose a layer that feeds that output.`,
    { node: wrt[0], option: 'layer' },
  );
}
