import assert from 'node:assert/strict';
import type { Box } from '../../src/core/boxes.ts';
import type { Picture } from '../../src/core/picture.ts';
import { pearson } from '../../src/core/statistics.ts';
import { drise } from '../../src/methods/d-rise.ts';
import type { Model } from '../../src/tasks/model.ts';

/**
 * The kept proposals are packed in 8 and 16 bits and all but the best 32 are gone (docs/methods/d-rise.md). A box about a
 * part of an object meets fewer of them than one about the whole. Regression may find another prior or ratio likelier for
 * scores that are a little different, and then draws a smoother or a rougher map: .964 was the least of 27.
 */
const KEPT_CORRELATION = {
  sum: { whole: 0.98, part: 0.95 },
  regression: { whole: 0.96, part: 0.93 },
};

/** Checks that what a run kept of its masks answers other targets as a run that had them does. */
export async function checkAsking(
  model: Model,
  picture: Picture,
  boxes: readonly (readonly [Box, 'whole' | 'part'])[],
  masks: number,
): Promise<void> {
  for (const estimate of ['sum', 'regression'] as const) await checkEstimate(model, picture, boxes, masks, estimate);
}

async function checkEstimate(
  model: Model,
  picture: Picture,
  boxes: readonly (readonly [Box, 'whole' | 'part'])[],
  masks: number,
  estimate: keyof typeof KEPT_CORRELATION,
): Promise<void> {
  const prediction = await model.predict(picture);
  assert.ok(prediction.boxes);
  const [first] = prediction.boxes;
  const targets = [...prediction.boxes, ...boxes.map(([box]) => ({ box }))];
  const least = [...prediction.boxes.map(() => 'whole' as const), ...boxes.map(([, kind]) => kind)];
  const run = drise(model, picture, { masks, estimate, targets, partialEvery: null });
  assert.throws(() => run.ask(first), { code: 'target-missing', message: /No mask has been run yet/ });
  const expected = await run.result();
  // What is kept of a mask does not depend on the targets of the run, so a run that had them is asked.
  for (const [k, target] of targets.entries()) {
    const asked = run.ask(target);
    const correlation = pearson(asked.data, expected[k].data);
    const mark = KEPT_CORRELATION[estimate][least[k]];
    assert.ok(correlation > mark, `${estimate}: ${k} ${asked.target.label} correlates ${correlation}`);
    assert.equal(asked.masks, masks);
    assert.match(asked.provenance.notes.join(' '), /32 best proposals/);
  }
  assert.throws(() => run.ask({ box: [3, 3, 3, 3] }), { code: 'option-invalid' });
}
