/** Recurrent layers in all their forms: directions, which outputs are read, states given, one step, two layers. */
import type { OnnxAttribute, OnnxTensor } from '../../../src/onnx/model.ts';
import { floats, node } from '../synthetic.ts';
import type { GradientCase } from './check.ts';

const GATES = { GRU: 3, LSTM: 4, RNN: 1 } as const;
const [STEPS, BATCH, SIZE, HIDDEN] = [4, 2, 3, 2];

/** Small enough that gates do not saturate: where gradients vanish, the differences hold nothing but rounding. */
function weights(name: string, dims: readonly number[]): OnnxTensor {
  const count = dims.reduce((product, dim) => product * dim, 1);
  return floats(
    name,
    dims,
    Array.from({ length: count }, (_, index) => 0.5 * Math.sin(7.3 * index + name.length + 1)),
  );
}

const strings = (...value: readonly string[]): OnnxAttribute => ({ kind: 'strings', value });

interface Form {
  readonly attributes?: Readonly<Record<string, number | string | OnnxAttribute>>;
  /** Default: the states of all steps. */
  readonly reads?: 'states' | 'last' | 'cell';
  /** Initial states are inputs, and their gradients are wanted. */
  readonly states?: boolean;
  readonly bias?: boolean;
  readonly steps?: number;
  readonly opset?: number;
}

function recurrent(opType: keyof typeof GATES, form: Form = {}): GradientCase {
  const { attributes = {}, reads = 'states', states = false, bias = true, steps = STEPS, opset = 17 } = form;
  const directions = attributes.direction === 'bidirectional' ? 2 : 1;
  const rows = GATES[opType] * HIDDEN;
  const state = [directions, BATCH, HIDDEN];
  const given = states ? { h: state, ...(opType === 'LSTM' && { c: state }) } : {};
  const outputs = { states: ['y'], last: ['', 'y'], cell: ['', '', 'y'] }[reads];
  return {
    name: `${opType} ${reads} ${JSON.stringify(attributes)} ${Object.keys(given)} bias ${bias} steps ${steps} opset ${opset}`,
    inputs: { x: [steps, BATCH, SIZE], ...given },
    initializers: [
      weights('w', [directions, rows, SIZE]),
      weights('r', [directions, rows, HIDDEN]),
      weights('b', [directions, 2 * rows]),
    ],
    nodes: [
      node(opType, ['x', 'w', 'r', bias ? 'b' : '', '', ...Object.keys(given)], outputs, {
        hidden_size: HIDDEN,
        ...attributes,
      }),
    ],
    opset,
  };
}

const after = { linear_before_reset: 1 };

/** As sequence models have them: the second layer starts from the first one's states and reads its steps. */
const stacked: GradientCase = {
  name: 'LSTM above a bidirectional LSTM, from its last states',
  inputs: { x: [STEPS, 1, SIZE] },
  initializers: [
    weights('w1', [2, 4 * HIDDEN, SIZE]),
    weights('r1', [2, 4 * HIDDEN, HIDDEN]),
    weights('w2', [2, 4 * HIDDEN, HIDDEN]),
    weights('r2', [2, 4 * HIDDEN, HIDDEN]),
  ],
  nodes: [
    node('LSTM', ['x', 'w1', 'r1'], ['states', 'h', 'c'], { hidden_size: HIDDEN, direction: 'bidirectional' }),
    node('ReduceSum', ['states'], ['both'], { axes: [1], keepdims: 0 }),
    node('LSTM', ['both', 'w2', 'r2', '', '', 'h', 'c'], ['y'], { hidden_size: HIDDEN, direction: 'bidirectional' }),
  ],
  opset: 11,
};

export const RECURRENT_CASES: readonly GradientCase[] = [
  recurrent('GRU'),
  recurrent('GRU', { attributes: after }),
  recurrent('GRU', { attributes: after, reads: 'last', opset: 7 }),
  recurrent('GRU', { attributes: { direction: 'reverse' }, states: true }),
  recurrent('GRU', { attributes: { ...after, direction: 'reverse' }, states: true, opset: 14 }),
  recurrent('GRU', { attributes: { ...after, direction: 'bidirectional' }, bias: false }),
  recurrent('GRU', { attributes: { direction: 'bidirectional' }, reads: 'last', opset: 12 }),
  recurrent('GRU', { steps: 1, states: true }),
  recurrent('LSTM'),
  recurrent('LSTM', { reads: 'last', opset: 7 }),
  recurrent('LSTM', { reads: 'cell', states: true }),
  recurrent('LSTM', { attributes: { direction: 'reverse' }, states: true, opset: 14 }),
  recurrent('LSTM', { attributes: { direction: 'bidirectional' }, states: true, bias: false }),
  recurrent('LSTM', { steps: 1, attributes: { activations: strings('Sigmoid', 'Tanh', 'Tanh') } }),
  recurrent('RNN'),
  recurrent('RNN', { attributes: { activations: strings('Relu') }, reads: 'last', opset: 7 }),
  recurrent('RNN', {
    attributes: { activations: strings('Sigmoid', 'Tanh'), direction: 'bidirectional' },
    states: true,
  }),
  stacked,
];
