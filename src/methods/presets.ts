import { XaiError } from '../core/errors.ts';
import type { MapForm } from '../core/masks/mask-sum.ts';
import { defaultMaskSpec, type MaskSpec } from '../core/masks/spec.ts';
import { DEFAULT_SIMILARITY, type SimilarityOptions } from '../gpu/reference/similarity.ts';

interface Space {
  readonly width: number;
  readonly height: number;
}

interface Grid {
  readonly grid: number;
  readonly keep: number;
  readonly seed: number;
}

/** How the finished map is scaled: not at all, (map - min) / (max - min), or map / max |map|. */
export type Scaling = 'none' | 'min-max' | 'max-abs';

/**
 * Everything in which one implementation of RISE or D-RISE differs from another, but for its random numbers: those are
 * ours, so that a preset's masks are of the same family as the original's and not the same masks.
 *
 * Where an original sums over masks the preset gives the mean, so that a map does not depend on the number of masks.
 * Faults of the originals are not reproduced; each is named at its preset.
 */
export interface MaskPreset {
  /** Cells per side. */
  readonly grid: number;
  readonly keep: number;
  readonly masks: number;
  /** Reliability to stop at before the last mask, or null. */
  readonly reliability: number | null;
  /** Masks over a content rectangle of `space` pixels. */
  readonly maskSpec: (space: Space, grid: Grid) => MaskSpec;
  /** What hides a pixel: black in the picture, or 0 in the tensor that the model is given (after normalisation). */
  readonly fill: 'black' | 'zero';
  readonly form: MapForm;
  readonly scaling: Scaling;
}

export interface DetectorPreset extends MaskPreset {
  readonly similarity: SimilarityOptions;
}

/** `grid` cells enlarged by one pitch more than the side needs, and shifted by less than a pitch. */
function enlargedGrid(
  space: Space,
  { grid, keep, seed }: Grid,
  pitch: (side: number, grid: number) => number,
  style: Pick<MaskSpec, 'interpolation' | 'border'>,
): MaskSpec {
  const pitchX = pitch(space.width, grid);
  const pitchY = pitch(space.height, grid);
  return {
    width: space.width,
    height: space.height,
    cellsX: grid,
    cellsY: grid,
    upWidth: (grid + 1) * pitchX,
    upHeight: (grid + 1) * pitchY,
    offsetsX: pitchX,
    offsetsY: pitchY,
    ...style,
    keep,
    seed,
  };
}

function pitchUp(side: number, grid: number): number {
  return Math.ceil(side / grid);
}

/** The whole part of side / grid, or one more where the window would hang over the enlarged mask's edge. */
function pitchDown(side: number, grid: number): number {
  const pitch = Math.floor(side / grid);
  return (grid + 1) * pitch >= side + pitch - 1 && pitch > 0 ? pitch : pitch + 1;
}

/**
 * Petsiuk et al., "Black-box explanation of object detectors via saliency maps", CVPR 2021 (arXiv:2006.03204): 16x16
 * cells of pitch floor(side / 16), linear, 5000 masks, IoU x cosine x objectness (dropped where the detector has none),
 * the plain weighted sum.
 *
 * Not reproduced: with sides that are no multiple of 16 the enlarged mask can be smaller than the picture; the pitch is
 * then rounded up.
 */
const paper: DetectorPreset = {
  grid: 16,
  keep: 0.5,
  masks: 5000,
  reliability: null,
  maskSpec: (space, grid) => enlargedGrid(space, grid, pitchDown, { interpolation: 'linear', border: 'clamp' }),
  fill: 'black',
  similarity: { objectness: 'own', classes: 'cosine', iouPixelOffset: 0 },
  form: 'raw',
  scaling: 'none',
};

/**
 * Microsoft vision-explanation-methods, `drise.py` and `common.py`: 16x16 cells enlarged to the picture and one padding
 * (int(max(height / 16, width / 16)) for both axes) by nearest neighbour, cut at an offset of 0 to padding inclusive;
 * class vectors expanded from the best class, as its wrappers do, of what is left after suppression; the mean score subtracted;
 * (map - min) / max. It has
 * no default number of masks (its command line takes 25, the dashboard above it 50); the preset takes 2000.
 *
 * Not reproduced: a first mask without detections makes every map NaN ("no detections found"). The target's own
 * objectness is a constant factor, which the scaling removes.
 */
