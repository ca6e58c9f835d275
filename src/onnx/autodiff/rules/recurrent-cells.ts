/** What the cells of recurrent layers compute, and their gradient one step back. Formulas as the operators define them. */
import type { Emitted, Emitter } from '../emitter.ts';

/** One direction of a recurrent layer. All steps of a tensor lie along its first axis, [steps, batch, ...]. */
export interface Pass {
  readonly emit: Emitter;
  readonly hidden: number;
  /** Hidden states before and after each step. */
  readonly before: Emitted;
  readonly after: Emitted;
  /** x W' + b of all steps, [steps, batch, gates * hidden]. */
  readonly fromInput: Emitted;
  /** h R' + b of any states. */
  fromState(states: Emitted): Emitted;
  /** W, [gates * hidden, size of the input], and R, [gates * hidden, hidden]. */
  readonly weights: Emitted;
  readonly recurrence: Emitted;
  /** Steps in the order they were taken. */
  readonly order: readonly number[];
  firstCell(): Emitted;
  /** Of a GRU: whether its reset gate multiplies what comes out of R, not what goes in. */
  readonly linearBeforeReset: boolean;
  /** Of an RNN, in lower case; null: the default. */
  readonly activation: string | null;
}

/** One step back; all tensors are [1, batch, ...]. */
export interface Back {
  /** From the gradients of the states after a step to those before it, and of what its gates got. */
  step(
    step: number,
    state: Emitted,
    cell: Emitted | null,
  ): { readonly lanes: Emitted; readonly state: Emitted; readonly cell: Emitted | null };
  /** What turns the gates' gradients into the input's: one row for each of their lanes. */
  readonly weights: Emitted;
}

export interface Cell {
  readonly gates: number;
  /** Activations that a direction has. */
  readonly activations: number;
  allows(activation: string, index: number): boolean;
  back(pass: Pass): Back;
}

/** Parts of a tensor's last axis, `hidden` long each. */
function gatesOf({ emit, hidden }: Pass, x: Emitted): Emitted[] {
  const axis = x.dims.length - 1;
  return Array.from({ length: x.dims[axis] / hidden }, (_, at) => emit.slice(x, axis, at * hidden, (at + 1) * hidden));
}

/** Slope of the sigmoid by its value. */
function sigmoidSlope(emit: Emitter, y: Emitted): Emitted {
  return emit.multiply(y, emit.complement(y));
}

/** Slope of tanh by its value. */
function tanhSlope(emit: Emitter, y: Emitted): Emitted {
  return emit.complement(emit.square(y));
}

/**
 * z = s(x Wz' + h Rz'), r = s(x Wr' + h Rr'), n = tanh(x Wn' + r (h Rn')), or tanh(x Wn' + (r h) Rn'); h := (1 - z) n + z h.
 * Each sum has its biases.
 */
function gruBack(pass: Pass): Back {
  const { emit, hidden, before, linearBeforeReset } = pass;
  const [inputZ, inputR, inputN] = gatesOf(pass, pass.fromInput);
  const [stateZ, stateR, stateN] = gatesOf(pass, pass.fromState(before));
  const z = emit.unary('Sigmoid', emit.add(inputZ, stateZ));
  const r = emit.unary('Sigmoid', emit.add(inputR, stateR));
  const rowsOf = (x: Emitted, gate: number) => emit.slice(x, 0, gate * hidden, (gate + 1) * hidden);
  const past = linearBeforeReset
    ? emit.multiply(r, stateN)
    : gatesOf(pass, pass.fromState(emit.multiply(r, before)))[2];
  const n = emit.unary('Tanh', emit.add(inputN, past));
  const towardsN = emit.multiply(emit.complement(z), tanhSlope(emit, n));
  const towardsZ = emit.multiply(emit.subtract(before, n), sigmoidSlope(emit, z));
  const keeps = emit.split(z, 0);
  const last = before.dims.length - 1;
  if (linearBeforeReset) {
    // The new state gets its input directly and its past through r, so it has a lane for each: z, r, past, input.
    const towardsR = emit.multiply(emit.multiply(towardsN, stateN), sigmoidSlope(emit, r));
    const slopes = emit.split(emit.concat([towardsZ, towardsR, emit.multiply(towardsN, r), towardsN], last), 0);
    const none = (columns: number) => emit.zeros([hidden, columns], before.type);
    const { weights, recurrence } = pass;
    const back = emit.concat([recurrence, none(hidden)], 0);
    return {
      step: (step, state) => {
        const lanes = emit.multiply(emit.concat([state, state, state, state], last), slopes[step]);
        const kept = emit.multiply(state, keeps[step]);
        return { lanes, state: emit.add(emit.matmul(lanes, back), kept), cell: null };
      },
      weights: emit.concat([emit.slice(weights, 0, 0, 2 * hidden), none(weights.dims[1]), rowsOf(weights, 2)], 0),
    };
  }
  const zSlopes = emit.split(towardsZ, 0);
  const nSlopes = emit.split(towardsN, 0);
  const rSlopes = emit.split(emit.multiply(before, sigmoidSlope(emit, r)), 0);
  const resets = emit.split(r, 0);
  const gated = emit.slice(pass.recurrence, 0, 0, 2 * hidden);
  const renewed = rowsOf(pass.recurrence, 2);
  return {
    step: (step, state) => {
      const newest = emit.multiply(state, nSlopes[step]);
      const ofReset = emit.matmul(newest, renewed);
      const gates = emit.concat([emit.multiply(state, zSlopes[step]), emit.multiply(ofReset, rSlopes[step])], last);
      const direct = emit.add(emit.multiply(state, keeps[step]), emit.multiply(ofReset, resets[step]));
      return {
        lanes: emit.concat([gates, newest], last),
        state: emit.add(emit.matmul(gates, gated), direct),
        cell: null,
      };
    },
    weights: pass.weights,
  };
}

