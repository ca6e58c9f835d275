import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drise } from '../../src/methods/d-rise.ts';
import { rise } from '../../src/methods/rise.ts';
import { decodeRun, encodeRun } from '../../src/methods/run-file.ts';
import { type Square, squarePicture } from '../support/tiny-pictures.ts';
import { openTinyClassifier, openTinyDetector } from './open-model.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const BLUE: Square = { label: 'blue', column: 5, row: 6 };
const OPTIONS = { grid: 4, seed: 3, partialEvery: null } as const;

test('a run that was saved and gone on with gives what one run gives, and answers another box', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  const first = drise(model, picture, { ...OPTIONS, masks: 70 });
  await first.result();
  const resume = decodeRun(encodeRun(first.store()));
  const second = drise(model, picture, { ...OPTIONS, masks: 200, resume });
  const steps: number[] = [];
  for await (const { done } of second) steps.push(done);
  assert.ok(steps[0] >= 70, 'no mask is run again');
  const resumed = await second.result();
  const whole = drise(model, picture, { ...OPTIONS, masks: 200 });
  const maps = await whole.result();
  assert.deepEqual(
    resumed.map(({ data, masks, reliability }) => [data, masks, reliability]),
    maps.map(({ data, masks, reliability }) => [data, masks, reliability]),
  );
  const box = { box: [16, 10, 30, 26] } as const;
  assert.deepEqual(second.ask(box).data, whole.ask(box).data);
  const again = await drise(model, picture, { ...OPTIONS, masks: 50, resume: second.store() }).result();
  assert.equal(again[0].masks, 200, 'what is there is used');
});

test('who asks for fewer masks than are there gets the map of all of them, which says so', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const first = drise(model, picture, { ...OPTIONS, masks: 40 });
  const [map] = await first.result();
  const [again] = await drise(model, picture, { ...OPTIONS, masks: 20, resume: first.store() }).result();
  assert.deepEqual(again.data, map.data);
  assert.equal(again.masks, 40);
  assert.deepEqual(again.provenance.options, map.provenance.options);
});

test('a run that ends when its maps are steady ends there whatever its batches, and gone on with likewise', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  for (const estimate of ['sum', 'regression'] as const) {
    const options = { ...OPTIONS, estimate, reliability: estimate === 'sum' ? 0.85 : 0.97 };
    const found = async (more: Parameters<typeof drise>[2]) => {
      const maps = await drise(model, picture, { ...options, masks: 5000, ...more }).result();
      return maps.map(({ data, masks, reliability, provenance }) => [data, masks, reliability, provenance.stableAt]);
    };
    const whole = await found({});
    const masks = whole[0][1] as number;
    assert.ok(masks > 80 && masks < 5000, `${estimate}: ${masks}`);
    for (const batch of [1, 7, 50]) assert.deepEqual(await found({ batch }), whole, `${estimate}, batch ${batch}`);
    // As many as a run of a given number has, ended by hand somewhere or at the very end.
    for (const stored of [70, masks - 3, masks]) {
      const run = drise(model, picture, { ...options, reliability: null, masks: stored });
      await run.result();
      assert.deepEqual(await found({ resume: run.store() }), whole, `${estimate}, gone on with after ${stored}`);
    }
    const longer = drise(model, picture, { ...options, reliability: null, masks: masks + 5 });
    await longer.result();
    const [[, run, , stableAt]] = await found({ resume: longer.store() });
    assert.equal(run, masks + 5, 'no mask is run where those that are there are enough');
    assert.ok((stableAt as number) <= masks);
  }
});

test('a classifier likewise', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED]);
  const first = rise(model, picture, { ...OPTIONS, masks: 40 });
  await first.result();
  const [resumed] = await rise(model, picture, { ...OPTIONS, masks: 90, resume: first.store() }).result();
  const [whole] = await rise(model, picture, { ...OPTIONS, masks: 90 }).result();
  assert.deepEqual(resumed.data, whole.data);
});

test('a run of another kind is refused by what it differs in, a damaged file by name', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const run = drise(model, picture, { ...OPTIONS, masks: 20 });
  await run.result();
  const resume = run.store();
  const refusals = [
    [await squarePicture([BLUE]), OPTIONS, /picture, targets/],
    [picture, { ...OPTIONS, seed: 4 }, /seed/],
    [picture, { ...OPTIONS, fill: 'mean' }, /fill/],
    [picture, { ...OPTIONS, targets: [{ box: [0, 0, 9, 9] }] }, /targets/],
  ] as const;
  for (const [shown, options, message] of refusals) {
    const other = drise(model, shown, { ...options, masks: 30, resume });
    await assert.rejects(other.result(), { code: 'option-invalid', option: 'resume', message });
  }
  const short = drise(model, picture, { ...OPTIONS, masks: 30, resume: { ...resume, kept: resume.kept.slice(3) } });
  await assert.rejects(short.result(), { code: 'option-invalid', message: /damaged/ });
  const odd = { ...resume, scores: resume.scores.map((score, k) => (k === 3 ? Number.NaN : score)) };
  await assert.rejects(drise(model, picture, { ...OPTIONS, masks: 30, resume: odd }).result(), { message: /damaged/ });
  for (const none of [{}, 'run.npz', encodeRun(resume)]) {
    const other = drise(model, picture, { ...OPTIONS, masks: 30, resume: none as never });
    await assert.rejects(other.result(), { code: 'option-invalid', option: 'resume', message: /takes a stored run/ });
  }
  const bytes = encodeRun(resume);
  // One bit in each of many places: the file is refused, or it was a bit that says nothing of the run.
  for (let at = 3; at < bytes.length; at += 37) {
    const changed = bytes.map((byte, k) => (k === at ? byte ^ 16 : byte));
    try {
      assert.deepEqual(decodeRun(changed), resume);
    } catch (cause) {
      assert.equal((cause as { code?: string }).code, 'option-invalid', `bit at ${at}`);
    }
  }
  for (const bad of [bytes.slice(0, 200), new Uint8Array(0), new Uint8Array(500).fill(7)]) {
    assert.throws(() => decodeRun(bad, 'a.run.npz'), {
      code: 'option-invalid',
      message: /a\.run\.npz is no stored run/,
    });
  }
});
