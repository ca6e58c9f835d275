import { XaiError } from '../../core/errors.ts';
import { type GraphView, nodeTitle } from '../graph-view.ts';
import type { OnnxElementType, OnnxNode } from '../model.ts';
import type { TensorShapes } from '../shapes.ts';
import { tensorValues } from '../tensor-values.ts';
import type { ElementTypes } from './element-types.ts';
import { type Emitted, type Emitter, isFloat } from './emitter.ts';

/** What a rule works with: one forward node, the gradients that reach its outputs, and where to put those of its inputs. */
export type GradientRule = (at: NodeGradient) => void;

/**
 * How rules are bent: `guided` lets a rectifier pass back positive gradients only (guided backpropagation);
 * `straight-through` takes the rounding of quantised models for the identity.
 */
export type GradientStyle = 'plain' | 'guided' | 'straight-through';

/** What is known of the graph while its backward pass is written. */
export interface GradientTrace {
  readonly view: GraphView;
  readonly emitter: Emitter;
  readonly shapes: TensorShapes;
  readonly types: ElementTypes;
  /** Small tensors that the graph computes from shapes. */
  readonly numbers: ReadonlyMap<string, readonly number[]>;
  readonly style: GradientStyle;
  /** Tensors that depend on a tensor whose gradient is wanted. */
  readonly wanted: ReadonlySet<string>;
  /** Gradients found so far, to be added up. */
  readonly found: Map<string, Emitted[]>;
}

/** One node of the forward pass, seen from behind. */
export class NodeGradient {
  readonly node: OnnxNode;
  readonly emit: Emitter;
  readonly style: GradientStyle;
  readonly #trace: GradientTrace;
  readonly #gradients: readonly (Emitted | null)[];
  readonly #given = new Set<number>();
  #hasReadAll = false;

  /** @param gradients one per output of the node; null where none arrives */
  constructor(node: OnnxNode, gradients: readonly (Emitted | null)[], trace: GradientTrace) {
    this.node = node;
    this.emit = trace.emitter;
    this.style = trace.style;
    this.#trace = trace;
    this.#gradients = gradients;
  }

  get opset(): number {
    return this.emit.opset;
  }

  /** The gradient that arrives at the first output. */
  get gradient(): Emitted {
    return this.#gradients[0] ?? this.refuse('has no gradient at its first output');
  }

  /** The gradients of all outputs, null where none arrives. */
  get gradients(): readonly (Emitted | null)[] {
    this.#hasReadAll = true;
    return this.#gradients;
  }

  has(input: number): boolean {
    return Boolean(this.node.inputs[input]);
  }

  /** Whether the gradient of that input leads anywhere. */
  wants(input: number): boolean {
    return this.#trace.wanted.has(this.node.inputs[input] ?? '');
  }

  input(index: number): Emitted {
    return this.#tensor(this.node.inputs[index]);
  }

  output(index = 0): Emitted {
    return this.#tensor(this.node.outputs[index]);
  }

  inputType(index: number): OnnxElementType | undefined {
    return this.#trace.types.get(this.node.inputs[index]);
  }

  inputDims(index: number): readonly number[] {
    return this.#dims(this.node.inputs[index]);
  }

  outputDims(index = 0): readonly number[] {
    return this.#dims(this.node.outputs[index]);
  }

  /** Adds to the gradient of an input; it must have the input's shape. */
  give(input: number, gradient: Emitted): void {
    if (!this.wants(input)) return;
    this.#given.add(input);
    const name = this.node.inputs[input];
    const parts = this.#trace.found.get(name);
    if (parts) parts.push(gradient);
    else this.#trace.found.set(name, [gradient]);
  }

  /** The same for an operator of one input, times the gradient that arrives: dx = dy * slope. */
  giveTimes(slope: Emitted): void {
    this.give(0, this.emit.multiply(this.gradient, slope));
  }

  /** The numbers of an input that is constant, or computed from shapes alone; null when it is neither or is left out. */
  numbers(input: number): readonly number[] | null {
    const name = this.node.inputs[input];
    if (!name) return null;
    const known = this.#trace.numbers.get(name);
    if (known) return known;
    const constant = this.#trace.view.constant(name);
    if (!constant || constant.externalFile !== null) return null;
    const { data } = tensorValues(constant);
    return constant.type === 'float16' ? null : Array.from(data as ArrayLike<number | bigint>, Number);
  }

  /** The same, refused where the numbers are not known before the model runs. */
  fixedNumbers(input: number, what: string): readonly number[] {
    return this.numbers(input) ?? this.refuse(`takes its ${what} from data that are known only when it runs`);
  }

  int(name: string, fallback: number): number {
    const attribute = this.node.attributes.get(name);
    return attribute?.kind === 'int' ? attribute.value : fallback;
  }

  float(name: string, fallback: number): number {
    const attribute = this.node.attributes.get(name);
    return attribute?.kind === 'float' ? attribute.value : fallback;
  }

  string(name: string, fallback: string): string {
    const attribute = this.node.attributes.get(name);
    return attribute?.kind === 'string' ? attribute.value : fallback;
  }

  ints(name: string): readonly number[] | null {
    const attribute = this.node.attributes.get(name);
    return attribute?.kind === 'ints' ? attribute.value : null;
  }

  strings(name: string): readonly string[] | null {
    const attribute = this.node.attributes.get(name);
    return attribute?.kind === 'strings' ? attribute.value : null;
  }

  /** An axis counted from the front. */
  axis(axis: number, rank: number): number {
    return axis < 0 ? axis + rank : axis;
  }

  /** What was not given a gradient counts as fixed, and further outputs with it: scales and zero points of quantised numbers. */
  holdRest(): void {
    this.#hasReadAll = true;
    for (const input of this.node.inputs.keys()) this.#given.add(input);
  }

  /**
   * What a rule passes over in silence would be missing from the sum: an input that depends on what is asked about, or a
   * further output that the answer depends on.
   */
  refuseForgotten(): void {
    if (!this.#hasReadAll && this.#gradients.slice(1).some(Boolean)) {
      this.refuse('has a further output that the answer depends on');
    }
    this.node.inputs.forEach((name, input) => {
      if (!name || this.#given.has(input) || !this.wants(input) || !isFloat(this.inputType(input))) return;
      this.refuse(`takes "${name}", which depends on the input, as what its rule holds to be constant`);
    });
  }

  /** Refuses this node: `reason` continues "Conv "name"". */
  refuse(reason: string): never {
    throw new XaiError(
      'method-unsupported',
      `${nodeTitle(this.node)} ${reason}, so no gradient passes it. Choose grad-cam at a layer behind it, or a method without gradients (d-rise for detectors, else recipro-cam or rise).`,
      { node: this.node.name || this.node.outputs[0], operator: this.node.opType },
    );
  }

  #tensor(name: string): Emitted {
    const type = this.#trace.types.get(name);
    if (!isFloat(type)) return this.refuse(`works on numbers of type ${type ?? 'unknown'}`);
    return { name, dims: this.#dims(name), type };
  }

  #dims(name: string): readonly number[] {
    const dims = this.#trace.shapes.get(name);
    if (!dims || dims.some((dim) => dim === null)) {
      this.refuse(`has a tensor ("${name}") whose shape is known only when it runs`);
    }
    return dims as readonly number[];
  }
}
