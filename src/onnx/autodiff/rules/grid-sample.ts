/** GridSample on pictures, as deformable attention has it: each sample is a weighted sum of the four pixels around its place. */
import type { Emitted } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';

/** Where samples lie along one axis, [batch, samples]. */
interface Along {
  readonly length: number;
  /** The pixel before each place, a whole number, and how far beyond it the place lies. */
  readonly first: Emitted;
  readonly rest: Emitted;
  /** Pixels that the place moves by when the grid's number grows by 1. */
  readonly slope: Emitted;
}

/** One of the four pixels around each sample: its weight, 0 outside of the picture, and its index, [batch, channels, samples]. */
interface Corner {
  readonly weight: Emitted;
  readonly inside: Emitted;
  readonly index: string;
}

const INT64 = 7;

const gridSample: GradientRule = (at) => {
  const { emit, gradient } = at;
  const dims = at.inputDims(0);
  const [batch, channels, height, width] = dims;
  if (dims.length !== 4) at.refuse('samples something else than pictures');
  const mode = at.string('mode', 'linear');
  const isNearest = mode === 'nearest';
  if (!isNearest && mode !== 'linear' && mode !== 'bilinear') at.refuse(`samples in mode "${mode}"`);
  if (at.string('padding_mode', 'zeros') === 'reflection') at.refuse('mirrors what lies outside of the picture');
  const [, rows, columns] = at.inputDims(1);
  const samples = rows * columns;
  const x = along(at, 0, width, [batch, samples]);
  const y = along(at, 1, height, [batch, samples]);
  const arriving = emit.reshape(gradient, [batch, channels, samples]);
  const flat = [batch, channels, height * width];
  const corners = isNearest ? [[0, 0]] : CORNERS;
  const pixels = corners.map(([right, below]) => corner(at, x, y, right, below, isNearest, [batch, channels, samples]));
  if (at.wants(0)) {
    const spread = pixels.reduce(
      (sum, { weight, index }) =>
        emit.op('ScatterElements', [sum, index, emit.multiply(arriving, weight)], flat, gradient.type, {
          axis: 2,
          reduction: 'add',
        }),
      emit.zeros(flat, gradient.type),
    );
    at.give(0, emit.reshape(spread, dims));
  }
  if (!at.wants(1)) return;
  if (isNearest) {
    at.give(1, emit.zeros(at.inputDims(1), gradient.type));
    return;
  }
  const picture = emit.reshape(at.input(0), flat);
  const seen = pixels.map(({ index, inside }) =>
    emit.multiply(emit.op('GatherElements', [picture, index], arriving.dims, gradient.type, { axis: 2 }), inside),
  );
  const moves = (before: readonly number[], after: readonly number[], across: Along, own: Along) => {
    const [near, far] = [0, 1].map((k) => emit.subtract(seen[after[k]], seen[before[k]]));
    const share = emit.reshape(across.rest, [batch, 1, samples]);
    const rise = emit.add(emit.multiply(near, emit.complement(share)), emit.multiply(far, share));
    const all = emit.reshape(emit.sum(emit.multiply(arriving, rise), [1]), [batch, samples]);
    return emit.reshape(emit.multiply(all, own.slope), [batch, rows, columns, 1]);
  };
  at.give(1, emit.concat([moves([0, 2], [1, 3], y, x), moves([0, 1], [2, 3], x, y)], 3));
};

/** Right and below of the pixel before: 0 or 1. */
const CORNERS: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
];

/** From -1 .. 1 to pixels: the outer pixels' middles lie at the ends (`align_corners`), or their outer edges do. */
function along(at: NodeGradient, axis: number, length: number, dims: readonly number[]): Along {
  const { emit } = at;
  const grid = at.input(1);
  const given = emit.reshape(emit.slice(grid, 3, axis, axis + 1), dims);
  const scale = (at.int('align_corners', 0) !== 0 ? length - 1 : length) / 2;
  const place = emit.shift(emit.scale(given, scale), (length - 1) / 2);
  const isNearest = at.string('mode', 'linear') === 'nearest';
  const one = emit.scalar(1, grid.type);
  if (at.string('padding_mode', 'zeros') !== 'border') {
    return { length, ...split(at, place, isNearest), slope: emit.scale(one, scale) };
  }
  const within = emit.op(
    'Clip',
    [place, emit.scalar(0, grid.type), emit.scalar(length - 1, grid.type)],
    dims,
    grid.type,
  );
  const moves = emit.multiply(emit.above(place, 0), emit.below(place, length - 1));
  return { length, ...split(at, within, isNearest), slope: emit.scale(moves, scale) };
}

function split({ emit }: NodeGradient, place: Emitted, isNearest: boolean): Pick<Along, 'first' | 'rest'> {
  const first = emit.unary(isNearest ? 'Round' : 'Floor', place);
  return { first, rest: emit.subtract(place, first) };
}

function corner(
  at: NodeGradient,
  x: Along,
  y: Along,
  right: number,
  below: number,
  isNearest: boolean,
  dims: readonly number[],
): Corner {
  const { emit } = at;
  const [batch, , samples] = dims;
  const own = [x, y].map(({ length, first, rest }, axis) => {
    const step = axis === 0 ? right : below;
    const position = emit.shift(first, step);
    const bounds = [emit.scalar(0, first.type), emit.scalar(length - 1, first.type)];
    const clipped = emit.op('Clip', [position, ...bounds], position.dims, first.type);
    return {
      clipped,
      inside: emit.multiply(emit.above(position, -0.5), emit.below(position, length - 0.5)),
      weight: isNearest ? null : step === 1 ? rest : emit.complement(rest),
    };
  });
  const inside = emit.reshape(emit.multiply(own[0].inside, own[1].inside), [batch, 1, samples]);
  const index = emit.add(emit.scale(own[1].clipped, x.length), own[0].clipped);
  const repeated = emit.expand(emit.reshape(index, [batch, 1, samples]), dims);
  const [across, down] = own.map(({ weight }) => weight);
  const weight =
    across && down ? emit.multiply(inside, emit.reshape(emit.multiply(across, down), [batch, 1, samples])) : inside;
  return { weight, inside, index: emit.op('Cast', [repeated], dims, repeated.type, { to: INT64 }).name };
}

export const GRID_SAMPLE_RULES: readonly (readonly [string, GradientRule])[] = [['GridSample', gridSample]];
