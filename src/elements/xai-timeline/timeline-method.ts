import { isCalled } from '../../core/loose-name.ts';
import type { MethodInfo, ModelInfo } from '../../engine/info.ts';
import type { ExplainOptions } from '../../engine/protocol.ts';
import { has } from '../xai-viewer/method-choice.ts';
import type { TimelineSettings } from './timeline-settings.ts';

/** A session is explained without being asked where that takes no more passes: an hour of windows of a second or two. */
const MOST_UNASKED = 20_000;
/** Of methods whose layer decides. */
const USUAL_PASSES = 20;
/** Of methods with masks that run until the map is steady. */
const USUAL_MASKS = 1000;

/** Which method explains, with which options, and whether it may explain a whole session unasked. */
export class TimelineMethod {
  readonly #settings: TimelineSettings;
  readonly #model: () => ModelInfo | null;
  /** The method that stood in for the default one, whose way the graph of this model does not allow. */
  #instead: { readonly model: ModelInfo; readonly name: string } | null = null;

  constructor(settings: TimelineSettings, model: () => ModelInfo | null) {
    this.#settings = settings;
    this.#model = model;
  }

  /** Those that may run first. */
  get all(): readonly MethodInfo[] {
    return this.#model()?.methods ?? [];
  }

  /** The method that explains; null while no model is open, or when there is none of that name. */
  get current(): MethodInfo | null {
    const isKnown = this.#settings.method === null && this.#instead !== null && this.#instead.model === this.#model();
    return (isKnown && this.#instead ? this.find(this.#instead.name) : null) ?? this.#named;
  }

  find(name: string): MethodInfo | null {
    return this.all.find((one) => isCalled(one, name)) ?? null;
  }

  /** Takes note of which method answered where none was named. */
  noteAnswer(name: string): void {
    const model = this.#model();
    if (this.#settings.method === null && model) this.#instead = { model, name };
  }

  /** What a map depends on. */
  get asked(): readonly unknown[] {
    return [this.#settings.method, JSON.stringify(this.options)];
  }

  /** Those that a page gave, without the attributes that the method does not have. */
  get options(): ExplainOptions {
    const { options, namedOptions } = this.#settings;
    const own = Object.entries(namedOptions).filter(([name]) => has(this.#named, name));
    return { ...options, ...Object.fromEntries(own) };
  }

  /** Whether so many windows are few enough to be explained without anybody asking. */
  isQuick(windows: number): boolean {
    const { current, options } = this;
    const unknown = current?.options?.includes('masks') ? USUAL_MASKS : USUAL_PASSES;
    const passes = typeof options.masks === 'number' ? options.masks : (current?.passes ?? unknown);
    return windows * passes <= MOST_UNASKED;
  }

  /** The one that was asked for, or the first that may run with the options given. */
  get #named(): MethodInfo | null {
    const { method, options, namedOptions } = this.#settings;
    if (method !== null) return this.find(method);
    const possible = this.all.filter(({ obstacle }) => obstacle === null);
    const asked = Object.keys({ ...options, ...namedOptions });
    return possible.find((one) => asked.every((option) => has(one, option))) ?? possible[0] ?? null;
  }
}