/** i, o, f = s(...), g = tanh(...) of x W' + h R'; c := f c + i g; h := o tanh(c). */
function lstmBack(pass: Pass): Back {
  const { emit, order } = pass;
  const [sumI, sumO, sumF, sumG] = gatesOf(pass, emit.add(pass.fromInput, pass.fromState(pass.before)));
  const [i, o, f] = [sumI, sumO, sumF].map((sum) => emit.unary('Sigmoid', sum));
  const g = emit.unary('Tanh', sumG);
  const forgets = emit.split(f, 0);
  const news = emit.split(emit.multiply(i, g), 0);
  const cellsBefore: Emitted[] = [];
  const cells: Emitted[] = [];
  let cell = pass.firstCell();
  for (const step of order) {
    cellsBefore[step] = cell;
    cell = emit.add(emit.multiply(forgets[step], cell), news[step]);
    cells[step] = cell;
  }
  const shown = emit.unary('Tanh', emit.concat(cells, 0));
  const last = shown.dims.length - 1;
  const slopes = emit.split(
    emit.concat(
      [
        emit.multiply(g, sigmoidSlope(emit, i)),
        emit.multiply(shown, sigmoidSlope(emit, o)),
        emit.multiply(emit.concat(cellsBefore, 0), sigmoidSlope(emit, f)),
        emit.multiply(i, tanhSlope(emit, g)),
      ],
      last,
    ),
    0,
  );
  const towardsCell = emit.split(emit.multiply(o, tanhSlope(emit, shown)), 0);
  return {
    step: (step, state, ofCell) => {
      const shownBy = emit.multiply(state, towardsCell[step]);
      const inner = ofCell ? emit.add(ofCell, shownBy) : shownBy;
      const lanes = emit.multiply(emit.concat([inner, state, inner, inner], last), slopes[step]);
      return {
        lanes,
        state: emit.matmul(lanes, pass.recurrence),
        cell: emit.multiply(inner, forgets[step]),
      };
    },
    weights: pass.weights,
  };
}

/** h := f(x W' + h R'). */
function rnnBack({ emit, activation, after, weights, recurrence }: Pass): Back {
  const slope =
    activation === 'relu'
      ? emit.above(after, 0)
      : activation === 'sigmoid'
        ? sigmoidSlope(emit, after)
        : tanhSlope(emit, after);
  const slopes = emit.split(slope, 0);
  return {
    step: (step, state) => {
      const lanes = emit.multiply(state, slopes[step]);
      return { lanes, state: emit.matmul(lanes, recurrence), cell: null };
    },
    weights,
  };
}

const GATED = ['sigmoid', 'tanh', 'tanh'];

export const gru: Cell = { gates: 3, activations: 2, allows: (name, index) => name === GATED[index], back: gruBack };

export const lstm: Cell = { gates: 4, activations: 3, allows: (name, index) => name === GATED[index], back: lstmBack };

export const rnn: Cell = {
  gates: 1,
  activations: 1,
  allows: (name) => name === 'tanh' || name === 'relu' || name === 'sigmoid',
  back: rnnBack,
};
