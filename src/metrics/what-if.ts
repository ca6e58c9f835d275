import { oneOf } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import { HIDING_FILLS, type HiddenPixels, type Hiding } from '../core/hiding.ts';
import type { Saliency } from '../core/saliency.ts';
import type { Model } from '../tasks/model.ts';
import type { Prediction } from '../tasks/prediction.ts';
import { tensorPixels } from '../tasks/prepare.ts';
import type { Probe } from '../tasks/probe.ts';
import { contentMap } from './content-map.ts';
import { copyPixels, inputPixels } from './input-pixels.ts';

export interface WhatIfAnswer {
  /** The target's score in the whole picture, as the probe reads it. */
  readonly before: number;
  /** The same with the pixels hidden. */
  readonly after: number;
  /** What the model says with the pixels hidden. */
  readonly prediction: Prediction;
  readonly hidden: HiddenPixels;
}

/**
 * One point of the deletion curve, or of the same curve from its other end, with all that the model says there: the picture
 * without its most or its least important pixels. Of equal scores, such as the zeros of a class activation map, those further
 * from the peak count as less, so that what is hidden grows around it.
 */
export class WhatIf {
  readonly #model: Model;
  readonly #probe: Probe;
  /** Positions in the content, the most important first. */
  readonly #order: Uint32Array;

  /** @param map orders the pixels; of the probe's target */
  constructor(model: Model, probe: Probe, map: Pick<Saliency, 'width' | 'height' | 'data'>) {
    this.#model = model;
    this.#probe = probe;
    this.#order = orderAround(contentMap(map, probe.placement), probe.placement.content.width);
  }

  /**
   * Two passes, and one more the first time.
   * @param scoreThreshold detectors: answers below it are left out. Default: the recipe's.
   * @throws XaiError `option-invalid`
   */
  async ask({ share, first, fill }: Hiding, scoreThreshold?: number): Promise<WhatIfAnswer> {
    if (!(share >= 0 && share <= 1)) {
      throw new XaiError('option-invalid', `share must be a number from 0 to 1, not ${share}.`, { option: 'share' });
    }
    oneOf('first', first, ['most', 'least']);
    oneOf('fill', fill, HIDING_FILLS);
    const probe = this.#probe;
    const order = this.#order;
    const count = Math.round(share * order.length);
    const gone = first === 'most' ? order.subarray(0, count) : order.subarray(order.length - count);
    const tensor = probe.image.slice();
    copyPixels(inputPixels(probe), gone, probe.hidden(fill), tensor);
    const before = await probe.whole();
    const [after] = await probe.score(1, (_, out) => out.set(tensor));
    const { placement } = probe;
    const { prediction } = await this.#model.answer({ tensor, placement }, { scoreThreshold });
    return { before, after, prediction, hidden: this.#show(tensor, gone) };
  }

  #show(tensor: Float32Array, gone: Uint32Array): HiddenPixels {
    const { crop, content, input } = this.#probe.placement;
    const pixels = tensorPixels(tensor, this.#model.pictureRecipe().input);
    const data = new Uint8ClampedArray(content.width * content.height * 4);
    for (const at of gone) {
      const from = ((rowOf(at, content.width) + content.y) * input.width + (at % content.width) + content.x) * 3;
      for (let channel = 0; channel < 3; channel++) data[4 * at + channel] = pixels[from + channel];
      data[4 * at + 3] = 255;
    }
    return {
      box: [crop.x, crop.y, crop.x + crop.width, crop.y + crop.height],
      width: content.width,
      height: content.height,
      data,
    };
  }
}

/** Positions by falling value, of equal ones by their distance from the highest. */
function orderAround(values: Float32Array, width: number): Uint32Array {
  const peak = values.reduce((best, value, at) => (value > values[best] ? at : best), 0);
  const distances = values.map((_, at) =>
    Math.hypot((at % width) - (peak % width), rowOf(at, width) - rowOf(peak, width)),
  );
  const order = Uint32Array.from(values, (_, at) => at);
  return order.sort((a, b) => values[b] - values[a] || distances[a] - distances[b] || a - b);
}

function rowOf(at: number, width: number): number {
  return Math.floor(at / width);
}
