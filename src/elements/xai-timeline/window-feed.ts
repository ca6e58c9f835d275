import type { FedValues } from '../../engine/info.ts';

const MOST_KEPT = 64;

/** What the model is fed of the window that is looked at: one request at a time, the newest wish next. */
export class WindowFeed {
  readonly #ask: (index: number, signal: AbortSignal) => Promise<FedValues> | null;
  readonly #changed: () => void;
  readonly #kept = new Map<number, FedValues>();
  #owner: unknown = null;
  #controller = new AbortController();
  #wish = -1;
  #isBusy = false;

  constructor(ask: (index: number, signal: AbortSignal) => Promise<FedValues> | null, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /**
   * The values of a window where they are known; else they are asked for.
   * @param owner what the windows are of: with another one all that is known is forgotten
   */
  of(index: number, owner: unknown): FedValues | null {
    if (owner !== this.#owner) {
      this.#owner = owner;
      this.#kept.clear();
      this.#controller.abort(new DOMException('Other windows are looked at.', 'AbortError'));
      this.#controller = new AbortController();
      this.#isBusy = false;
    }
    if (index < 0 || owner === null) return null;
    const known = this.#kept.get(index) ?? null;
    this.#wish = index;
    if (!known) void this.#next();
    return known;
  }

  async #next(): Promise<void> {
    if (this.#isBusy) return;
    const [index, owner, { signal }] = [this.#wish, this.#owner, this.#controller];
    const asked = this.#ask(index, signal);
    if (!asked) return;
    this.#isBusy = true;
    const values = await asked.catch(() => null);
    if (owner !== this.#owner) return;
    this.#isBusy = false;
    if (!values) return;
    this.#kept.set(index, values);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
    this.#changed();
    if (this.#wish !== index && !this.#kept.has(this.#wish)) void this.#next();
  }
}
