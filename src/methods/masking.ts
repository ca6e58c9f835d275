import { between, oneOf, wholeNumber } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import { MAP_FORMS, type MapForm } from '../core/masks/mask-sum.ts';
import type { MaskSpec } from '../core/masks/spec.ts';
import { MaskedBatchWriter, type MaskedInput, type MaskPainting } from '../gpu/reference/masked-batch.ts';
import { type Fill, fillTensor } from '../tasks/fill.ts';
import type { Model } from '../tasks/model.ts';
import { channelCount, type PreparedInput } from '../tasks/prepare.ts';
import { checkBatch, checkPartialEvery } from './check-common.ts';
import { type CopyWriter, MaskedWindowWriter } from './masked-windows.ts';
import type { MaskPreset, Scaling } from './presets.ts';
import { checkStored, masksOf, type StoredRun } from './stored-run.ts';

export type Estimate = 'sum' | 'regression';

/** Options that every method with random masks has; what is left out comes from the preset. */
export interface MaskOptions {
  /** Masked passes, 1 to 1 000 000. Default: until the maps are steady (see `reliability`), at most 5000. */
  readonly masks?: number;
  /** Cells per side of the mask grid, 1 to 64. Default 16 for detectors, 8 for classifiers. */
  readonly grid?: number;
  /** Probability that a cell keeps the picture, strictly between 0 and 1. Default .5. */
  readonly keep?: number;
  /** Whole number from 0; the same seed gives the same masks everywhere. Default 0. */
  readonly seed?: number;
  /** What hides a pixel. Default `black`, in picture space; for recordings `mean`. */
  readonly fill?: Fill;
  /** How scores and masks become a map. Default `mean-subtracted`. */
  readonly form?: MapForm;
  /**
   * `sum`: scores and masks are summed, as all implementations do. `regression`: the map that `mean-subtracted` comes to with ever
   * more masks, estimated by Bayesian regression: as near to it with half of the masks. Default: `regression` for
   * `mean-subtracted` without scaling, grids of at most 16 cells a side and 32 masks or more; else `sum`.
   */
  readonly estimate?: Estimate;
  /**
   * Stop as soon as the split-half reliability of every target reaches this, in (0, 1); null: run all masks. Default .8, or
   * null where `masks` or a preset says how many there are.
   */
  readonly reliability?: number | null;
  /** Masked pictures per run. Default: what this machine runs fastest (4 at most on a CPU). */
  readonly batch?: number;
  /** Least milliseconds between two partial maps, more where making one is slow; 0: one a batch; null: none. Default 250. */
  readonly partialEvery?: number | null;
  /** A run of the same model, picture, masks and targets to go on with, whose masks are all used. Default: begin with mask 0. */
  readonly resume?: StoredRun;
  readonly signal?: AbortSignal;
}

/** Names of the options that methods with random masks have beside those of all methods. */
export const MASK_OPTIONS = [
  'masks',
  'grid',
  'keep',
  'seed',
  'fill',
  'form',
  'estimate',
  'reliability',
  'preset',
  'resume',
] as const;

/** Mask options with every default filled in and every value checked. */
export interface CheckedMaskOptions {
  readonly preset: string;
  readonly masks: number;
  readonly grid: number;
  readonly keep: number;
  readonly seed: number;
  readonly fill: Fill;
  readonly form: MapForm;
  /** Null: as suits the masks, see {@link estimateFor}. */
  readonly estimate: Estimate | null;
  readonly scaling: Scaling;
  readonly reliability: number | null;
  readonly batch: number | null;
  readonly partialEvery: number | null;
  readonly resume: StoredRun | null;
}

