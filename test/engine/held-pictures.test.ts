import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePng } from '../../src/cli/png.ts';
import { HeldPictures } from '../../src/engine/held-pictures.ts';

async function file(grey: number, { side = 8, name = 'a.png' } = {}): Promise<File> {
  const pixels = new Uint8ClampedArray(side * side * 4).fill(grey);
  return new File([(await encodePng(pixels, side, side)) as BlobPart], name);
}

test('what is in a file tells whether its picture is held, not the object, its size or its name', async () => {
  const held = new HeldPictures();
  const first = await held.decode(await file(255));
  assert.equal(await held.decode(await file(255)), first);
  const other = await held.decode(await file(254));
  assert.notEqual(other, first);
  assert.deepEqual([first.data[0], other.data[0]], [255, 254]);
  const renamed = await held.decode(await file(255, { name: 'b.png' }));
  assert.equal(renamed.name, 'b.png');
  assert.equal(await held.decode(await file(255)), first, 'several are held');
  held.forget();
  assert.notEqual(await held.decode(await file(255)), first);
});

test('the oldest give way to what is new, and what is too large by itself is not held', async () => {
  const held = new HeldPictures();
  const small = await held.decode(await file(255));
  // 64 MB each, of the 96 that are kept.
  const [one, two] = await Promise.all([1, 2].map((n) => file(255, { side: 4000, name: `${n}.png` })));
  const large = await held.decode(one);
  assert.equal(await held.decode(one), large);
  assert.equal(await held.decode(await file(255)), small);
  await held.decode(two);
  assert.notEqual(await held.decode(one), large);
  const huge = await file(255, { side: 5000 });
  assert.notEqual(await held.decode(huge), await held.decode(huge));
});
