import { GraphView } from '../graph-view.ts';
import type { OnnxModel, OnnxNode } from '../model.ts';
import type { TensorShapes } from '../shapes.ts';
import { Gates } from './gates.ts';
import { type LayerForm, readForm } from './layer.ts';
import { constantNames, type PictureAxes, type Places, tracePlaces } from './trace-places.ts';

/** Operators with weights, where one of their inputs is a constant. */
const WEIGHTED = new Set(
  'Conv FusedConv ConvTranspose ConvInteger QLinearConv DeformConv MatMul FusedMatMul MatMulInteger QLinearMatMul MatMulNBits Gemm'.split(
    ' ',
  ),
);

/** Operators that move, pick, enlarge or quantise what another tensor holds, or make shares or yes and no of it. */
const NO_FEATURES = new Set(
  (
    'Reshape Flatten Squeeze Unsqueeze Transpose Expand Tile Identity Dropout Cast Resize Upsample DepthToSpace Pad Slice ' +
    'Split Gather QuantizeLinear DequantizeLinear DynamicQuantizeLinear ConvInteger MatMulInteger Sigmoid HardSigmoid ' +
    'Softmax LogSoftmax ArgMax ArgMin Greater Less Equal GreaterOrEqual LessOrEqual And Or Not'
  ).split(' '),
);

/** Operators whose result is another feature than their input, though they have no weights. */
const STEPS = new Set(
  (
    'Reshape Flatten Squeeze Unsqueeze Transpose Expand Tile Resize Upsample DepthToSpace SpaceToDepth Pad Slice Split Gather ' +
    'Concat MaxPool AveragePool LpPool MatMul MatMulInteger Attention MultiHeadAttention'
  ).split(' '),
);

/** What makes features of sums; `x sigmoid(x)` and its like are recognised by their form. */
const ACTIVATIONS = new Set(
  'Relu LeakyRelu PRelu ThresholdedRelu Clip Elu Celu Selu Gelu FastGelu BiasGelu QuickGelu Mish Swish HardSwish Softplus'.split(
    ' ',
  ),
);

/** The part of a graph between the picture and the outputs, with what each tensor has to do with the picture's places. */
export class TracedGraph {
  readonly view: GraphView;
  readonly outputs: readonly string[];
  /** Nodes that the outputs need, each after those that it reads from; constants' own are left out. */
  readonly nodes: readonly OnnxNode[];
  readonly places: Places;
  readonly gates: Gates;
  readonly #shapes: TensorShapes;
  readonly #oneRow: boolean;
  readonly #constants: ReadonlySet<string>;
  readonly #live: ReadonlySet<OnnxNode>;
  readonly #ends: ReadonlySet<string>;
  readonly #learned = new Set<string>();
  readonly #activated = new Set<string>();
  readonly #roots = new Map<string, string>();
  readonly #forms = new Map<string, LayerForm | null>();

  constructor(model: OnnxModel, shapes: TensorShapes, picture: PictureAxes, outputs: readonly string[]) {
    this.view = new GraphView(model);
    this.outputs = outputs;
    this.#ends = new Set(outputs);
    this.#shapes = shapes;
    this.#oneRow = picture.isRecording === true || picture.y === null || shapes.get(picture.input)?.[picture.y] === 1;
    const order = this.view.ordered();
    this.#constants = constantNames(this.view, order);
    this.#live = this.view.upstream(outputs);
    this.nodes = order.filter(
      (node) => this.#live.has(node) && !node.outputs.every((name) => this.#constants.has(name)),
    );
    this.places = tracePlaces(this.view, this.nodes, shapes, picture, this.#constants);
    this.gates = new Gates(picture.input, this.nodes);
    for (const node of this.nodes) this.#note(node);
  }

  #note(node: OnnxNode): void {
    const data = this.dataInputs(node);
    const isLearned = this.isWeighted(node) || data.some((name) => this.#learned.has(name));
    const roots = new Set(data.map((name) => this.#roots.get(name) ?? name));
    const [root] = roots;
    const keepsRoot = roots.size === 1 && !this.isWeighted(node) && !STEPS.has(node.opType);
    const isActivated = this.#activates(node, data, keepsRoot);
    for (const name of node.outputs) {
      if (isLearned) this.#learned.add(name);
      if (isActivated) this.#activated.add(name);
      if (keepsRoot) this.#roots.set(name, root);
    }
  }

  #activates(node: OnnxNode, data: readonly string[], keepsRoot: boolean): boolean {
    if (ACTIVATIONS.has(node.opType) || (node.opType === 'Mul' && keepsRoot && data.length > 1)) return true;
    const mayTurnSigns = this.isWeighted(node) || /Normalization$|^Sub$|^Neg$/.test(node.opType);
    return !mayTurnSigns && data.length > 0 && data.every((name) => this.#activated.has(name));
  }

  /** Inputs that depend on the picture. */
  dataInputs(node: OnnxNode): string[] {
    return node.inputs.filter((name) => this.gates.has(name));
  }

  isWeighted(node: OnnxNode): boolean {
    return WEIGHTED.has(node.opType) && node.inputs.some((name) => this.#constants.has(name));
  }

  /** Whether an output of a node goes anywhere. */
  isUsed(name: string): boolean {
    return this.#ends.has(name) || this.view.consumers(name).some((node) => this.#live.has(node));
  }

  /** Rows and columns left in a tensor, as `40x40`. */
  gridOf(name: string): string {
    const sides = { y: 1, x: 1 };
    for (const axis of this.places.get(name) ?? []) {
      for (const factor of axis) {
        if (factor.along === 'tokens') return `${factor.grid.height}x${factor.grid.width}`;
        if (factor.along) sides[factor.along] *= factor.size;
      }
    }
    return `${sides.y}x${sides.x}`;
  }

  /** How the tensor's axes are places of the picture and channels, whatever it holds. */
  axesOf(name: string): LayerForm | null {
    const axes = this.places.get(name);
    return axes ? readForm(name, axes, this.#shapes, this.#oneRow) : null;
  }

  /** The tensor as a layer: places and channels, computed with weights, and not just another tensor moved or enlarged. */
  formOf(name: string): LayerForm | null {
    let form = this.#forms.get(name);
    if (form === undefined) {
      form = this.#readForm(name);
      this.#forms.set(name, form);
    }
    return form;
  }

  #readForm(name: string): LayerForm | null {
    const maker = this.view.producer(name);
    if (!maker || NO_FEATURES.has(maker.opType) || !this.#learned.has(name)) return null;
    const form = this.axesOf(name);
    return form && form.channels > 1 ? form : null;
  }

  /** Whether it holds what an activation gave, not a sum that goes both ways. */
  isActivated(name: string): boolean {
    return this.#activated.has(name);
  }

  /** Whether a tensor is only on its way to its activation or norm: nothing else reads it. */
  isUnfinished(name: string): boolean {
    const root = this.#roots.get(name) ?? name;
    const readers = this.view.consumers(name).filter((node) => this.#live.has(node));
    const goesOn = (node: OnnxNode) => node.outputs.some((output) => output && this.#roots.get(output) === root);
    return readers.length > 0 && readers.every(goesOn) && !this.#ends.has(name);
  }
}
