import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

/** Sets properties of an element's style; through the CSSOM, which a strict policy allows. */
class GiveStyle extends Directive {
  render(_properties: Readonly<Record<string, string>>): unknown {
    return noChange;
  }

  override update(part: ElementPart, [properties]: Parameters<this['render']>): unknown {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) style.setProperty(name, value);
    return noChange;
  }
}

/** Properties by their names in CSS: most are custom ones for the style sheet to use. */
export const giveStyle = directive(GiveStyle);
