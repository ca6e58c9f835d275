import type { LitElement, PropertyDeclaration } from 'lit';

/**
 * What the elements' bundles take for `lit/decorators.js` (`scripts/build-plan.mjs`): the two that are used, in the one form
 * in which the compiler calls them.
 */
export function property(declaration?: PropertyDeclaration) {
  return (prototype: LitElement, name: string): void => {
    (prototype.constructor as typeof LitElement).createProperty(name, declaration);
  };
}

/** A property without an attribute, of the element's own. */
export function state() {
  return property({ state: true, attribute: false });
}
