/**
 * GRU, LSTM and RNN, backwards through time. What a step's gates were is worked out for all steps at once, since the states
 * between them are known by then; only the gradient itself goes from the last step to the first, a few small nodes each.
 */
import type { Emitted } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';
import { type Back, type Cell, gru, lstm, type Pass, rnn } from './recurrent-cells.ts';

/** Each step adds some ten nodes to the graph, which the runtime has to open. */
const MOST_STEPS = 2000;

/** Gradients of one direction: of what entered, and of the states before the first step. */
interface Entered {
  readonly input: Emitted;
  readonly state: Emitted | null;
  readonly cell: Emitted | null;
}

function recurrent(cell: Cell): GradientRule {
  return (at) => {
    refuseRarities(at, cell);
    const [steps] = at.inputDims(0);
    const directions = at.inputDims(2)[0];
    if (steps * directions > MOST_STEPS) {
      at.refuse(`runs over ${steps * directions} steps, more than the ${MOST_STEPS} that can be written out backwards`);
    }
    const states = allStates(at);
    const entered = Array.from({ length: directions }, (_, direction) => goBack(at, cell, states, direction));
    at.give(
      0,
      entered.map(({ input }) => input).reduce((a, b) => at.emit.add(a, b)),
    );
    const give = (input: number, parts: readonly (Emitted | null)[]) => {
      const known = parts.filter((part) => part !== null);
      if (at.wants(input) && known.length === parts.length) at.give(input, at.emit.concat(known, 0));
    };
    give(
      5,
      entered.map(({ state }) => state),
    );
    give(
      6,
      entered.map(({ cell: first }) => first),
    );
  };
}

function refuseRarities(at: NodeGradient, cell: Cell): void {
  if (at.wants(1) || at.wants(2) || at.wants(3)) at.refuse('has weights that depend on the input');
  if (at.int('layout', 0) !== 0) at.refuse('has its batch in front ("layout" 1)');
  if (at.has(4)) at.refuse('is told the length of every sequence');
  if (at.has(7)) at.refuse('has peepholes');
  if (at.node.attributes.has('clip')) at.refuse('clips what its activations get');
  if (at.int('input_forget', 0) !== 0) at.refuse('couples its input and forget gates');
  const stated = at.strings('activations');
  const known = stated?.every((name, index) => cell.allows(name.toLowerCase(), index % cell.activations)) ?? true;
  if (!known) at.refuse(`uses the activations ${stated?.join(', ')}`);
}

/** The hidden states after every step, [steps, directions, batch, hidden]: the node's own output, or that of its twin. */
function allStates(at: NodeGradient): Emitted {
  const { node, emit } = at;
  if (node.outputs[0]) return at.output();
  const [steps, batch] = at.inputDims(0);
  const [directions, , hidden] = at.inputDims(2);
  const dims = [steps, directions, batch, hidden];
  return emit.op(node.opType, node.inputs, dims, at.input(0).type, Object.fromEntries(node.attributes));
}

function goBack(at: NodeGradient, cell: Cell, states: Emitted, direction: number): Entered {
  const { emit } = at;
  const [steps, batch, size] = at.inputDims(0);
  const hidden = states.dims[3];
  const reverse = at.string('direction', 'forward') === 'reverse' || direction === 1;
  const own = (x: Emitted, dims: readonly number[]) =>
    emit.reshape(emit.slice(x, axisOf(x), direction, direction + 1), dims);
  const first = (input: number): Emitted =>
    at.has(input)
      ? emit.slice(at.input(input), 0, direction, direction + 1)
      : emit.zeros([1, batch, hidden], states.type);
  const after = own(states, [steps, batch, hidden]);
  const rows = cell.gates * hidden;
  const weights = own(at.input(1), [rows, size]);
  const recurrence = own(at.input(2), [rows, hidden]);
  const biases = at.has(3) ? own(at.input(3), [2 * rows]) : emit.zeros([2 * rows], states.type);
  const before = reverse
    ? emit.concat([...(steps > 1 ? [emit.slice(after, 0, 1, steps)] : []), first(5)], 0)
    : emit.concat([first(5), ...(steps > 1 ? [emit.slice(after, 0, 0, steps - 1)] : [])], 0);
  const affine = (x: Emitted, matrix: Emitted, half: number) =>
    emit.add(emit.matmul(x, emit.transpose(matrix, [1, 0])), emit.slice(biases, 0, half * rows, (half + 1) * rows));
  const pass: Pass = {
    emit,
    hidden,
    before,
    after,
    fromInput: affine(at.input(0), weights, 0),
    fromState: (given) => affine(given, recurrence, 1),
    weights,
    recurrence,
    order: Array.from({ length: steps }, (_, step) => (reverse ? steps - 1 - step : step)),
    firstCell: () => first(6),
    linearBeforeReset: at.int('linear_before_reset', 0) !== 0,
    activation: at.strings('activations')?.[direction * cell.activations]?.toLowerCase() ?? null,
  };
  const [outer, last, lastCell] = at.gradients;
  const part = (x: Emitted | null | undefined) => (x ? emit.slice(x, 0, direction, direction + 1) : null);
  return walk(pass, cell.back(pass), outer ? emit.split(own(outer, after.dims), 0) : null, part(last), part(lastCell));
}

/** Where a tensor has its directions: the states of all steps behind the steps, everything else in front. */
function axisOf(x: Emitted): number {
  return x.dims.length === 4 ? 1 : 0;
}

/**
 * From the last step to the first.
 * @param outer the gradients that reach the states of all steps from outside, [1, batch, hidden] each
 * @param state and `cellState`: those of the last states
 */
function walk(
  { emit, order, before }: Pass,
  { step: back, weights }: Back,
  outer: readonly Emitted[] | null,
  state: Emitted | null,
  cellState: Emitted | null,
): Entered {
  const lanes: Emitted[] = [];
  for (const step of order.toReversed()) {
    const arriving = plus(emit, outer?.[step] ?? null, state) ?? emit.zeros([1, ...before.dims.slice(1)], before.type);
    const found = back(step, arriving, cellState);
    lanes[step] = found.lanes;
    state = found.state;
    cellState = found.cell;
  }
  return { input: emit.matmul(emit.concat(lanes, 0), weights), state, cell: cellState };
}

function plus(emit: Pass['emit'], a: Emitted | null, b: Emitted | null): Emitted | null {
  return a && b ? emit.add(a, b) : (a ?? b);
}

export const RECURRENT_RULES: readonly (readonly [string, GradientRule])[] = [
  ['GRU', recurrent(gru)],
  ['LSTM', recurrent(lstm)],
  ['RNN', recurrent(rnn)],
];