const microsoft: DetectorPreset = {
  grid: 16,
  keep: 0.5,
  masks: 2000,
  reliability: null,
  maskSpec: ({ width, height }, { grid, keep, seed }) => {
    const padding = Math.floor(Math.max(height / grid, width / grid));
    return {
      width,
      height,
      cellsX: grid,
      cellsY: grid,
      upWidth: width + padding,
      upHeight: height + padding,
      offsetsX: padding + 1,
      offsetsY: padding + 1,
      interpolation: 'nearest',
      border: 'clamp',
      keep,
      seed,
    };
  },
  fill: 'black',
  similarity: { objectness: 'own', classes: 'cosine', iouPixelOffset: 0, expandTop1: true, proposals: 'detections' },
  form: 'mean-subtracted',
  scaling: 'min-max',
};

/**
 * hysts/pytorch_D-RISE, `demo.ipynb`: 16x16 cells of pitch floor(side / 16), linear, every offset that fits but the last
 * one; the best IoU x score among detections of the target's class, after suppression; the plain weighted sum; 5000 masks.
 *
 * Not reproduced: where the enlarged mask is not larger than the picture the notebook stops with an error; the pitch is
 * then rounded up. Its masked pictures are cut to whole grey levels, ours are not.
 */
const hysts: DetectorPreset = {
  grid: 16,
  keep: 0.5,
  masks: 5000,
  reliability: null,
  maskSpec: (space, grid) => {
    const pitch = (side: number, cells: number) => {
      const whole = Math.floor(side / cells);
      return (cells + 1) * whole > side ? whole : whole + 1;
    };
    const spec = enlargedGrid(space, grid, pitch, { interpolation: 'linear', border: 'clamp' });
    return { ...spec, offsetsX: spec.upWidth - spec.width, offsetsY: spec.upHeight - spec.height };
  },
  fill: 'black',
  similarity: { objectness: 'score', classes: 'same-label', iouPixelOffset: 0, proposals: 'detections' },
  form: 'raw',
  scaling: 'none',
};

/** The grid of XAITK and of eclique's RISE: pitch ceil(side / grid), linear, mirrored at the border. */
function mirroredGrid(space: Space, grid: Grid): MaskSpec {
  return enlargedGrid(space, grid, pitchUp, { interpolation: 'linear', border: 'mirror' });
}

/**
 * XAITK-saliency, `RISEGrid` and `DRISEScoring`: mirrored linear grid, boxes counted as whole pixels (corners'
 * difference plus one), the weighted sum over the sum of masks, divided by its largest magnitude. Grid, masks and keep
 * are the user's there; the preset takes those of its public demonstration (8, 200, .5).
 *
 * Not reproduced: early versions multiplied by the cosine distance in place of the similarity and weighted the hidden
 * part of each mask.
 */
const xaitkDetector: DetectorPreset = {
  grid: 8,
  keep: 0.5,
  masks: 200,
  reliability: null,
  maskSpec: mirroredGrid,
  fill: 'black',
  similarity: { objectness: 'own', classes: 'cosine', iouPixelOffset: 1 },
  form: 'ratio',
  scaling: 'max-abs',
};

/**
 * eclique/RISE, `explanations.py` and `Saliency.ipynb`, by the authors of RISE (Petsiuk et al., BMVC 2018): 8x8 cells,
 * keep .1, 6000 masks, mirrored linear grid, masks multiplied onto the normalised picture, sum over N p. Scores are
 * softmax probabilities.
 *
 * Not reproduced: `RISEBatch` leaves out the division.
 */
const eclique: MaskPreset = {
  grid: 8,
  keep: 0.1,
  masks: 6000,
  reliability: null,
  maskSpec: mirroredGrid,
  fill: 'zero',
  form: 'rise',
  scaling: 'none',
};

