import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

/** Paints a canvas when it is new or one of the keys has changed. */
class Painted extends Directive {
  #canvas: Element | null = null;
  #keys: readonly unknown[] = [];

  render(_paint: (canvas: HTMLCanvasElement) => void, ..._keys: readonly unknown[]): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [paint, ...keys]: Parameters<this['render']>): unknown {
    const isSame = element === this.#canvas && keys.every((key, at) => key === this.#keys[at]);
    this.#canvas = element;
    this.#keys = keys;
    if (!isSame) paint(element as HTMLCanvasElement);
    return noChange;
  }
}

/** `<canvas ${painted(paint, ...keys)}>`: the keys are all that the picture depends on. */
export const painted = directive(Painted);
