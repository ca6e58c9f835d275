import { MaskPainter } from '../../src/core/masks/evaluate.ts';
import { defaultMaskSpec, type MaskSpec } from '../../src/core/masks/spec.ts';
import { seedKey, threefry2x32 } from '../../src/core/random.ts';
import type { Target } from '../../src/core/saliency.ts';

/** Masks that are no grid of equal cells, painted in any size. */
export interface Painter {
  /** Writes mask number `index`: 1 keeps the picture, 0 hides it. */
  paint(index: number, out: Float32Array): void;
}

/** What a painter knows of the picture: shares of the content, 0 to 1. */
export interface Scene {
  readonly box: readonly [x0: number, y0: number, x1: number, y1: number] | null;
}

export type MakePainter = (size: { width: number; height: number }, scene: Scene) => Painter;

/** The box of a target as shares of the content that the model sees; null for an answer about the whole picture. */
export function sceneOf(
  { box }: Target,
  { crop }: { crop: { x: number; y: number; width: number; height: number } },
): Scene {
  if (!box) return { box: null };
  const [x0, y0, x1, y1] = box;
  const across = (x: number) => Math.min(1, Math.max(0, (x - crop.x) / crop.width));
  const down = (y: number) => Math.min(1, Math.max(0, (y - crop.y) / crop.height));
  return { box: [across(x0), down(y0), across(x1), down(y1)] };
}

/** Pixels per side of the masks that are bent. */
const BENT = 136;
/** How much finer masks are in the box and around it, by half of its sides. */
const FINER = 2;

/** The default masks of a detector, bent so that cells are smaller near the target. */
export const finerNearTarget: MakePainter = ({ width, height }, { box }) => {
  const spec = defaultMaskSpec({ width: BENT, height: BENT }, { grid: 16, keep: 0.5, seed: 1 });
  const painter = new MaskPainter(spec);
  const flat = new Float32Array(BENT * BENT);
  const [x0, y0, x1, y1] = box ?? [0, 0, 1, 1];
  const columns = bend(width, x0, x1);
  const rows = bend(height, y0, y1);
  return {
    paint(index, out) {
      painter.paint(index, flat);
      for (let y = 0; y < height; y++) {
        const row = Math.floor(rows[y]);
        const down = rows[y] - row;
        for (let x = 0; x < width; x++) {
          const column = Math.floor(columns[x]);
          const across = columns[x] - column;
          const at = row * BENT + column;
          const above = flat[at] + across * (flat[at + 1] - flat[at]);
          const below = flat[at + BENT] + across * (flat[at + BENT + 1] - flat[at + BENT]);
          out[y * width + x] = above + down * (below - above);
        }
      }
    },
  };
};

/** Where each pixel of an axis reads the flat mask. */
function bend(pixels: number, from: number, to: number): Float64Array {
  const margin = (to - from) / 4;
  const [near, far] = [Math.max(0, from - margin), Math.min(1, to + margin)];
  const travelled = (share: number) => share + (FINER - 1) * (Math.min(far, Math.max(near, share)) - near);
  const all = travelled(1);
  return Float64Array.from({ length: pixels }, (_, k) =>
    Math.min(BENT - 1.001, (travelled((k + 0.5) / pixels) / all) * (BENT - 1)),
  );
}

/** Stream of the generator that only these masks draw from. */
const SMOOTH_STREAM = 0x736d6f6f;
const SMOOTH_GRIDS = [6, 14];
/** How steep shapes are at their edges. */
const STEEPNESS = 3;

/** Smooth shapes of no grid: the sign of noise in two sizes, softened; half of the picture is kept on the average. */
export const smoothShapes: MakePainter = ({ width, height }) => {
  const words = new Uint32Array(2);
  const layers = SMOOTH_GRIDS.map((grid) => new Float64Array((grid + 2) ** 2));
  return {
    paint(index, out) {
      out.fill(0);
      SMOOTH_GRIDS.forEach((grid, layer) => {
        const side = grid + 2;
        const values = layers[layer];
        for (let k = 0; k < values.length; k++) {
          threefry2x32(layer, 1, index, k, words);
          values[k] = gauss(words);
        }
        threefry2x32(layer, SMOOTH_STREAM, index, 0, words);
        const [shiftX, shiftY] = [words[0] / 2 ** 32, words[1] / 2 ** 32];
        for (let y = 0; y < height; y++) {
          const v = ((y + 0.5) * grid) / height + shiftY;
          const row = Math.floor(v);
          for (let x = 0; x < width; x++) {
            const u = ((x + 0.5) * grid) / width + shiftX;
            const column = Math.floor(u);
            const at = row * side + column;
            const above = values[at] + (u - column) * (values[at + 1] - values[at]);
            const below = values[at + side] + (u - column) * (values[at + side + 1] - values[at + side]);
            out[y * width + x] += above + (v - row) * (below - above);
          }
        }
      });
      for (let k = 0; k < out.length; k++) out[k] = Math.min(1, Math.max(0, 0.5 + STEEPNESS * out[k]));
    },
  };
};

function gauss(words: Uint32Array): number {
  return Math.sqrt(-2 * Math.log((words[0] + 1) / 2 ** 32)) * Math.cos((2 * Math.PI * words[1]) / 2 ** 32);
}

/** Cells per side of the indices of sensitivity: their cost grows with the cells. */
export const INDEX_GRID = 7;
/** Passes of one sample of Sobol's indices: two masks, and one a cell between them. */
export const SOBOL_PASSES = INDEX_GRID ** 2 + 2;

/** Masks of the estimator of Jansen (1999): A, B, and A with each cell of B in turn; cells even over 0 to 1. */
export const sobolMasks: MakePainter = ({ width, height }) => {
  const cells = INDEX_GRID ** 2;
  const values = new Float64Array(cells);
  const [k0, k1] = seedKey(1);
  const words = new Uint32Array(2);
  return {
    paint(index, out) {
      const sample = Math.floor(index / SOBOL_PASSES);
      const which = index % SOBOL_PASSES;
      for (let cell = 0; cell < cells; cell++) {
        threefry2x32(k0, k1, sample, cell, words);
        const second = which === 1 || which - 2 === cell;
        values[cell] = words[second ? 1 : 0] / 2 ** 32;
      }
      for (let y = 0; y < height; y++) {
        const v = Math.min(INDEX_GRID - 1.001, Math.max(0, ((y + 0.5) * INDEX_GRID) / height - 0.5));
        const row = Math.floor(v);
        for (let x = 0; x < width; x++) {
          const u = Math.min(INDEX_GRID - 1.001, Math.max(0, ((x + 0.5) * INDEX_GRID) / width - 0.5));
          const column = Math.floor(u);
          const at = row * INDEX_GRID + column;
          const above = values[at] + (u - column) * (values[at + 1] - values[at]);
          const below =
            values[at + INDEX_GRID] + (u - column) * (values[at + INDEX_GRID + 1] - values[at + INDEX_GRID]);
          out[y * width + x] = above + (v - row) * (below - above);
        }
      }
    },
  };
};

/** Cells that hide or show and never move, as the index of Hilbert and Schmidt takes them. */
export function indexSpec(content: { width: number; height: number }, seed: number): MaskSpec {
  return {
    width: content.width,
    height: content.height,
    cellsX: INDEX_GRID,
    cellsY: INDEX_GRID,
    upWidth: content.width,
    upHeight: content.height,
    offsetsX: 1,
    offsetsY: 1,
    interpolation: 'nearest',
    border: 'clamp',
    keep: 0.5,
    seed,
  };
}
