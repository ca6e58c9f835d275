import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GRADIENT_CASES } from './cases.ts';
import { gradientError } from './check.ts';

/** See STEP in check.ts: what central differences themselves are good for in float32. */
const TOLERANCE = 1e-4;

for (const item of GRADIENT_CASES) {
  test(`gradient: ${item.name}`, async () => {
    const error = await gradientError(item);
    assert.ok(error < TOLERANCE, `off by ${error} of the largest gradient`);
  });
}