/**
 * OpenVINO XAI, `black_box/rise.py`: 8x8 cells, keep .5, 5000 masks (2000 and 8000 for speed and quality), cubic
 * enlargement cut to [0, 1], masks multiplied onto the tensor that the model is given, the plain weighted sum, min-max.
 * Scores are the model's outputs after the recipe's activation.
 *
 * Not reproduced: for inputs that are not square it swaps height and width of the enlarged mask; maps rounded to 8 bits.
 */
const openvino: MaskPreset = {
  grid: 8,
  keep: 0.5,
  masks: 5000,
  reliability: null,
  maskSpec: (space, grid) => enlargedGrid(space, grid, pitchUp, { interpolation: 'cubic', border: 'clamp' }),
  fill: 'zero',
  form: 'raw',
  scaling: 'min-max',
};

/**
 * XAITK-saliency, `RISEGrid` and `RISEScoring` as `RISEStack` joins them ("debiased", after Hatakeyama et al., ACCV
 * 2020): sum of s (M - p), divided by its largest magnitude. Grid, masks and keep as in {@link xaitkDetector}.
 */
const xaitkClassifier: MaskPreset = {
  grid: 8,
  keep: 0.5,
  masks: 200,
  reliability: null,
  maskSpec: mirroredGrid,
  fill: 'black',
  form: 'keep-subtracted',
  scaling: 'max-abs',
};

/** Our own, as docs/methods/d-rise.md defines it. */
const defaultDetector: DetectorPreset = {
  grid: 16,
  keep: 0.5,
  masks: 5000,
  reliability: 0.8,
  maskSpec: defaultMaskSpec,
  fill: 'black',
  similarity: DEFAULT_SIMILARITY,
  form: 'mean-subtracted',
  scaling: 'none',
};

/** Our own for classifiers: as for detectors, on a grid of 8x8. */
const defaultClassifier: MaskPreset = {
  grid: 8,
  keep: 0.5,
  masks: 5000,
  reliability: 0.8,
  maskSpec: defaultMaskSpec,
  fill: 'black',
  form: 'mean-subtracted',
  scaling: 'none',
};

export const DETECTOR_PRESETS = { default: defaultDetector, paper, microsoft, hysts, xaitk: xaitkDetector } as const;
export const CLASSIFIER_PRESETS = { default: defaultClassifier, eclique, openvino, xaitk: xaitkClassifier } as const;

/** @throws XaiError `option-invalid` listing the presets for detectors. */
export function detectorPreset(name: string): DetectorPreset {
  return findPreset(DETECTOR_PRESETS, name, 'detectors');
}

/** @throws XaiError `option-invalid` listing the presets for classifiers. */
export function classifierPreset(name: string): MaskPreset {
  return findPreset(CLASSIFIER_PRESETS, name, 'classifiers');
}

function findPreset<P extends MaskPreset>(presets: Readonly<Record<string, P>>, name: string, task: string): P {
  if (Object.hasOwn(presets, name)) return presets[name];
  const names = Object.keys(presets).join(', ');
  throw new XaiError('option-invalid', `There is no preset "${name}" for ${task}. Choose one of ${names}.`, {
    option: 'preset',
  });
}

/** A map's values become (value - start) x factor. */
export interface Scale {
  readonly start: number;
  readonly factor: number;
}

/** How a map is scaled. Where all values are equal (`min-max`) or 0 (`max-abs`) the factor is 0. */
export function scaleOf(map: Float32Array, scaling: Scaling): Scale {
  if (scaling === 'none') return { start: 0, factor: 1 };
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of map) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const start = scaling === 'min-max' ? low : 0;
  const extent = scaling === 'min-max' ? high - low : Math.max(Math.abs(low), Math.abs(high));
  return { start, factor: extent > 0 ? 1 / extent : 0 };
}

/** Scales a map in place. */
export function scaleMap(map: Float32Array, scaling: Scaling): Float32Array {
  if (scaling === 'none') return map;
  const { start, factor } = scaleOf(map, scaling);
  for (let k = 0; k < map.length; k++) map[k] = (map[k] - start) * factor;
  return map;
}
