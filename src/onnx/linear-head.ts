import { elementCount } from '../core/tensor.ts';
import { type ConstantFloats, constantFloats } from './constant-floats.ts';
import { GraphView, nodeTitle } from './graph-view.ts';
import type { OnnxModel, OnnxNode } from './model.ts';
import type { TensorShapes } from './shapes.ts';

/** A head that takes the mean of a map over all places and, at most, one linear layer of it. */
export interface LinearHead {
  readonly kind: 'linear';
  /** Tensor of the last map. */
  readonly features: string;
  /**
   * Axis of that tensor that holds the channels; the places lie along all others but the first. A class token among them
   * is no part of the mean.
   */
  readonly channelAxis: number;
  readonly channels: number;
  readonly classes: number;
  /** [classes, channels], row-major; null: channel k is the map of class k. */
  readonly weights: Float32Array | null;
}

/** Why the head is none of that kind, as a sentence. */
export interface OtherHead {
  readonly kind: 'other';
  readonly reason: string;
  /** The node that stands in the way. */
  readonly node: string | null;
}

/** Operators at the end that keep the order of the classes' scores or just change their form. */
const ENDS = new Set(['Softmax', 'LogSoftmax', 'Sigmoid']);
const VIEWS = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Transpose', 'Identity', 'Dropout', 'Cast']);

/**
 * Recognises the head that class activation mapping needs (Zhou et al., 2016) in its disguises: the mean is
 * GlobalAveragePool, ReduceMean over the spatial axes or AveragePool over the whole map; the linear layer Gemm, MatMul or a
 * 1 x 1 Conv behind it, or a class map before it (SqueezeNet); weights may be stored in 16 or 8 bits.
 *
 * @param shapes all shapes, with the inputs' sizes fixed at a batch of one: see `tensorShapes`
 * @param output the scores, before or after their activation. Default: the first output.
 * @throws XaiError `model-external-data` when the weights lie in another file
 */
export function findLinearHead(model: OnnxModel, shapes: TensorShapes, output?: string): LinearHead | OtherHead {
  return new HeadReader(new GraphView(model), shapes).read(output ?? model.graph.outputs[0]?.name ?? '');
}

class HeadReader {
  readonly #view: GraphView;
  readonly #shapes: TensorShapes;
  #weights: Float32Array | null = null;
  #classes = 0;
  #linear: OnnxNode | null = null;
  /** Factor on each class's score, of nodes behind the linear layer. */
  #gain: readonly number[] = [1];

  constructor(view: GraphView, shapes: TensorShapes) {
    this.#view = view;
    this.#shapes = shapes;
  }

  read(output: string): LinearHead | OtherHead {
    let name = output;
    for (let node = this.#view.producer(name); node; node = this.#view.producer(name)) {
      const pooled = this.#readMean(node);
      if (pooled) return pooled;
      const before = this.#stepBack(node);
      if (typeof before !== 'string') return before;
      name = before;
    }
    return other(`No mean over the places lies before "${output}".`, null);
  }

  /** The input of a node that a linear head may have between its mean and its scores, or why it may not. */
  #stepBack(node: OnnxNode): string | OtherHead {
    const [input] = node.inputs;
    if (node.domain === '') {
      if (VIEWS.has(node.opType)) return this.#staysOne(node) ? input : this.#flattens(node);
      if (ENDS.has(node.opType) && !this.#linear) return input;
      if (node.opType === 'Add' || node.opType === 'Mul') {
        const at = this.#view.constant(node.inputs[1]) ? 1 : 0;
        const constant = constantFloats(this.#view, node.inputs[at]);
        if (constant && !this.#linear && (node.opType === 'Add' || this.#takeGain(constant)))
          return node.inputs[1 - at];
      }
      if (/^(Gemm|MatMul|Conv)$/.test(node.opType)) {
        if (this.#linear)
          return other(
            `${nodeTitle(this.#linear)} is not the only linear layer; ${nodeTitle(node)} lies before it.`,
            node,
          );
        if (this.#takeLinear(node)) return input;
      }
    }
    return other(
      `${nodeTitle(node)} lies between the last map and the scores; only a mean over the places and one linear layer may.`,
      node,
    );
  }

  /** Whether a view leaves one number per channel or class as it is: no places are flattened into it. */
  #staysOne(node: OnnxNode): boolean {
    const [before, after] = [node.inputs[0], node.outputs[0]].map((name) =>
      this.#shapes.get(name)?.filter((size) => size !== 1),
    );
    return before !== undefined && before.length <= 1 && after !== undefined && after.length <= 1;
  }

  #flattens(node: OnnxNode): OtherHead {
    const dims = this.#shapes.get(node.inputs[0])?.slice(1).join(' x ');
    return other(`${nodeTitle(node)} flattens the last map (${dims}), so every place has weights of its own.`, node);
  }

  #takeGain({ data }: ConstantFloats): boolean {
    if (this.#gain.length > 1 && data.length > 1 && this.#gain.length !== data.length) return false;
    const [long, short] = this.#gain.length >= data.length ? [this.#gain, data] : [data, this.#gain];
    this.#gain = Array.from(long, (value, k) => value * short[short.length === 1 ? 0 : k]);
    return true;
  }

  /** Reads [classes, channels] from a linear layer's constant; false when it has none or is no such layer. */
  #takeLinear(node: OnnxNode): boolean {
    const constant = node.inputs[1] ? constantFloats(this.#view, node.inputs[1]) : null;
    if (!constant) return false;
    const { dims, data } = constant;
    const transposed = node.opType === 'MatMul' || (node.opType === 'Gemm' && !intOf(node, 'transB'));
    if (
      node.opType === 'Conv'
        ? elementCount(dims.slice(2)) !== 1 || (intOf(node, 'group') ?? 1) !== 1
        : dims.length !== 2
    )
      return false;
    if (intOf(node, 'transA')) return false;
    const alpha = node.attributes.get('alpha');
    const factor = alpha?.kind === 'float' ? alpha.value : 1;
    const [classes, channels] = transposed ? [dims[1], dims[0]] : dims;
    this.#weights = Float32Array.from(data, (_, index) => {
      const [row, column] = [Math.floor(index / channels), index % channels];
      return factor * data[transposed ? column * classes + row : index];
    });
    this.#classes = classes;
    this.#linear = node;
    return true;
  }

