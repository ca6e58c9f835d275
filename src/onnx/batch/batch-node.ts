import { XaiError } from '../../core/errors.ts';
import { type GraphView, nodeTitle } from '../graph-view.ts';
import type { OnnxAttribute, OnnxNode, OnnxTensor } from '../model.ts';
import type { TensorShapes } from '../shapes.ts';
import { constantSizes, fixedNumbers, isInteger, type SizeInputs, type SizeVector } from '../size-values.ts';
import { makeInts } from '../tensor-values.ts';

/** What is known, and what has been changed, while the batch axis is followed through a graph. */
export interface BatchTrace {
  readonly view: GraphView;
  /** Shapes for one picture. */
  readonly shapes: TensorShapes;
  /**
   * Tensor name to the axis that carries the batch. Along it the elements of one picture lie together: an axis of size d
   * for one picture has size B x d for B pictures, picture by picture. Tensors that are not listed hold the same for
   * every batch.
   */
  readonly axes: Map<string, number>;
  /** Small tensors whose numbers are known, as multiples of the number of pictures. */
  readonly sizes: Map<string, SizeVector>;
  readonly initializers: OnnxTensor[];
  /** One sentence per change, for provenance. */
  readonly changes: string[];
}

/** One node while the batch axis is followed through it; rules ask it, change it, or refuse. */
export class BatchNode implements SizeInputs {
  /** As it will be written. */
  node: OnnxNode;
  /** Nodes that go before it. */
  readonly before: OnnxNode[] = [];
  readonly #trace: BatchTrace;

  constructor(node: OnnxNode, trace: BatchTrace) {
    this.node = node;
    this.#trace = trace;
  }

  /** Version of the standard operator set. */
  get opset(): number {
    return this.#trace.view.opset();
  }

  get inputCount(): number {
    return this.node.inputs.length;
  }

  has(input: number): boolean {
    return Boolean(this.node.inputs[input]);
  }

  axis(input: number): number | null {
    return this.#trace.axes.get(this.node.inputs[input]) ?? null;
  }

  /** The inputs that carry the batch. */
  carriers(): number[] {
    return this.node.inputs.flatMap((_, input) => (this.axis(input) === null ? [] : [input]));
  }

  /** Shape of an input for one picture; null when unknown. */
  dims(input: number): readonly number[] | null {
    return this.#shape(this.node.inputs[input]);
  }

  /** Shape of an input for one picture; refuses when unknown. */
  shape(input: number): readonly number[] {
    return this.dims(input) ?? this.refuse(`works on a tensor whose shape depends on the picture`);
  }

  /** Shape of an output for one picture; refuses when unknown. */
  outputShape(output = 0): readonly number[] {
    return this.#shape(this.node.outputs[output]) ?? this.refuse(`makes a tensor whose shape depends on the picture`);
  }

  sizes(input: number): SizeVector | null {
    const name = this.node.inputs[input];
    if (!name) return null;
    const known = this.#trace.sizes.get(name);
    if (known) return known;
    const constant = this.#trace.view.constant(name);
    const numbers = constant && this.#trace.view.numbers(name);
    return numbers ? constantSizes(numbers, isInteger(constant.type)) : null;
  }

  /** Whether an input's numbers depend on how many pictures there are. */
  dependsOnCount(input: number): boolean {
    return this.sizes(input)?.values.some((value) => value.batch) ?? false;
  }

  /** The numbers of a small input that is the same for every batch; null when unknown. */
  fixed(input: number): number[] | null {
    return fixedNumbers(this.sizes(input));
  }

  /** Numbers that older operator sets have in an attribute and newer ones in an input; undefined when absent. */
  setting(attribute: string, input: number): number[] | null | undefined {
    const value = this.node.attributes.get(attribute);
    if (value?.kind === 'ints' || value?.kind === 'floats') return [...value.value];
    return this.has(input) ? this.fixed(input) : undefined;
  }

  int(name: string, fallback: number): number {
    const attribute = this.node.attributes.get(name);
    return attribute?.kind === 'int' ? attribute.value : fallback;
  }

