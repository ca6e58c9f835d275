import { Dice } from './dice.ts';
import { Brush } from './paint/brush.ts';
import type { Context2D, CreateContext } from './paint/canvas.ts';
import { finish } from './paint/finish.ts';
import type { ScenePlan } from './plan.ts';
import { type Box, boxOfProp, type PlacedFigure } from './populate.ts';
import { paintWeather } from './scenery/weather.ts';
import { depthAt, metreAt, type Prop, type World } from './world.ts';

/** One thing of a scene in painter's order. */
export interface Layer {
  box: Box;
  /** Index in the plan's figures, or -1 for scenery. */
  figure: number;
  y: number;
  paint(brush: Brush): void;
}

/** Sky first, then what stands on the ground from far to near. */
export function layersOf({ figures, props, world }: ScenePlan, extra: readonly Prop[] = []): Layer[] {
  const standing = [...props, ...extra].map((prop) => layerOfProp(prop, world));
  const all = [...figures.map(layerOfFigure), ...standing];
  return all.sort((a, b) => a.y - b.y);
}

function layerOfFigure(placed: PlacedFigure, index: number): Layer {
  const { x, y, scale, flip, depth, figure, lane } = placed;
  return {
    box: placed.box,
    figure: index,
    // The nearer of two things aloft hides the farther, and both are behind what stands on the ground.
    y: lane === 'sky' ? scale - 1 : placed.box.y1,
    paint: (brush) => brush.at(x, y, scale, () => figure.paint(brush), { flip, depth }),
  };
}

function layerOfProp(prop: Prop, world: World): Layer {
  const scale = metreAt(world, prop.y);
  return {
    box: boxOfProp(prop, scale),
    figure: -1,
    y: prop.y,
    paint: (brush) =>
      brush.at(prop.x, prop.y, scale, () => prop.paint(brush), {
        flip: prop.flip,
        depth: depthAt(world, prop.y) * 0.8,
      }),
  };
}

/** Draws a scene. @returns RGBA, opaque, `size` x `size` */
export function drawPixels(
  plan: ScenePlan,
  layers: readonly Layer[],
  size: number,
  createContext: CreateContext,
): Uint8ClampedArray {
  const context = createContext(size);
  context.setTransform(size, 0, 0, size, 0, 0);
  const brush = new Brush(context, plan.world.light);
  plan.paintBackdrop(brush);
  brush.depth = 0;
  for (const layer of layers) layer.paint(brush);
  paintWeather(brush, new Dice(plan.seed, 7), plan.world);
  const { data } = context.getImageData(0, 0, size, size);
  finish(data, size, new Dice(plan.seed, 8));
  return data;
}

/** Silhouettes on a scratch canvas, one thing at a time. */
export class Stencil {
  readonly #context: Context2D;
  readonly #brush: Brush;

  constructor(
    readonly size: number,
    { world }: ScenePlan,
    createContext: CreateContext,
  ) {
    this.#context = createContext(size);
    this.#brush = new Brush(this.#context, world.light, true);
  }

  /** Calls `solid` with the index of each pixel of which the thing covers more than half. @param shift moves it, in units */
  trace(layer: Layer, solid: (pixel: number) => void, shift: readonly [number, number] = [0, 0]): void {
    const { size } = this;
    const { x0, y0, x1, y1 } = padded(layer.box);
    const left = Math.max(0, Math.floor((x0 + shift[0]) * size));
    const top = Math.max(0, Math.floor((y0 + shift[1]) * size));
    const width = Math.min(size, Math.ceil((x1 + shift[0]) * size)) - left;
    const height = Math.min(size, Math.ceil((y1 + shift[1]) * size)) - top;
    if (width <= 0 || height <= 0) return;
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(left, top, width, height);
    this.#context.setTransform(size, 0, 0, size, shift[0] * size, shift[1] * size);
    layer.paint(this.#brush);
    const { data } = this.#context.getImageData(left, top, width, height);
    for (let y = 0, at = 3; y < height; y++) {
      for (let x = 0; x < width; x++, at += 4) if (data[at] > 127) solid((top + y) * size + left + x);
    }
    // Paint may reach beyond the box that was read: the next thing has to find a clean sheet.
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, size, size);
  }
}

/** Sails, umbrellas and tails reach beyond the rough box. */
function padded({ x0, y0, x1, y1 }: Box): Box {
  const [dx, dy] = [0.35 * (x1 - x0) + 0.01, 0.4 * (y1 - y0) + 0.01];
  return { x0: x0 - dx, y0: y0 - dy, x1: x1 + dx, y1: y1 + dy };
}
