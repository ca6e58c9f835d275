import { type CSSResult, type ReactiveController, render, type TemplateResult } from 'lit';

/** What an attribute holds. */
type Kind = 'text' | 'number' | 'boolean';

/** Properties by name: the attribute that sets each, and what it holds. */
export type Declared = Readonly<Record<string, readonly [attribute: string, kind: Kind]>>;

/** A server imports what it cannot show. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * The little of a Lit element that a still picture needs, in an eighth of its bytes: attributes as properties, one
 * rendering for all changes of a turn, controllers, values that were set before the upgrade.
 */
export abstract class SmallElement extends Base {
  static readonly declared: Declared = {};
  static readonly styles: readonly CSSResult[] = [];

  readonly #values = new Map<string, unknown>();
  readonly #early = new Map<string, unknown>();
  readonly #controllers: ReactiveController[] = [];
  #isPending = false;

  /** Asked for once, when the tag is defined; that is when the properties are made. */
  static get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: the class that is defined, not this one.
    const { declared, prototype } = this;
    for (const name of Object.keys(declared)) {
      Object.defineProperty(prototype, name, {
        get(this: SmallElement) {
          return this.#values.get(name);
        },
        set(this: SmallElement, value: unknown) {
          if (value === this.#values.get(name)) return;
          this.#values.set(name, value);
          this.requestUpdate();
        },
      });
    }
    return Object.values(declared).map(([attribute]) => attribute);
  }

  constructor() {
    super();
    const { declared, styles } = this.constructor as typeof SmallElement;
    for (const name of Object.keys(declared)) {
      if (!Object.hasOwn(this, name)) continue;
      this.#early.set(name, Reflect.get(this, name));
      Reflect.deleteProperty(this, name);
    }
    const sheets = styles.map(({ styleSheet }) => styleSheet as CSSStyleSheet);
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = sheets;
  }

  /** What is shown now. */
  protected abstract render(): TemplateResult;

  /** After each rendering. */
  protected abstract updated(): void;

  /** The root that is rendered into. */
  get renderRoot(): ShadowRoot {
    return this.shadowRoot as ShadowRoot;
  }

  connectedCallback(): void {
    for (const [name, value] of this.#early) Reflect.set(this, name, value);
    this.#early.clear();
    for (const controller of this.#controllers) controller.hostConnected?.();
    this.requestUpdate();
  }

  disconnectedCallback(): void {
    for (const controller of this.#controllers) controller.hostDisconnected?.();
  }

  attributeChangedCallback(attribute: string, _before: string | null, text: string | null): void {
    const { declared } = this.constructor as typeof SmallElement;
    for (const [name, [own, kind]] of Object.entries(declared)) {
      if (own !== attribute) continue;
      const value = kind === 'boolean' ? text !== null : kind === 'number' && text !== null ? Number(text) : text;
      Reflect.set(this, name, value);
    }
  }

  addController(controller: ReactiveController): void {
    this.#controllers.push(controller);
  }

  requestUpdate(): void {
    if (this.#isPending) return;
    this.#isPending = true;
    queueMicrotask(() => {
      this.#isPending = false;
      if (!this.isConnected) return;
      render(this.render(), this.renderRoot, { host: this });
      this.updated();
    });
  }
}
