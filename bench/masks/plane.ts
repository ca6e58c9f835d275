import type { Placement } from '../../src/core/placement.ts';
import { gridToPicture } from '../../src/core/resample.ts';
import type { Saliency, Target } from '../../src/core/saliency.ts';

/** Pixels per side of the plane on which maps are compared: eight a cell of the default grid of a classifier. */
export const SIDE = 64;

/** A map over the picture's content in the model's input, of any size. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Length height x width. */
  readonly data: Float32Array;
}

/** A plane brought to {@link SIDE} pixels a side, so that maps of all grids can be compared. */
export function toSide({ width, height, data }: Plane): Float32Array {
  if (width === SIDE && height === SIDE) return data;
  return gridToPicture(data, width, height, {
    picture: { width: SIDE, height: SIDE },
    input: { width, height },
    crop: { x: 0, y: 0, width: SIDE, height: SIDE },
    content: { x: 0, y: 0, width, height },
  });
}

/** A plane of {@link SIDE} pixels a side as a map of the picture. */
export function toSaliency(data: Float32Array, placement: Placement, target: Target): Saliency {
  const { width, height } = placement.content;
  const space = { input: { width, height }, content: { x: 0, y: 0, width, height } };
  return {
    ...placement.picture,
    data: gridToPicture(data, SIDE, SIDE, { ...placement, ...space }),
    target,
    masks: null,
    reliability: null,
    provenance: NOBODY,
  };
}

/** Maps of a benchmark are thrown away, so nobody asks where they are from. */
const NOBODY: Saliency['provenance'] = {
  method: 'benchmark',
  options: {},
  seed: null,
  modelSha256: '',
  pictureSha256: '',
  provider: '',
  adapter: null,
  versions: {},
  milliseconds: 0,
  notes: [],
};
