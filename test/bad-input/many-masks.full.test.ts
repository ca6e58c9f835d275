import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rise } from '../../src/methods/rise.ts';
import { openTinyClassifier } from '../methods/open-model.ts';
import { squarePicture } from '../support/tiny-pictures.ts';

const MASKS = 200_000;

test('two hundred thousand masks: a surer map, in no more memory than their scores take', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([{ label: 'red', column: 2, row: 2 }]);
  const [few] = await rise(model, picture, { masks: 2000, partialEvery: null }).result();
  const before = process.memoryUsage().rss;
  const [many] = await rise(model, picture, { masks: MASKS, partialEvery: null }).result();
  const grown = process.memoryUsage().rss - before;
  assert.equal(many.masks, MASKS);
  assert.ok(many.data.every(Number.isFinite) && many.reliability !== null && many.reliability > 0.99);
  const error = ({ error }: typeof few) => Math.max(...(error ?? [Number.NaN]));
  // Errors fall with the root of the masks: by 10 for a hundred times as many.
  assert.ok(error(many) < error(few) / 5, `${error(many)} of ${error(few)}`);
  // Four numbers a mask (three classes are kept, one asked for) are 3 MB.
  assert.ok(grown < 300 * 2 ** 20, `${(grown / 2 ** 20).toFixed(0)} MB more`);
});
