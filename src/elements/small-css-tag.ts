/**
 * What the elements' bundles take for the style sheets of Lit (`scripts/build-plan.mjs`): those that a shadow root adopts.
 * Lit's can do without, for browsers that are older than `light-dark`, which the elements' colours need.
 */
export const supportsAdoptingStyleSheets = true;

export class CSSResult {
  readonly cssText: string;
  #sheet: CSSStyleSheet | null = null;

  constructor(cssText: string) {
    this.cssText = cssText;
  }

  /** Made when the first element wants it: a server that imports the element has no such thing. */
  get styleSheet(): CSSStyleSheet {
    if (!this.#sheet) {
      this.#sheet = new CSSStyleSheet();
      this.#sheet.replaceSync(this.cssText);
    }
    return this.#sheet;
  }

  toString(): string {
    return this.cssText;
  }
}

export function css(texts: TemplateStringsArray, ...values: readonly unknown[]): CSSResult {
  return unsafeCSS(String.raw({ raw: texts }, ...values));
}

export function unsafeCSS(text: string): CSSResult {
  return new CSSResult(text);
}

export function getCompatibleStyle(style: CSSResult): CSSResult {
  return style;
}

export function adoptStyles(root: ShadowRoot, styles: readonly CSSResult[]): void {
  root.adoptedStyleSheets = styles.map(({ styleSheet }) => styleSheet);
}
