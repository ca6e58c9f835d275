import type { GraphRunner } from '../runtime/graph-runner.ts';

type Opened = Promise<{ readonly runner: GraphRunner }>;

/** Sessions made of one model's graph beside its first one, by what they are for. */
export class OpenedGraphs {
  /** The latest used last. */
  readonly #byPurpose = new Map<string, Opened>();

  /**
   * @param purpose under which a graph is found again; its first word says of what kind it is
   * @param open called where there is none
   * @param most how many graphs of a kind are kept, the latest used
   */
  get<T extends { readonly runner: GraphRunner }>(purpose: string, open: () => Promise<T>, most: number): Promise<T> {
    const known = this.#byPurpose.get(purpose);
    if (known) {
      this.#byPurpose.delete(purpose);
      this.#byPurpose.set(purpose, known);
      return known as Promise<T>;
    }
    const [kind] = purpose.split(' ');
    const alike = [...this.#byPurpose.keys()].filter((other) => other.split(' ')[0] === kind);
    for (const other of alike.slice(0, Math.max(0, alike.length - most + 1))) this.#close(other);
    const opening = open();
    this.#byPurpose.set(purpose, opening);
    opening.catch(() => this.#byPurpose.delete(purpose));
    return opening;
  }

  /** Those that opened well. */
  async runners(): Promise<readonly GraphRunner[]> {
    const graphs = await Promise.all([...this.#byPurpose.values()].map((graph) => graph.catch(() => null)));
    return graphs.flatMap((graph) => graph?.runner ?? []);
  }

  #close(purpose: string): void {
    const graph = this.#byPurpose.get(purpose);
    this.#byPurpose.delete(purpose);
    graph?.then(({ runner }) => runner.release()).catch(() => {});
  }
}