  text(name: string, fallback: string): string {
    const attribute = this.node.attributes.get(name);
    return attribute?.kind === 'string' ? attribute.value : fallback;
  }

  /** @throws XaiError `batch-fixed` always. */
  refuse(reason: string): never {
    const message = `The batch axis cannot be freed: ${nodeTitle(this.node)} ${reason}. Run pictures one by one.`;
    throw new XaiError('batch-fixed', message, {
      node: this.node.name || this.node.outputs[0],
      operator: this.node.opType,
    });
  }

  /** Puts a list of integers in place of an input, and notes it down. */
  putInts(input: number, values: readonly number[], what: string): void {
    const old = this.fixed(input);
    const name = this.#trace.view.freshName(`${this.node.outputs[0]}/freed`);
    this.#trace.initializers.push(makeInts(name, values));
    this.putInput(input, name);
    this.note(`${what} ${old ? `[${old}] ` : ''}became [${values}]`);
  }

  putInput(input: number, name: string): void {
    const inputs = [...this.node.inputs];
    inputs[input] = name;
    this.node = { ...this.node, inputs, encoded: null };
  }

  putAttribute(name: string, attribute: OnnxAttribute): void {
    const attributes = new Map(this.node.attributes).set(name, attribute);
    this.node = { ...this.node, attributes, encoded: null };
  }

  note(change: string): void {
    this.#trace.changes.push(`${nodeTitle(this.node)}: ${change}`);
  }

  /**
   * Adds nodes that compute, from the shape of the carrier `like`, the int64 list `values` with the entry at `position`
   * multiplied by the number of pictures; returns its name.
   */
  countedList(like: number, values: readonly number[], position: number): string {
    const axis = this.axis(like) as number;
    if (this.shape(like)[axis] !== values[position]) this.refuse('splits the axis that carries the batch');
    const { view, initializers } = this.#trace;
    const name = (part: string) => view.freshName(`${this.node.outputs[0]}/${part}`);
    const constant = (part: string, numbers: readonly number[]) => {
      const tensor = makeInts(name(part), numbers);
      initializers.push(tensor);
      return tensor.name;
    };
    const shape = name('shape');
    const size = name('size');
    const list = name('sizes');
    this.before.push(
      plainNode('Shape', [this.node.inputs[like]], shape),
      plainNode('Gather', [shape, constant('axis', [axis])], size),
    );
    const parts = [size];
    if (position > 0) parts.unshift(constant('head', values.slice(0, position)));
    if (position < values.length - 1) parts.push(constant('tail', values.slice(position + 1)));
    this.before.push(plainNode('Concat', parts, list, new Map([['axis', { kind: 'int', value: 0 }]])));
    return list;
  }

  /** Repeats an input that is the same for every picture along `axis`, once per picture of the carrier `like`. */
  repeatFor(input: number, like: number, axis: number): void {
    const dims = this.shape(input);
    if (dims[axis] !== 1) this.refuse(`joins pictures with a constant of size ${dims[axis]} along the batch axis`);
    if (this.opset < 8) this.refuse('joins pictures with a constant that operator set 7 cannot repeat');
    const counts = dims.map(() => 1);
    const list = this.countedList(like, counts, axis);
    const name = this.#trace.view.freshName(`${this.node.outputs[0]}/repeated`);
    this.before.push(plainNode('Expand', [this.node.inputs[input], list], name));
    this.putInput(input, name);
    this.note(`input ${input} is repeated for every picture`);
  }

  #shape(name: string): readonly number[] | null {
    const shape = this.#trace.shapes.get(name) ?? this.#trace.view.constant(name)?.dims;
    return shape && !shape.includes(null) ? (shape as readonly number[]) : null;
  }
}

function plainNode(
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: ReadonlyMap<string, OnnxAttribute> = new Map(),
): OnnxNode {
  return { name: output, opType, domain: '', inputs, outputs: [output], attributes, encoded: null };
}
