import { boxIou } from '../../src/core/boxes.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { pearson } from '../../src/core/statistics.ts';
import { drise } from '../../src/methods/d-rise.ts';
import type { Backend } from '../../src/runtime/backends.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { isInside, openShared, peakOf } from './open-model.ts';

/** A photo, a detector, and what is expected to be found there, at least. */
export interface Scene {
  readonly photo: string;
  readonly model: string;
  readonly expected: readonly string[];
  /** Small enough for the fast tier. */
  readonly fast: boolean;
}

export const SCENES: readonly Scene[] = [
  { photo: 'dog_bike_truck.jpg', model: 'yolox-nano', expected: ['dog', 'bicycle', 'car'], fast: false },
  { photo: 'dog_bike_truck.jpg', model: 'yolov8n-320', expected: ['dog', 'bicycle', 'car'], fast: false },
  { photo: 'dog_bike_truck.jpg', model: 'fastestdet', expected: ['dog', 'bicycle', 'car'], fast: true },
  { photo: 'dog_bike_truck.jpg', model: 'yolox-nano-nms', expected: ['dog', 'bicycle', 'car'], fast: false },
  { photo: 'bus.jpg', model: 'yolov8n-320', expected: ['bus', 'person', 'person', 'person'], fast: false },
  { photo: 'bus.jpg', model: 'yolov8n-seg-320', expected: ['bus', 'person', 'person', 'person'], fast: false },
  { photo: 'horses.jpg', model: 'fastestdet', expected: ['horse', 'horse'], fast: false },
  { photo: 'zidane.jpg', model: 'ultraface-rfb-320', expected: ['face', 'face'], fast: false },
  { photo: 'zidane.jpg', model: 'yolov8n-320', expected: ['person', 'person'], fast: false },
  { photo: 'skier.jpg', model: 'st-ssd-person', expected: ['person'], fast: false },
];

/** What one scene gave. */
export interface Pointing {
  readonly scene: Scene;
  readonly masks: number;
  readonly seconds: number;
  readonly provider: string;
  readonly targets: readonly {
    readonly label: string;
    readonly score: number;
    readonly reliability: number | null;
    /** Whether the map's peak lies inside of the box, padded by one mask cell. */
    readonly hit: boolean;
  }[];
  /** Pairs of targets whose boxes overlap by half or less, with the correlation of their maps. */
  readonly pairs: readonly { readonly labels: string; readonly iou: number; readonly correlation: number }[];
  /** Expected objects that were not found. */
  readonly missing: readonly string[];
}

const GRID = 16;

/** Explains everything that the detector finds in the photo. */
export async function explainScene(scene: Scene, masks: number, backend: Backend): Promise<Pointing> {
  const picture = await sharedPicture(scene.photo);
  await using model = await openShared(scene.model, backend);
  const start = performance.now();
  const maps = await drise(model, picture, { masks, grid: GRID, seed: 0, partialEvery: null }).result();
  const seconds = (performance.now() - start) / 1000;
  const { content, crop } = model.prepare(picture).placement;
  // A mask cell in picture pixels; the wider side of it pads both axes.
  const cell = Math.max(
    (Math.ceil(content.width / GRID) * crop.width) / content.width,
    (Math.ceil(content.height / GRID) * crop.height) / content.height,
  );
  const rest = maps.map(({ target }) => target.label);
  const missing = scene.expected.filter((label) => {
    const at = rest.indexOf(label);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return {
    scene,
    masks,
    seconds,
    provider: model.provider,
    missing,
    targets: maps.map((map) => ({
      label: map.target.label,
      score: map.target.score ?? 0,
      reliability: map.reliability,
      hit: map.target.box !== null && isInside(peakOf(map), map.target.box, cell),
    })),
    pairs: apartPairs(maps),
  };
}

function apartPairs(maps: readonly Saliency[]): Pointing['pairs'] {
  return maps.flatMap((a, i) =>
    maps.slice(i + 1).flatMap((b) => {
      if (!a.target.box || !b.target.box) return [];
      const iou = boxIou(a.target.box, b.target.box);
      if (iou > 0.5) return [];
      return [{ labels: `${a.target.label}, ${b.target.label}`, iou, correlation: pearson(a.data, b.data) }];
    }),
  );
}

/** Share of all targets whose peak is where it should be. */
export function hitShare(scenes: readonly Pointing[]): number {
  const hits = scenes.flatMap(({ targets }) => targets.map(({ hit }) => hit));
  return hits.filter(Boolean).length / hits.length;
}

/** Shares of the issue: nine of ten peaks inside, maps of different objects that do not look alike. */
export const LEAST_HITS = 0.9;
export const MOST_ALIKE = 0.9;
