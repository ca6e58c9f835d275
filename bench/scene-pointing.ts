// How well D-RISE points at the objects of drawn scenes, whose boxes are exact.
import { type Box, boxArea } from '../src/core/boxes.ts';
import { mean } from '../src/core/statistics.ts';
import { energyInside, peak } from '../src/core/summary.ts';
import { drise } from '../src/methods/d-rise.ts';
import type { Context2D, CreateContext } from '../src/scenes/paint/canvas.ts';
import { drawScene } from '../src/scenes/scene.ts';
import { pictureFromPixels } from '../src/tasks/decode-picture.ts';
import { Model } from '../src/tasks/model.ts';

const SIZE = 256;
const GRID = 16;

export interface ScenePointing {
  readonly scenes: number;
  readonly masks: number;
  readonly targets: number;
  /** Share of the targets whose peak lies inside their box, padded by one mask cell. */
  readonly hits: number;
  /** Share of a map's weight inside its box over the box's share of the picture, the mean over the targets. */
  readonly gain: number;
}

/** The first seed that no model was trained on (`training/sets.json`). */
const HELD_OUT = 9_000_000;

/** The embedded detector on held-out scenes, on the quickest provider that is here; null where nothing can draw. */
export async function pointWithEmbedded(
  scenes: number,
  masks: number,
): Promise<(ScenePointing & { provider: string }) | null> {
  const canvas = await import('@napi-rs/canvas').catch(() => null);
  if (canvas === null) return null;
  await using model = await Model.load('www/models/detector.onnx', { backend: 'auto' });
  const createContext: CreateContext = (size) =>
    canvas.createCanvas(size, size).getContext('2d') as unknown as Context2D;
  const result = await pointAtScenes(model, createContext, HELD_OUT, scenes, masks);
  return { ...result, provider: model.provider };
}

/** Explains all that the detector finds in `count` scenes from `seed` on. */
export async function pointAtScenes(
  model: Model,
  createContext: CreateContext,
  seed: number,
  count: number,
  masks: number,
): Promise<ScenePointing> {
  const hits: number[] = [];
  const gains: number[] = [];
  const cell = SIZE / GRID;
  for (let at = seed; at < seed + count; at++) {
    const { pixels } = drawScene(at, createContext, { size: SIZE });
    const picture = await pictureFromPixels(SIZE, SIZE, pixels, { name: `scene-${at}.png` });
    const { boxes = [] } = await model.predict(picture);
    if (boxes.length === 0) continue;
    const run = drise(model, picture, { targets: boxes, masks, grid: GRID, seed: 0, partialEvery: null });
    for (const map of await run.result()) {
      const [x0, y0, x1, y1] = map.target.box as Box;
      const top = peak(map);
      const isHit = top && top.x >= x0 - cell && top.x < x1 + cell && top.y >= y0 - cell && top.y < y1 + cell;
      hits.push(isHit ? 1 : 0);
      gains.push(energyInside(map, [x0, y0, x1, y1]) / (boxArea([x0, y0, x1, y1]) / SIZE ** 2));
    }
  }
  return { scenes: count, masks, targets: hits.length, hits: mean(hits), gain: mean(gains) };
}
