import type { CSSResult, ReactiveControllerHost } from 'lit';
import { XaiError } from '../../core/errors.ts';
import { XaiErrorEvent } from '../events.ts';

/** A module of the viewer that lies in a file of its own, with the style sheets that it brings. */
interface LaterModule {
  readonly styles: readonly CSSResult[];
}

/** A part of the viewer that most visits do without: its file is fetched when it is wanted for the first time. */
export class Later<M extends LaterModule, T> {
  /** The part; null until its file is there. */
  part: T | null = null;
  /** Why it did not come, or null. */
  error: XaiError | null = null;
  #coming: Promise<void> | null = null;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #file: string;
  readonly #fetch: () => Promise<M>;
  readonly #make: (module: M) => T;

  /**
   * @param file name of the file, for the message
   * @param fetch imports it, by a name that bundlers can read
   */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    file: string,
    fetch: () => Promise<M>,
    make: (module: M) => T,
  ) {
    this.#host = host;
    this.#file = file;
    this.#fetch = fetch;
    this.#make = make;
  }

  /** Fetches the part; a second call asks for no second file. */
  want(): void {
    this.#coming ??= this.#come();
  }

  /** The part, for which it may be asked anew. Throws the error with which it did not come. */
  async load(): Promise<T> {
    this.retry();
    this.want();
    await this.#coming;
    if (!this.part) throw this.error;
    return this.part;
  }

  /** Does something with the part: at once where it is there, else when it comes. */
  use(act: (part: T) => void): void {
    if (this.part) act(this.part);
    else void this.load().then(act, () => {});
  }

  /** Asks again for what did not come. */
  retry(): void {
    if (!this.error) return;
    this.#coming = null;
    this.want();
  }

  async #come(): Promise<void> {
    this.error = null;
    try {
      const module = await this.#fetch();
      // Constructed sheets, which a strict policy allows.
      const sheets = module.styles.map(({ styleSheet }) => styleSheet as CSSStyleSheet);
      this.#host.shadowRoot?.adoptedStyleSheets.push(...sheets);
      this.part = this.#make(module);
    } catch (cause) {
      const words = cause instanceof Error ? cause.message : String(cause);
      this.error = new XaiError(
        'input-missing',
        `${this.#file} did not arrive (${words}). Copy it from the same release to where xai-viewer.js lies, then try again.`,
        { file: this.#file, cause },
      );
      this.#host.dispatchEvent(new XaiErrorEvent(this.error));
    }
    this.#host.requestUpdate();
  }
}
