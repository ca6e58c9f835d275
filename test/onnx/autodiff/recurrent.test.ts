import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementCount } from '../../../src/core/tensor.ts';
import { analytic, type GradientCase, inputValues } from './check.ts';
import { RECURRENT_CASES } from './recurrent-cases.ts';

/** Float32 over some ten operations a step, four steps. */
const TOLERANCE = 2e-6;
/** In doubles: rounding of 1e-16 / 1e-5, curvature of 1e-10. */
const STEP = 1e-5;

type States = { h: number[]; c: number[] };
type Cell = (fromInput: readonly number[], fromState: (h: readonly number[]) => number[], before: States) => States;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The definitions of the operators' page, one number at a time and in doubles; `gates` in the order that they have there. */
const CELLS: Readonly<Record<string, (item: GradientCase) => Cell>> = {
  GRU:
    (item) =>
    (fromInput, fromState, { h }) => {
      const size = h.length;
      const [z, r] = [0, 1].map((gate) =>
        h.map((_, j) => sigmoid(fromInput[gate * size + j] + fromState(h)[gate * size + j])),
      );
      const after = item.nodes[0].attributes.has('linear_before_reset');
      const past = after
        ? h.map((_, j) => r[j] * fromState(h)[2 * size + j])
        : fromState(h.map((state, j) => r[j] * state)).slice(2 * size);
      return {
        h: h.map((state, j) => (1 - z[j]) * Math.tanh(fromInput[2 * size + j] + past[j]) + z[j] * state),
        c: [],
      };
    },
  LSTM:
    () =>
    (fromInput, fromState, { h, c }) => {
      const size = h.length;
      const sums = fromInput.map((sum, at) => sum + fromState(h)[at]);
      const gate = (at: number, j: number) => sums[at * size + j];
      const next = c.map((cell, j) => sigmoid(gate(2, j)) * cell + sigmoid(gate(0, j)) * Math.tanh(gate(3, j)));
      return { h: next.map((cell, j) => sigmoid(gate(1, j)) * Math.tanh(cell)), c: next };
    },
  RNN:
    () =>
    (fromInput, fromState, { h }) => ({ h: h.map((_, j) => Math.tanh(fromInput[j] + fromState(h)[j])), c: [] }),
};

/** The sum of seed times y of a layer with one direction, which gives the states of all steps. */
function score(item: GradientCase, inputs: Readonly<Record<string, number[]>>, seed: Float32Array): number {
  const [layer] = item.nodes;
  const [steps, batch, size] = item.inputs.x;
  const [w, r, b] = (item.initializers ?? []).map(({ encoded, dims }) => {
    // The numbers lie at the end of what the file holds.
    const bytes = encoded.slice(encoded.byteLength - 4 * elementCount(dims));
    return Array.from(new Float32Array(bytes.buffer));
  });
  const hidden = (item.initializers ?? [])[1].dims[2];
  const rows = b.length / 2;
  const times = (matrix: readonly number[], x: readonly number[], bias: number) =>
    Array.from({ length: rows }, (_, row) =>
      x.reduce((sum, value, at) => sum + matrix[row * x.length + at] * value, b[bias * rows + row]),
    );
  const cell = CELLS[layer.opType](item);
  const reverse = layer.attributes.has('direction');
  let total = 0;
  for (let example = 0; example < batch; example++) {
    const own = (name: string) =>
      inputs[name]?.slice(example * hidden, (example + 1) * hidden) ?? Array.from({ length: hidden }, () => 0);
    let states: States = { h: own('h'), c: own('c') };
    for (let step = 0; step < steps; step++) {
      const at = (reverse ? steps - 1 - step : step) * batch + example;
      const x = inputs.x.slice(at * size, (at + 1) * size);
      states = cell(times(w, x, 0), (h) => times(r, h, 1), states);
      states.h.forEach((state, j) => {
        total += seed[at * hidden + j] * state;
      });
    }
  }
  return total;
}

for (const item of RECURRENT_CASES) {
  if (!/^(GRU|LSTM|RNN) states/.test(item.name) || !/bias true/.test(item.name)) continue;
  if (/bidirectional/.test(item.name)) continue;
  test(`gradient against a twin in doubles: ${item.name}`, async () => {
    const { gradients, seed } = await analytic(item);
    const inputs = Object.fromEntries(
      Object.entries(item.inputs).map(([name, dims], at) => [name, Array.from(inputValues(dims, item.values, at))]),
    );
    for (const [name, values] of Object.entries(inputs)) {
      const slopes = values.map((middle, at) => {
        values[at] = middle + STEP;
        const high = score(item, inputs, seed);
        values[at] = middle - STEP;
        const low = score(item, inputs, seed);
        values[at] = middle;
        return (high - low) / (2 * STEP);
      });
      const largest = Math.max(...slopes.map(Math.abs));
      slopes.forEach((slope, at) => {
        const error = Math.abs(slope - (gradients.get(name)?.[at] ?? Number.NaN)) / largest;
        assert.ok(error < TOLERANCE, `${name}[${at}] off by ${error} of the largest gradient`);
      });
    }
  });
}
