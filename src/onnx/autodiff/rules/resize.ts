/** Enlarging and shrinking: linear along each axis, so the gradient is the transposed matrix along each axis. */
import type { Emitted } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';

/** How one axis is resized. */
interface Axis {
  readonly from: number;
  readonly to: number;
  /** Output elements per input element, as stated; need not be `to / from`. */
  readonly scale: number;
  readonly mode: string;
  readonly coordinates: string;
  readonly rounding: string;
  readonly cubicCoefficient: number;
  readonly excludeOutside: boolean;
}

const resize: GradientRule = (at) => {
  if (at.int('antialias', 0) !== 0) at.refuse('smooths while it shrinks');
  if (at.ints('axes') || at.string('keep_aspect_ratio_policy', 'stretch') !== 'stretch') {
    at.refuse('resizes chosen axes or keeps an aspect ratio');
  }
  const isOld = at.node.opType === 'Upsample' || at.opset < 11;
  const mode = at.string('mode', 'nearest');
  const coordinates = isOld ? 'asymmetric' : at.string('coordinate_transformation_mode', 'half_pixel');
  if (coordinates === 'tf_crop_and_resize') at.refuse('cuts out a region while it resizes');
  const from = at.inputDims(0);
  const to = at.outputDims();
  const scales = statedScales(at, isOld);
  let gradient: Emitted = at.gradient;
  from.forEach((length, axis) => {
    if (length === to[axis] && (scales?.[axis] ?? 1) === 1) return;
    const matrix = transposedMatrix({
      from: length,
      to: to[axis],
      scale: scales?.[axis] ?? to[axis] / length,
      mode,
      coordinates,
      rounding: isOld
        ? oldRounding(at, scales?.[axis] ?? to[axis] / length)
        : at.string('nearest_mode', 'round_prefer_floor'),
      cubicCoefficient: at.float('cubic_coeff_a', -0.75),
      excludeOutside: at.int('exclude_outside', 0) !== 0,
    });
    gradient = at.emit.mapAxis(gradient, axis, matrix, length);
  });
  at.give(0, gradient);
};

/** onnxruntime's Resize of set 10 rounds up where it shrinks; all else of that age rounds down. */
function oldRounding(at: NodeGradient, scale: number): string {
  return at.node.opType === 'Resize' && scale < 1 ? 'ceil' : 'floor';
}

/** The factors where the node states them; null where it states sizes. */
function statedScales(at: NodeGradient, isOld: boolean): readonly number[] | null {
  const attribute = at.node.attributes.get('scales');
  if (attribute?.kind === 'floats') return attribute.value;
  const scales = at.numbers(isOld ? 1 : 2);
  return scales && scales.length > 0 ? scales : null;
}

/** Row-major `from` x `to`: the share of each output element in each input element. */
function transposedMatrix(axis: Axis): Float32Array {
  const matrix = new Float32Array(axis.from * axis.to);
  for (let position = 0; position < axis.to; position++) {
    for (const [source, weight] of sourcesOf(axis, position)) matrix[source * axis.to + position] += weight;
  }
  return matrix;
}

/** Where in the input an output element lies, as the runtime has it: in numbers of 32 bits, which fall on another side of a half. */
function coordinate(axis: Axis, position: number): number {
  return Math.fround(exactCoordinate({ ...axis, scale: Math.fround(axis.scale) }, position));
}

function exactCoordinate({ coordinates, from, to, scale }: Axis, position: number): number {
  switch (coordinates) {
    case 'asymmetric':
      return position / scale;
    case 'align_corners':
      return to === 1 ? 0 : (position * (from - 1)) / (to - 1);
    case 'pytorch_half_pixel':
      return to > 1 ? (position + 0.5) / scale - 0.5 : 0;
    case 'half_pixel_symmetric': {
      const adjustment = to / (scale * from);
      return (from / 2) * (1 - adjustment) + (position + 0.5) / scale - 0.5;
    }
    default:
      return (position + 0.5) / scale - 0.5;
  }
}

function sourcesOf(axis: Axis, position: number): [source: number, weight: number][] {
  const clamp = (index: number) => Math.min(axis.from - 1, Math.max(0, index));
  const x = coordinate(axis, position);
  if (axis.mode === 'nearest') return [[clamp(nearest(x, axis.rounding)), 1]];
  const floor = Math.floor(x);
  if (axis.mode === 'cubic') {
    const taps = [-1, 0, 1, 2].map((offset): [number, number] => [
      floor + offset,
      cubicWeight(x - floor - offset, axis.cubicCoefficient),
    ]);
    const used = axis.excludeOutside ? taps.filter(([index]) => index >= 0 && index < axis.from) : taps;
    const total = used.reduce((sum, [, weight]) => sum + weight, 0);
    return used.map(([index, weight]) => [clamp(index), weight / total]);
  }
  const within = Math.min(axis.from - 1, Math.max(0, x));
  const low = Math.floor(within);
  const share = within - low;
  return share === 0
    ? [[low, 1]]
    : [
        [low, 1 - share],
        [clamp(low + 1), share],
      ];
}

function nearest(x: number, rounding: string): number {
  if (rounding === 'floor') return Math.floor(x);
  if (rounding === 'ceil') return Math.ceil(x);
  return rounding === 'round_prefer_ceil' ? Math.floor(x + 0.5) : Math.ceil(x - 0.5);
}

/** Keys' cubic convolution kernel (1981) at a distance in elements. */
function cubicWeight(distance: number, a: number): number {
  const d = Math.abs(distance);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}

export const RESIZE_RULES: readonly (readonly [string, GradientRule])[] = [
  ['Resize', resize],
  ['Upsample', resize],
];
