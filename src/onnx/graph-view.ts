import { XaiError } from '../core/errors.ts';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxTensor } from './model.ts';
import { makeTensor, smallValues } from './tensor-values.ts';

/** Who makes and who reads each tensor of a model's main graph. The view is of one moment: an edited model needs a new one. */
export class GraphView {
  readonly model: OnnxModel;
  readonly #producers = new Map<string, OnnxNode>();
  readonly #consumers = new Map<string, OnnxNode[]>();
  readonly #initializers = new Map<string, OnnxTensor>();
  readonly #names = new Set<string>();
  /** How often a name was wished for, so that thousands of the same are not tried from the first on. */
  readonly #wishes = new Map<string, number>();

  constructor(model: OnnxModel) {
    this.model = model;
    const { graph } = model;
    for (const tensor of graph.initializers) this.#initializers.set(tensor.name, tensor);
    for (const value of [...graph.inputs, ...graph.outputs]) this.#names.add(value.name);
    for (const node of graph.nodes) {
      this.#names.add(node.name);
      for (const name of node.outputs) if (name) this.#producers.set(name, node);
      for (const name of readNames(node)) {
        const readers = this.#consumers.get(name);
        if (readers) readers.push(node);
        else this.#consumers.set(name, [node]);
      }
    }
  }

  /** The node that makes the tensor; undefined for inputs and initializers. */
  producer(name: string): OnnxNode | undefined {
    return this.#producers.get(name);
  }

  /** The nodes that read the tensor, subgraphs within them included, each once. */
  consumers(name: string): readonly OnnxNode[] {
    return this.#consumers.get(name) ?? [];
  }

  /** The constant of that name, be it an initializer or made by a Constant node; null when it is computed or fed. */
  constant(name: string): OnnxTensor | null {
    const initializer = this.#initializers.get(name);
    if (initializer) return initializer;
    const node = this.#producers.get(name);
    return node?.opType === 'Constant' && !node.domain ? constantOfNode(node) : null;
  }

  /** The numbers of a small constant (at most 1024 elements); null when it is large, of another type or no constant. */
  numbers(name: string): number[] | null {
    const constant = this.constant(name);
    return constant && smallValues(constant);
  }

  /** Version of an operator set; 0 when the model does not use it. */
  opset(domain = ''): number {
    return this.model.opsets.get(domain) ?? 0;
  }

  /** A name that nothing in the model has: the wish itself or with a number behind it. */
  freshName(wish: string): string {
    let name = wish;
    let count = this.#wishes.get(wish) ?? 1;
    while (this.#isTaken(name)) name = `${wish}_${++count}`;
    this.#wishes.set(wish, count);
    this.#names.add(name);
    return name;
  }

  /**
   * All nodes, each after those whose outputs it reads.
   *
   * @throws XaiError `model-unreadable` when the graph runs in a circle.
   */
  ordered(): readonly OnnxNode[] {
    const waiting = new Map<OnnxNode, number>();
    const ready: OnnxNode[] = [];
    for (const node of this.model.graph.nodes) {
      const makers = new Set(readNames(node).map((name) => this.#producers.get(name)));
      makers.delete(undefined);
      waiting.set(node, makers.size);
      if (makers.size === 0) ready.push(node);
    }
    // The list grows while it is walked: every node enters when the last of its makers has been passed.
    for (const node of ready) {
      const readers = new Set(node.outputs.flatMap((name) => this.consumers(name)));
      for (const reader of readers) {
        const left = (waiting.get(reader) as number) - 1;
        waiting.set(reader, left);
        if (left === 0) ready.push(reader);
      }
    }
    if (ready.length < waiting.size) {
      const [stuck] = [...waiting].find(([, left]) => left > 0) as [OnnxNode, number];
      throw new XaiError(
        'model-unreadable',
        `The graph runs in a circle through ${nodeTitle(stuck)}. Export it again.`,
        {
          node: stuck.name,
          operator: stuck.opType,
        },
      );
    }
    return ready;
  }

  /** Every node that the tensors depend on; the walk does not go past the tensors in `stopAt`. */
  upstream(names: Iterable<string>, stopAt: ReadonlySet<string> = new Set()): Set<OnnxNode> {
    const found = new Set<OnnxNode>();
    const open = [...names];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const node = stopAt.has(name) ? undefined : this.#producers.get(name);
      if (!node || found.has(node)) continue;
      found.add(node);
      open.push(...readNames(node));
    }
    return found;
  }

  /** Every node that depends on one of the tensors. */
  downstream(names: Iterable<string>): Set<OnnxNode> {
    const found = new Set<OnnxNode>();
    const open = [...names];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      for (const node of this.consumers(name)) {
        if (found.has(node)) continue;
        found.add(node);
        open.push(...node.outputs.filter(Boolean));
      }
    }
    return found;
  }

  #isTaken(name: string): boolean {
    return (
      this.#names.has(name) || this.#producers.has(name) || this.#initializers.has(name) || this.#consumers.has(name)
    );
  }
}

/** The names that a node reads, each once: its inputs, and what its subgraphs (If, Loop, Scan) take from outside. */
export function readNames(node: OnnxNode): readonly string[] {
  const names = new Set(node.inputs.filter(Boolean));
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'graph') addFreeNames(attribute.value, names);
    else if (attribute.kind === 'graphs') for (const graph of attribute.value) addFreeNames(graph, names);
  }
  return [...names];
}

function addFreeNames(graph: OnnxGraph, into: Set<string>): void {
  const own = new Set([...graph.inputs, ...graph.initializers].map((part) => part.name));
  for (const node of graph.nodes) for (const name of node.outputs) own.add(name);
  const reads = [...graph.nodes.flatMap(readNames), ...graph.outputs.map((output) => output.name)];
  for (const name of reads) if (!own.has(name)) into.add(name);
}

/** How messages call a node: `Conv "stem/conv"`. */
export function nodeTitle(node: OnnxNode): string {
  return `${node.opType} "${node.name || node.outputs[0] || ''}"`;
}

function constantOfNode(node: OnnxNode): OnnxTensor | null {
  for (const [key, attribute] of node.attributes) {
    const name = node.outputs[0];
    if (attribute.kind === 'tensor') return attribute.value;
    if (key === 'value_int' && attribute.kind === 'int') {
      return makeTensor(name, { type: 'int64', dims: [], data: BigInt64Array.of(BigInt(attribute.value)) });
    }
    if (key === 'value_ints' && attribute.kind === 'ints') {
      const data = BigInt64Array.from(attribute.value, BigInt);
      return makeTensor(name, { type: 'int64', dims: [data.length], data });
    }
    if (key === 'value_float' && attribute.kind === 'float') {
      return makeTensor(name, { type: 'float32', dims: [], data: Float32Array.of(attribute.value) });
    }
    if (key === 'value_floats' && attribute.kind === 'floats') {
      return makeTensor(name, {
        type: 'float32',
        dims: [attribute.value.length],
        data: Float32Array.from(attribute.value),
      });
    }
  }
  return null;
}
