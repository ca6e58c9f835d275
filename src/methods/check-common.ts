import { atLeast, oneOf, share, wholeNumber } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import { SCORE_KINDS } from '../tasks/masked-graph.ts';
import type { ExplainOptions } from './explain.ts';

/** The most copies that one run may be asked to take. */
const MOST_COPIES = 1024;

/**
 * Options that many methods share, whether or not the method at hand looks at them: a value that none of them takes is a
 * mistake everywhere.
 * @throws XaiError `option-invalid`
 */
export function checkCommon(options: ExplainOptions): void {
  const { score, scoreThreshold } = options;
  if (score !== undefined) oneOf('score', score, SCORE_KINDS);
  if (scoreThreshold !== undefined) share('scoreThreshold', scoreThreshold);
  checkBatch(options.batch);
  checkPartialEvery(options.partialEvery);
  checkLayers(options);
}

/** @returns copies per run; null where that is left to the machine */
export function checkBatch(batch: number | undefined): number | null {
  return batch === undefined ? null : wholeNumber('batch', batch, 1, MOST_COPIES);
}

/** @returns milliseconds; null: no partial maps */
export function checkPartialEvery(partialEvery: number | null = 250): number | null {
  return partialEvery === null ? null : atLeast('partialEvery', partialEvery, 0);
}

function checkLayers({ layer, layers }: Pick<ExplainOptions, 'layer' | 'layers'>): void {
  if (layer !== undefined && layers !== undefined) {
    throw new XaiError('option-invalid', 'Give either layer or layers, not both.', { option: 'layers' });
  }
  if (layer !== undefined && typeof layer !== 'string') {
    throw new XaiError('option-invalid', `layer is the name of a tensor, not ${JSON.stringify(layer)}.`, {
      option: 'layer',
    });
  }
  if (layers === undefined) return;
  if (Array.isArray(layers) && layers.length > 0 && layers.every((name) => typeof name === 'string')) return;
  throw new XaiError(
    'option-invalid',
    `layers is a list of at least one tensor's name, not ${JSON.stringify(layers)}.`,
    { option: 'layers' },
  );
}
