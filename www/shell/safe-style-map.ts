import { noChange } from 'lit';
import { type AttributePart, Directive, directive } from 'lit/directive.js';

/** Values by name, written as in CSS or as a property of `CSSStyleDeclaration`. */
type Styles = Readonly<Record<string, string | number | null | undefined>>;

/**
 * Stands in for lit's `styleMap` within the widgets (`scripts/build-plan.mjs`): lit's writes a `style` attribute at its first
 * render, which a policy without 'unsafe-inline' refuses; through the CSSOM it is allowed.
 */
class SafeStyleMap extends Directive {
  #names: readonly string[] = [];

  render(_styles: Styles): unknown {
    return noChange;
  }

  override update({ element }: AttributePart, [styles]: Parameters<this['render']>): unknown {
    const { style } = element as HTMLElement;
    for (const name of this.#names) if (styles[name] == null) style.removeProperty(dashed(name));
    this.#names = Object.keys(styles);
    for (const name of this.#names) if (styles[name] != null) style.setProperty(dashed(name), String(styles[name]));
    return noChange;
  }
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export const styleMap = directive(SafeStyleMap);
