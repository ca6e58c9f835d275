import { noChange } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';
import type { Box } from '../../core/boxes.ts';

/** Lays an element over a box, in percent of its container; through the CSSOM, which a strict policy allows. */
class PlaceBox extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('placeBox belongs on an element.');
  }

  render(_box: Box, _width: number, _height: number, _layer = 0): unknown {
    return noChange;
  }

  override update(part: ElementPart, [box, width, height, layer]: Parameters<this['render']>): unknown {
    const { style } = part.element as HTMLElement;
    style.left = `${(box[0] / width) * 100}%`;
    style.top = `${(box[1] / height) * 100}%`;
    style.width = `${((box[2] - box[0]) / width) * 100}%`;
    style.height = `${((box[3] - box[1]) / height) * 100}%`;
    style.zIndex = String(layer ?? 0);
    return noChange;
  }
}

/** `box` in pixels of a frame of `width` x `height`; a higher `layer` lies on top. */
export const placeBox = directive(PlaceBox);