  /** The head, when the node is a mean over all places of a map. */
  #readMean(node: OnnxNode): LinearHead | OtherHead | null {
    const dims = this.#shapes.get(node.inputs[0] ?? '');
    if (node.domain || !dims || dims.some((size) => size === null) || !this.#isMean(node, dims as readonly number[]))
      return null;
    const channelAxis = this.#keptAxis(node, dims as readonly number[]);
    if (channelAxis === null) return null;
    const channels = dims[channelAxis] as number;
    const classes = this.#linear ? this.#classes : channels;
    const weights = this.#weights;
    if (weights && weights.length !== classes * channels) {
      return other(
        `${nodeTitle(this.#linear as OnnxNode)} does not read one number for each channel of "${node.inputs[0]}".`,
        this.#linear,
      );
    }
    if (this.#gain.length > 1 && this.#gain.length !== classes) return null;
    const gain = (row: number) => this.#gain[this.#gain.length === 1 ? 0 : row];
    const isIdentity = !weights && this.#gain.every((value) => value === 1);
    const gained = Float32Array.from({ length: isIdentity ? 0 : classes * channels }, (_, index) => {
      const [row, column] = [Math.floor(index / channels), index % channels];
      return gain(row) * (weights ? weights[index] : row === column ? 1 : 0);
    });
    return {
      kind: 'linear',
      ...this.#source(node.inputs[0], channelAxis),
      channels,
      classes,
      weights: isIdentity ? null : gained,
    };
  }

  /** The map itself, before it was turned for the mean or its class token was cut off. */
  #source(pooled: string, axis: number): { readonly features: string; readonly channelAxis: number } {
    let [features, channelAxis] = [pooled, axis];
    for (let maker = this.#view.producer(features); maker && !maker.domain; maker = this.#view.producer(features)) {
      const [input] = maker.inputs;
      const dims = this.#shapes.get(input);
      if (maker.opType === 'Transpose' && dims) {
        const perm = maker.attributes.get('perm');
        channelAxis = perm?.kind === 'ints' ? perm.value[channelAxis] : dims.length - 1 - channelAxis;
      } else if (maker.opType !== 'Slice' || dims?.length !== 3) break;
      else if (dims[channelAxis] !== this.#shapes.get(features)?.[channelAxis]) break;
      features = input;
    }
    return { features, channelAxis };
  }

  #isMean(node: OnnxNode, dims: readonly number[]): boolean {
    if (node.opType === 'GlobalAveragePool' || node.opType === 'ReduceMean') return true;
    if (node.opType !== 'AveragePool') return false;
    const kernel = node.attributes.get('kernel_shape');
    const pads = node.attributes.get('pads');
    const covers = kernel?.kind === 'ints' && kernel.value.every((size, axis) => size === dims[axis + 2]);
    return covers && (pads?.kind !== 'ints' || pads.value.every((pad) => pad === 0));
  }

  /** The axis besides the first that a mean leaves; null when it leaves several or none. */
  #keptAxis(node: OnnxNode, dims: readonly number[]): number | null {
    if (node.opType !== 'ReduceMean') return 1;
    const attribute = node.attributes.get('axes');
    const given =
      attribute?.kind === 'ints' ? attribute.value : node.inputs[1] ? this.#view.numbers(node.inputs[1]) : null;
    const reduced = new Set(given?.map((axis) => (axis < 0 ? axis + dims.length : axis)));
    const kept = dims.flatMap((_, axis) => (axis === 0 || reduced.has(axis) ? [] : [axis]));
    return kept.length === 1 && dims.length > 2 && !reduced.has(0) ? kept[0] : null;
  }
}

function other(reason: string, node: OnnxNode | null): OtherHead {
  return { kind: 'other', reason, node: node && (node.name || node.outputs[0]) };
}

function intOf(node: OnnxNode, name: string): number | null {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'int' ? attribute.value : null;
}
