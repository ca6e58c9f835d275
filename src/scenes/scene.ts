import { XaiError } from '../core/errors.ts';
import { drawPixels, type Layer, layersOf, Stencil } from './draw.ts';
import { type Attributes, CLASSES, type ClassName } from './figure.ts';
import type { CreateContext } from './paint/canvas.ts';
import type { LightName, Weather } from './paint/light.ts';
import { planScene, type SceneChoice, type ScenePlan } from './plan.ts';
import { lampProps } from './plants/lamp.ts';
import type { SettingName } from './world.ts';

/** The size, in pixels, at which it is decided what of a scene is labelled: so it is the same at every size. */
const JUDGED_AT = 256;
/** Less of an object than this, and nobody could be asked to find it. */
const LEAST = { visible: 0.3, inFrame: 0.35, pixels: 40 };

/** One object that can be seen. */
export interface SceneObject {
  /** Value of its pixels in `ids`; numbers start at 1 and follow the order of drawing, so there may be gaps. */
  id: number;
  label: ClassName;
  /** Index in `CLASSES`. */
  classIndex: number;
  attributes: Attributes;
  /** Tight around what is visible: picture pixels, x0 y0 x1 y1, half-open. */
  box: [number, number, number, number];
  /** Visible pixels. */
  area: number;
  /** Share of the object inside the picture that nothing hides, 0 to 1. */
  visible: number;
  /** Share of the object that lies inside the picture, 0 to 1. */
  inFrame: number;
  /** Stands where its kind does not belong: a bus on the beach. */
  outOfContext: boolean;
}

/** A drawn scene with all that is true of it. */
export interface Scene {
  seed: number;
  /** Width and height in pixels. */
  size: number;
  /** RGBA, opaque, row-major. */
  pixels: Uint8ClampedArray;
  /** For each pixel the `id` of the object that it shows, 0 for none; a scene has at most 255 objects. */
  ids: Uint8Array;
  objects: SceneObject[];
  setting: SettingName;
  light: LightName;
  weather: Weather;
  /** Where the planted lamps are: 1 for each pixel that they change; null without any. */
  plantMask: Uint8Array | null;
}

export interface SceneOptions extends SceneChoice {
  /** Width and height in pixels, 16 to 4096; default 256. */
  size?: number;
  /** Classes beside whose objects a lamp stands, but for those that fly. */
  lamps?: readonly ClassName[];
}

/**
 * Draws the scene of a seed and labels it. The same seed gives the same scene at every size, with the same objects.
 * @param seed whole number in [0, 2^53)
 * @param createContext gives a cleared square canvas: OffscreenCanvas in a page, @napi-rs/canvas in Node
 * @throws XaiError `option-invalid`
 */
export function drawScene(seed: number, createContext: CreateContext, options: SceneOptions = {}): Scene {
  const { size = JUDGED_AT, lamps: lit = [], ...choice } = options;
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new XaiError('option-invalid', `The seed ${seed} is no whole number from 0; give one.`, { option: 'seed' });
  if (!Number.isInteger(size) || size < 16 || size > 4096) {
    throw new XaiError('option-invalid', `A scene can't be ${size} pixels wide; give a whole number from 16 to 4096.`, {
      option: 'size',
    });
  }
  const plan = planScene(seed, choice);
  const lamps = lampProps(plan, lit);
  const layers = layersOf(plan, lamps);
  const pixels = drawPixels(plan, layers, size, createContext);
  const judged = measure(plan, layers, JUDGED_AT, createContext);
  const labelled = new Set(judged.objects.filter(isLabelled).map(({ id }) => id));
  const { ids, objects } = size === JUDGED_AT ? judged : measure(plan, layers, size, createContext);
  for (let i = 0; i < ids.length; i++) if (!labelled.has(ids[i])) ids[i] = 0;
  return {
    seed,
    size,
    pixels,
    ids,
    objects: objects.filter(({ id }) => labelled.has(id)),
    setting: plan.setting,
    light: plan.world.light.name,
    weather: plan.world.light.weather,
    plantMask: lamps.length === 0 ? null : difference(pixels, drawPixels(plan, layersOf(plan), size, createContext)),
  };
}

