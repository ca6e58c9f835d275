import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GRADIENT_CASES } from './cases.ts';
import { gradientError } from './check.ts';

/** See STEP in check.ts: what central differences themselves are good for in float32. */
const TOLERANCE = 1e-4;
/**
 * The runtime's recurrent kernels work out sigmoid and tanh approximately, and differences of those are off by up to 1.9e-4;
 * `recurrent.test.ts` compares with exact ones.
 */
const RECURRENT_TOLERANCE = 4e-4;

for (const item of GRADIENT_CASES) {
  test(`gradient: ${item.name}`, async () => {
    const error = await gradientError(item);
    const tolerance = /^(GRU|LSTM|RNN) /.test(item.name) ? RECURRENT_TOLERANCE : TOLERANCE;
    assert.ok(error < tolerance, `off by ${error} of the largest gradient`);
  });
}
