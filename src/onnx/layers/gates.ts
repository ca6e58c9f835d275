import type { OnnxNode } from '../model.ts';

interface Gate {
  readonly name: string;
  /** Number of gates before it. */
  readonly depth: number;
  readonly parent: Gate | null;
  /** An ancestor further up, chosen so that any ancestor is a few dozen steps away in a chain of a hundred thousand. */
  readonly jump: Gate | null;
}

/**
 * Through which tensors everything must pass on its way from the picture to a tensor: the dominator tree of the graph,
 * in which a tensor's parent is the last such tensor before it.
 */
export class Gates {
  readonly #gates = new Map<string, Gate>();

  /** @param order nodes, each after those that it reads from */
  constructor(root: string, order: readonly OnnxNode[]) {
    this.#gates.set(root, { name: root, depth: 0, parent: null, jump: null });
    for (const node of order) {
      const parent = this.#closest(node.inputs);
      if (!parent) continue;
      for (const name of node.outputs) if (name) this.#gates.set(name, below(name, parent));
    }
  }

  /** Whether the tensor depends on the root. */
  has(name: string): boolean {
    return this.#gates.has(name);
  }

  /** The last tensor through which everything on the way to all of these passes; null when none depends on the root. */
  closest(names: Iterable<string>): string | null {
    return this.#closest(names)?.name ?? null;
  }

  /** A tensor and every gate before it, the nearest first. */
  *chain(name: string): Generator<string> {
    for (let gate = this.#gates.get(name) ?? null; gate; gate = gate.parent) yield gate.name;
  }

  #closest(names: Iterable<string>): Gate | null {
    let found: Gate | null = null;
    for (const name of names) {
      const gate = this.#gates.get(name);
      if (gate) found = found ? common(found, gate) : gate;
    }
    return found;
  }
}

/** Jumps span as two equal ones of the parent do, where these meet (Myers, An applicative random-access stack, 1983). */
function below(name: string, parent: Gate): Gate {
  const { jump } = parent;
  const spansAlike = jump?.jump && parent.depth - jump.depth === jump.depth - jump.jump.depth;
  return { name, depth: parent.depth + 1, parent, jump: spansAlike ? jump.jump : parent };
}

function common(a: Gate, b: Gate): Gate {
  let [deep, other] = a.depth >= b.depth ? [a, b] : [b, a];
  while (deep.depth > other.depth) {
    deep = deep.jump && deep.jump.depth >= other.depth ? deep.jump : (deep.parent as Gate);
  }
  while (deep !== other) {
    const far = deep.jump !== other.jump;
    deep = (far ? deep.jump : deep.parent) as Gate;
    other = (far ? other.jump : other.parent) as Gate;
  }
  return deep;
}
