import { initialState, Task } from '@lit/task';
import { isCalled } from '../../core/loose-name.ts';
import type { LayersInfo, MethodInfo } from '../../engine/info.ts';
import type { ExplainOptions } from '../../engine/protocol.ts';
import type { ExplanationSource, OpenModel } from './explanations.ts';
import { settled } from './task-state.ts';

/** Which methods there are for the open model, which of them explains, and with what. */
export class MethodChoice {
  /** Whether somebody looks at the layers. */
  wantsLayers = false;
  /** The method that stood in for the default one, whose way the graph of this model does not allow. */
  #instead: { readonly model: OpenModel | null; readonly name: string } | null = null;
  readonly #source: ExplanationSource;
  readonly #layers: Task<readonly unknown[], LayersInfo>;

  constructor(source: ExplanationSource) {
    this.#source = source;
    this.#layers = new Task(source.host, {
      args: () => [source.openModel, this.wantsLayers],
      task: async ([model, wanted], { signal }) =>
        model && wanted ? (model as OpenModel).handle.layers({ signal }) : (initialState as never),
      onError: (error) => source.onError(error),
    });
  }

  /** The model's layers, best guess first; null while they are not known. */
  get layers(): LayersInfo['layers'] | null {
    return settled(this.#layers)?.layers ?? null;
  }

  /** Names of the layers that the model's recipe chooses. */
  get recipeLayers(): readonly string[] {
    const layer = this.#source.openModel?.info.recipe.layer as string | readonly string[] | undefined;
    return layer === undefined ? [] : [layer].flat();
  }

  /** Those that may run first. */
  get all(): readonly MethodInfo[] {
    const methods = this.#source.openModel?.info.methods ?? [];
    const obstacles = settled(this.#layers)?.obstacles;
    if (!obstacles) return methods;
    const known = methods.map((one) => ({ ...one, obstacle: one.obstacle ?? obstacles[one.name] ?? null }));
    return [...known.filter(({ obstacle }) => !obstacle), ...known.filter(({ obstacle }) => obstacle)];
  }

  /** The method that explains; null while no model is open, or when there is none of that name. */
  get current(): MethodInfo | null {
    const { method, options, namedOptions } = this.#source.host;
    if (method !== null) return this.find(method);
    const possible = this.all.filter(({ obstacle }) => obstacle === null);
    const asked = Object.keys({ ...options, ...namedOptions });
    const fitting = possible.filter((one) => asked.every((option) => has(one, option)));
    const instead = this.#instead?.model === this.#source.openModel ? this.#instead?.name : null;
    return fitting.find(({ name }) => name === instead) ?? fitting[0] ?? possible[0] ?? null;
  }

  /** Takes note of which method answered where none was named. */
  noteAnswer(name: string): void {
    if (this.#source.host.method === null) this.#instead = { model: this.#source.openModel, name };
  }

  /** By name; an alias may stand for several, of which the first that can run is meant. */
  find(name: string): MethodInfo | null {
    return this.all.find((one) => isCalled(one, name)) ?? null;
  }

  /** What the method that explains is asked with. */
  get options(): ExplainOptions {
    return { ...this.#source.host.options, ...only(this.#source.host.namedOptions, this.current) };
  }

  /** What another method is asked with: those of all options that it has. */
  optionsOf(method: MethodInfo | null): ExplainOptions {
    const { options, namedOptions } = this.#source.host;
    return only({ ...options, ...namedOptions }, method);
  }
}

/** Whether a method has an option; one of which nothing is known may have any. */
export function has(method: MethodInfo | null, option: string): boolean {
  return method?.options?.includes(option) ?? true;
}

function only(options: ExplainOptions, method: MethodInfo | null): ExplainOptions {
  return Object.fromEntries(Object.entries(options).filter(([option]) => has(method, option)));
}