/** @throws XaiError `option-invalid` naming the option */
export function checkMaskOptions(options: MaskOptions, name: string, preset: MaskPreset): CheckedMaskOptions {
  const { batch, resume = null, partialEvery } = options;
  const { reliability = options.masks === undefined ? preset.reliability : null } = options;
  return {
    preset: name,
    masks: atLeastStored(wholeNumber('masks', options.masks ?? preset.masks, 1, 1_000_000), resume),
    grid: wholeNumber('grid', options.grid ?? preset.grid, 1, 64),
    keep: between('keep', options.keep ?? preset.keep, 0, 1),
    seed: wholeNumber('seed', options.seed ?? 0, 0, Number.MAX_SAFE_INTEGER),
    fill: options.fill ?? preset.fill,
    form: oneOf('form', options.form ?? preset.form, MAP_FORMS),
    estimate: checkEstimate(options, preset),
    scaling: preset.scaling,
    reliability: reliability === null ? null : between('reliability', reliability, 0, 1),
    batch: checkBatch(batch),
    resume,
    partialEvery: checkPartialEvery(partialEvery),
  };
}

/** Masks of a run that is gone on with, all of which are used; a damaged one is refused later. */
function atLeastStored(masks: number, resume: StoredRun | null): number {
  const stored = resume ? masksOf(checkStored(resume)) : 0;
  return Number.isInteger(stored) ? Math.max(masks, stored) : masks;
}

/** @throws XaiError `option-invalid` where a regression is asked for that there is none of */
function checkEstimate({ estimate, form }: MaskOptions, preset: MaskPreset): Estimate | null {
  if (estimate === undefined) return null;
  const checked = oneOf('estimate', estimate, ['sum', 'regression']);
  if (checked === 'regression' && !isRegressed(form ?? preset.form, preset.scaling)) {
    throw new XaiError(
      'option-invalid',
      'A regression estimates the form mean-subtracted without scaling; leave out form and preset, or use estimate sum.',
      { option: 'estimate' },
    );
  }
  return checked;
}

function isRegressed(form: MapForm, scaling: Scaling): boolean {
  return form === 'mean-subtracted' && scaling === 'none';
}

/** Masks of more cells (17 x 17 is the default) vary in more patterns than a regression looks at. */
const MOST_CELLS = 17 * 17;
/** Of fewer masks the scores can't advise how much to believe them. */
const FEWEST_FOR_REGRESSION = 32;

/** The estimate that was asked for, or the one that suits the masks. */
export function estimateFor({ estimate, form, scaling, masks }: CheckedMaskOptions, spec: MaskSpec): Estimate {
  const suits = spec.cellsX * spec.cellsY <= MOST_CELLS && spec.interpolation !== 'cubic';
  const isDefault = isRegressed(form, scaling) && suits && masks >= FEWEST_FOR_REGRESSION;
  return estimate ?? (isDefault ? 'regression' : 'sum');
}

/** The picture and what hides it, as masked copies are written from. */
export function maskedInput(
  model: Model,
  prepared: PreparedInput,
  options: Pick<CheckedMaskOptions, 'fill' | 'seed'>,
): MaskedInput {
  const recipe = model.pictureRecipe();
  const { input } = recipe;
  return {
    layout: input.layout,
    channels: channelCount(input),
    width: input.width,
    height: input.height,
    content: prepared.placement.content,
    image: prepared.tensor,
    fill: fillTensor(recipe, prepared, options.fill, options.seed),
  };
}

/**
 * Writes masked copies of a picture or window on the CPU.
 * @param batch most copies at once
 * @param buffers how many batches are held: a batch stays as it is for so many calls
 * @throws XaiError `option-invalid` for an unknown fill, `out-of-memory`
 */
export function copyWriter(
  masks: MaskSpec | MaskPainting,
  model: Model,
  prepared: PreparedInput,
  options: Pick<CheckedMaskOptions, 'fill' | 'seed'>,
  batch: number,
  buffers = 1,
): CopyWriter {
  if (!('window' in prepared))
    return new MaskedBatchWriter(masks, maskedInput(model, prepared, options), batch, buffers);
  const { tensor, grid } = prepared;
  const fill = fillTensor(model.recipe, prepared, options.fill, options.seed);
  return new MaskedWindowWriter(masks, { tensor, fill, grid }, batch, buffers);
}
