import type { RecipeFile } from '../../src/tasks/recipe.ts';
import { buildBytes, floats, node, value } from '../onnx/synthetic.ts';

/** A layout of a recording: the axes after the batch. `row` is a channel, or a band of a spectrum. */
export interface ImpulseLayout {
  readonly name: string;
  readonly axes: readonly ('one' | 'channel' | 'band' | 'time')[];
  /** Whether the convolutions run along time alone and mix the rows, as in one dimension. */
  readonly mixesRows: boolean;
}

export const ROWS = 4;
export const STEPS = 48;
/** The row in which an impulse decides the class. */
export const DECIDING_ROW = 2;
/** Values above this count as an impulse. */
const THRESHOLD = 2;
const STRETCH = 4;

const plane = (name: string, axes: ImpulseLayout['axes'], mixesRows = false): ImpulseLayout => ({
  name,
  axes,
  mixesRows,
});

/** Every order of axes that recordings and spectra come in. */
export const LAYOUTS: readonly ImpulseLayout[] = [
  plane('[N,C,T]', ['channel', 'time'], true),
  plane('[N,T,C]', ['time', 'channel'], true),
  plane('[N,1,T,C]', ['one', 'time', 'channel']),
  plane('[N,1,C,T]', ['one', 'channel', 'time']),
  plane('[N,T,C,1]', ['time', 'channel', 'one']),
  plane('[N,C,T,1]', ['channel', 'time', 'one']),
  plane('[N,1,F,T]', ['one', 'band', 'time']),
  plane('[N,1,T,F]', ['one', 'time', 'band']),
  plane('[N,F,T,1]', ['band', 'time', 'one']),
  plane('[N,T,F,1]', ['time', 'band', 'one']),
];

/**
 * Three classes, of which `impulse` is decided by values above 2 in one row and by nothing else. In two dimensions the rows stay
 * apart up to a layer `active` [N, 2, rows, steps]; in one dimension it is [N, 2, steps].
 */
export function impulseModel({ axes, mixesRows }: ImpulseLayout): Uint8Array {
  const size = (axis: string) => (axis === 'one' ? 1 : axis === 'time' ? STEPS : ROWS);
  const dims = axes.map(size);
  const ordered = [...axes].map((axis, k) => ({ axis, at: k + 1 }));
  const at = (...names: string[]) => ordered.find(({ axis }) => names.includes(axis))?.at as number;
  const [row, time, one] = [at('channel', 'band'), at('time'), at('one')];
  const perm = mixesRows ? [0, row, time] : [0, one, row, time];
  const front = perm.every((axis, k) => axis === k)
    ? [node('Identity', ['recording'], ['turned'])]
    : [node('Transpose', ['recording'], ['turned'], { perm })];
  return buildBytes({
    inputs: [value('recording', ['batch', ...dims])],
    outputs: [value('scores', ['batch', 3])],
    initializers: [
      floats('kernel', mixesRows ? [2, ROWS, 1] : [2, 1, 1, 1], mixesRows ? rowKernel() : [1, -1]),
      floats(
        'threshold',
        mixesRows ? [1, 2, 1] : [1, 2, ROWS, 1],
        mixesRows ? [-THRESHOLD, -THRESHOLD] : rowThresholds(),
      ),
      // Class 0 sums up what feature 0 found, class 2 what feature 1 found.
      floats('head', [2, 3], [STRETCH * STEPS, 0, 0, 0, 0, STRETCH * STEPS]),
      floats('offset', [3], [0, 1, 0]),
    ],
    nodes: [
      ...front,
      node('Conv', ['turned', 'kernel'], ['found']),
      node('Add', ['found', 'threshold'], ['above']),
      node('Relu', ['above'], ['active']),
      node('ReduceMean', ['active'], ['mean'], { axes: mixesRows ? [2] : [2, 3], keepdims: 0 }),
      node('MatMul', ['mean', 'head'], ['product']),
      node('Add', ['product', 'offset'], ['logits']),
      node('Softmax', ['logits'], ['scores'], { axis: 1 }),
    ],
  });
}

/** Feature 0 sees the deciding row, feature 1 the negative of row 0. */
function rowKernel(): number[] {
  return Array.from({ length: 2 * ROWS }, (_, k) => (k === DECIDING_ROW ? 1 : k === ROWS ? -1 : 0));
}

/** The same where rows stay apart: all others would have to be far higher. */
function rowThresholds(): number[] {
  return Array.from({ length: 2 * ROWS }, (_, k) => (k === DECIDING_ROW || k === ROWS ? -THRESHOLD : -50));
}

export function impulseRecipe({ axes }: ImpulseLayout): RecipeFile {
  const isSpectrum = axes.includes('band');
  const dims = axes.map((axis) => (axis === 'one' ? 1 : axis === 'time' ? STEPS : ROWS));
  return {
    version: 1,
    task: 'series',
    input: {
      dims: ['batch', ...dims],
      sampleRate: 100,
      // The test's own processor takes every channel for a band.
      processors: isSpectrum ? [{ kind: 'own:rows' }] : [],
    },
    output: { format: 'scores' },
    labels: ['impulse', 'nothing', 'dip'],
  };
}
