import type { TensorShapes } from '../shapes.ts';
import { type Axis, readAxis } from './axes.ts';

/**
 * Order of a layer's axes: batch, channels, rows (height) and columns (width), or batch, tokens, channels. In `NCWH` and
 * `NWHC` the model turned the picture on its side; `NCW` and `NWC` are of a recording, whose time runs along the width.
 */
export type LayerLayout = 'NCHW' | 'NCWH' | 'NHWC' | 'NWHC' | 'NTC' | 'NCW' | 'NWC';

/** A tensor that a class activation map can be made of. */
export interface Layer {
  /** Name of the tensor. */
  readonly name: string;
  readonly dims: readonly number[];
  /** `tokens`: a sequence whose tokens, after the first `prefixTokens`, are the places of a grid row by row. */
  readonly kind: 'grid' | 'tokens';
  readonly layout: LayerLayout;
  readonly channels: number;
  /** Rows of places, along the picture's height; 1 for a recording. */
  readonly height: number;
  /** Columns of places, along the picture's width. */
  readonly width: number;
  /** Tokens before the places (a class token, registers); 0 for grids. There may be more behind them. */
  readonly prefixTokens: number;
  /** Pixels of the model's input from one place to the next. */
  readonly stride: { readonly x: number; readonly y: number };
  /** Whether it is a level of a pyramid: what a head that answers at every place reads at this size. */
  readonly level: boolean;
  /** Why it is offered, as a phrase. */
  readonly reason: string;
}

export type LayerForm = Omit<Layer, 'stride' | 'level' | 'reason'>;

/** By the letters of the axes after the first; `?` for an axis that is no letter. */
const GRIDS: ReadonlySet<string> = new Set<LayerLayout>(['NCHW', 'NCWH', 'NHWC', 'NWHC', 'NCW', 'NWC']);
const LETTERS = { plain: 'C', y: 'H', x: 'W', tokens: 'T', mixed: '?' } as const;

/**
 * How a tensor is read as a layer; null when its axes are no grid or token sequence, or one place wide.
 * @param oneRow whether a layer may have one row only: what the model is fed with has no more, or is a recording
 */
export function readForm(name: string, axes: readonly Axis[], shapes: TensorShapes, oneRow: boolean): LayerForm | null {
  if (axes.length < 3 || axes.length > 4 || readAxis(axes[0]).kind !== 'plain') return null;
  const dims = shapes.get(name) as readonly number[];
  let letters = 'N';
  for (let axis = 1; axis < axes.length; axis++) letters += LETTERS[readAxis(axes[axis]).kind];
  const tokens = readAxis(axes[1]);
  if (letters === 'NTC' && tokens.kind === 'tokens') {
    const { prefix: prefixTokens, ...grid } = tokens.grid;
    return atPlaces({ name, dims, kind: 'tokens', layout: 'NTC', channels: dims[2], ...grid, prefixTokens }, oneRow);
  }
  // A row of size 1 has no letter of its own.
  if (letters === 'NCCW' && dims[2] === 1) letters = 'NCHW';
  if (letters === 'NCWC' && dims[3] === 1) letters = 'NCWH';
  if (!GRIDS.has(letters)) return null;
  const layout = letters as LayerLayout;
  const size = (letter: string) => dims[letters.indexOf(letter)] ?? 1;
  const [channels, height, width] = [size('C'), size('H'), size('W')];
  return atPlaces({ name, dims, kind: 'grid', layout, channels, height, width, prefixTokens: 0 }, oneRow);
}

function atPlaces(form: LayerForm, oneRow: boolean): LayerForm | null {
  return (oneRow || form.height > 1) && form.width > 1 ? form : null;
}