function isLabelled({ visible, inFrame, area }: SceneObject): boolean {
  return visible >= LEAST.visible && inFrame >= LEAST.inFrame && area >= LEAST.pixels;
}

/** 1 for each pixel in which two pictures of the same size differ. */
export function difference(a: Uint8ClampedArray, b: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from({ length: a.length / 4 }, (_, i) =>
    a[4 * i] !== b[4 * i] || a[4 * i + 1] !== b[4 * i + 1] || a[4 * i + 2] !== b[4 * i + 2] ? 1 : 0,
  );
}

/** Draws each object alone, far ones first, and lets nearer things take its pixels away. */
function measure(
  plan: ScenePlan,
  layers: readonly Layer[],
  size: number,
  createContext: CreateContext,
): { ids: Uint8Array; objects: SceneObject[] } {
  const ids = new Uint8Array(size * size);
  const stencil = new Stencil(size, plan, createContext);
  const drawn = new Map<number, number>();
  for (const layer of layers) {
    if (layer.figure < 0 && !hidesAny(layer, layers)) continue;
    let count = 0;
    stencil.trace(layer, (pixel) => {
      ids[pixel] = layer.figure + 1;
      count++;
    });
    if (layer.figure >= 0) drawn.set(layer.figure, count);
  }
  const extents = extentsOf(ids, size, plan.figures.length);
  const objects = layers.flatMap((layer): SceneObject[] => {
    const extent = layer.figure < 0 ? null : extents[layer.figure];
    if (extent === null || extent.area === 0) return [];
    const { label, figure, outOfContext } = plan.figures[layer.figure];
    const whole = drawn.get(layer.figure) as number;
    return [
      {
        id: layer.figure + 1,
        label,
        classIndex: CLASSES.indexOf(label),
        attributes: figure.attributes,
        ...extent,
        visible: extent.area / whole,
        inFrame: shareInFrame(layer, stencil, whole),
        outOfContext,
      },
    ];
  });
  return { ids, objects };
}

function hidesAny(layer: Layer, layers: readonly Layer[]): boolean {
  const { x0, y0, x1, y1 } = layer.box;
  return layers.some((other) => {
    const [dx, dy] = [0.4 * (other.box.x1 - other.box.x0), 0.4 * (other.box.y1 - other.box.y0)];
    return (
      other.figure >= 0 &&
      other.y <= layer.y &&
      other.box.x0 - dx < x1 &&
      other.box.x1 + dx > x0 &&
      other.box.y0 - dy < y1 &&
      other.box.y1 + dy > y0
    );
  });
}

/** Tight box and area of each id from 1. */
function extentsOf(ids: Uint8Array, size: number, count: number): Pick<SceneObject, 'box' | 'area'>[] {
  const extents = Array.from(
    { length: count },
    (): Pick<SceneObject, 'box' | 'area'> => ({ box: [size, size, 0, 0], area: 0 }),
  );
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++, at++) {
      if (ids[at] === 0) continue;
      const extent = extents[ids[at] - 1];
      const { box } = extent;
      extent.area++;
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x >= box[2]) box[2] = x + 1;
      box[3] = y + 1;
    }
  }
  return extents;
}

/** Draws what the frame cuts once more, moved inside, to know how much of it there is. */
function shareInFrame(layer: Layer, stencil: Stencil, drawn: number): number {
  const { x0, y0, x1, y1 } = layer.box;
  const margin = 0.02;
  if (x0 > margin && y0 > margin && x1 < 1 - margin && y1 < 1 - margin) return 1;
  let whole = 0;
  const inside = (low: number, high: number) => (low < margin || high > 1 - margin ? 0.5 - (low + high) / 2 : 0);
  stencil.trace(layer, () => whole++, [inside(x0, x1), inside(y0, y1)]);
  return whole === 0 ? 1 : Math.min(1, drawn / whole);
}
