import type { TensorShapes } from '../shapes.ts';
import { type Axis, readAxis } from './axes.ts';

/**
 * Order of a layer's axes: batch, channels, rows (height) and columns (width), or batch, tokens, channels. In `NCWH` and
 * `NWHC` the model turned the picture on its side.
 */
export type LayerLayout = 'NCHW' | 'NCWH' | 'NHWC' | 'NWHC' | 'NTC';

/** A tensor that a class activation map can be made of. */
export interface Layer {
  /** Name of the tensor. */
  readonly name: string;
  readonly dims: readonly number[];
  /** `tokens`: a sequence whose tokens, after the first `prefixTokens`, are the places of a grid row by row. */
  readonly kind: 'grid' | 'tokens';
  readonly layout: LayerLayout;
  readonly channels: number;
  /** Rows of places, along the picture's height. */
  readonly height: number;
  /** Columns of places, along the picture's width. */
  readonly width: number;
  /** Tokens before the places (a class token, registers); 0 for grids. There may be more behind them. */
  readonly prefixTokens: number;
  /** Pixels of the model's input from one place to the next. */
  readonly stride: { readonly x: number; readonly y: number };
  /** Why it is offered, as a phrase. */
  readonly reason: string;
}

export type LayerForm = Omit<Layer, 'stride' | 'reason'>;

const GRIDS: Readonly<Record<string, LayerLayout>> = {
  'plain y x': 'NCHW',
  'plain x y': 'NCWH',
  'y x plain': 'NHWC',
  'x y plain': 'NWHC',
};

/** How a tensor is read as a layer; null when its axes are no grid or token sequence with channels, or one place wide. */
export function readForm(name: string, axes: readonly Axis[], shapes: TensorShapes): LayerForm | null {
  const [batch, ...meanings] = axes.map(readAxis);
  const dims = shapes.get(name) as readonly number[];
  if (batch.kind !== 'plain') return null;
  if (meanings.length === 2) {
    const [tokens, channels] = meanings;
    if (tokens.kind !== 'tokens' || channels.kind !== 'plain') return null;
    const { height, width, prefix } = tokens.grid;
    return usable({
      name,
      dims,
      kind: 'tokens',
      layout: 'NTC',
      channels: dims[2],
      height,
      width,
      prefixTokens: prefix,
    });
  }
  const layout = GRIDS[meanings.map((meaning) => meaning.kind).join(' ')];
  if (!layout) return null;
  const size = (letter: string) => dims[layout.indexOf(letter)];
  const [channels, height, width] = [size('C'), size('H'), size('W')];
  return usable({ name, dims, kind: 'grid', layout, channels, height, width, prefixTokens: 0 });
}

function usable(form: LayerForm): LayerForm | null {
  return form.height > 1 && form.width > 1 && form.channels > 1 ? form : null;
}
