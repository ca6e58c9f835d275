import { XaiError } from '../core/errors.ts';
import { defaultMethod } from '../methods/explain.ts';
import { findMethod } from '../methods/registry.ts';
import type { Model } from '../tasks/model.ts';
import { isDetection } from '../tasks/recipe.ts';
import type { ExplainCommand } from './explain.ts';

/** @throws XaiError `option-invalid` for what would change nothing with this model or method */
export function refuseIdleOptions(
  model: Model,
  method: string,
  { resume, greyDoubt, scoreThreshold }: ExplainCommand,
): void {
  const { task } = model.recipe;
  if (scoreThreshold !== undefined && !('scoreThreshold' in model.recipe)) {
    throw new XaiError(
      'option-invalid',
      `--score-threshold is for detectors and classifiers; ${model.name} is for ${task}.`,
      {
        option: 'scoreThreshold',
      },
    );
  }
  const option = resume !== undefined ? '--resume' : greyDoubt ? '--grey-doubt' : null;
  if (option === null || findMethod(method, model, defaultMethod(model)).options?.includes('resume')) return;
  throw new XaiError(
    'option-invalid',
    `${option} is for methods with random masks, and ${method} has none; use --method ${isDetection(model.recipe) ? 'd-rise' : 'rise'}.`,
    { option: 'method' },
  );
}

/** @throws XaiError `option-invalid` for what only recordings have */
export function refuseSeriesOptions({ parts, rate, formats }: ExplainCommand): void {
  const option =
    parts !== undefined ? 'parts' : rate !== undefined ? 'rate' : formats.includes('csv') ? 'formats' : null;
  if (option === null) return;
  const what = option === 'formats' ? '--formats csv' : `--${option}`;
  throw new XaiError('option-invalid', `${what} is for models of recordings, and this one takes pictures.`, { option });
}

/** @throws XaiError `option-invalid` for what only pictures have */
export function refusePictureOptions({ formats, resume }: ExplainCommand): void {
  if (resume !== undefined) {
    throw new XaiError('option-invalid', '--resume is for pictures, and this model takes recordings.', {
      option: 'resume',
    });
  }
  const format = formats.find((one) => one === 'png16' || one === 'saved' || one === 'run');
  if (!format) return;
  throw new XaiError('option-invalid', `--formats ${format} is for pictures, and this model takes recordings.`, {
    option: 'formats',
  });
}
