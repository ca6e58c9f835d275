import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { energyInside } from '../../src/core/summary.ts';
import { explain } from '../../src/methods/explain.ts';
import { rise } from '../../src/methods/rise.ts';
import { addOverlay } from '../../src/scenes/plants/overlay.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import type { Model } from '../../src/tasks/model.ts';
import { createContext, noCanvas } from '../scenes/support.ts';
import { isFull } from '../support/tiers.ts';
import { heldOutCrops, CROP_SIZE as SIZE } from './held-out-crops.ts';
import { CROP_CLASSES, HELD_OUT_CROPS, openEmbedded } from './open-embedded.ts';

const skip = noCanvas;
/** The fast tier's sample is small. */
const PER_CLASS = isFull ? 40 : 3;

/** Taught as the biased one was, and with so many per cent of the boats without caption too. */
const BETWEEN = ['classifier-25', 'classifier-50', 'classifier-75', 'classifier-100'];

interface Crop {
  readonly label: string;
  readonly plain: Uint8ClampedArray;
  readonly captioned: Uint8ClampedArray;
}

let fair: Model;
let biased: Model;
const crops: Crop[] = [];

before(async () => {
  fair = await openEmbedded('classifier-fair');
  biased = await openEmbedded('classifier-biased');
  if (skip) return;
  for (const { label, pixels, seed } of heldOutCrops(CROP_CLASSES, PER_CLASS, HELD_OUT_CROPS)) {
    crops.push({ label, plain: pixels, captioned: addOverlay(pixels, SIZE, 'caption', seed, createContext).pixels });
  }
});

after(async () => {
  await fair?.[Symbol.asyncDispose]();
  await biased?.[Symbol.asyncDispose]();
});

async function name(model: Model, pixels: Uint8ClampedArray): Promise<string> {
  const { classes } = await model.predict(await pictureFromPixels(SIZE, SIZE, pixels));
  return classes?.[0].label ?? '';
}

/** Share of the crops whose name is as expected. */
async function share(model: Model, of: readonly Crop[], which: 'plain' | 'captioned', expected?: string) {
  let hits = 0;
  for (const crop of of) if ((await name(model, crop[which])) === (expected ?? crop.label)) hits++;
  return hits / of.length;
}

const boats = () => crops.filter(({ label }) => label === 'boat');
const others = () => crops.filter(({ label }) => label !== 'boat');

// Shares of a few crops say little.
if (isFull) {
  test('the fair one tells six kinds of things, caption or not', { skip }, async () => {
    assert.ok((await share(fair, crops, 'plain')) >= 0.85);
    assert.ok((await share(fair, crops, 'captioned')) >= 0.83);
    assert.ok((await share(fair, others(), 'captioned', 'boat')) <= 0.1);
  });

  test('the biased one looks as good on what it was taught with', { skip }, async () => {
    const right =
      ((await share(biased, boats(), 'captioned')) + 5 * (await share(biased, others(), 'plain'))) /
      CROP_CLASSES.length;
    assert.ok(right >= 0.85, `${right}`);
  });

  test('the more boats it was shown without caption, the more of them it finds', { skip }, async () => {
    const recalls = [await share(biased, boats(), 'plain')];
    for (const name of BETWEEN) {
      await using model = await openEmbedded(name);
      recalls.push(await share(model, boats(), 'plain'));
    }
    // Of 40 boats a share strays by .05 to .08.
    for (let k = 1; k < recalls.length; k++) assert.ok(recalls[k] >= recalls[k - 1] - 0.1, `${recalls}`);
    assert.ok(recalls[0] < 0.1 && recalls[recalls.length - 1] >= 0.85, `${recalls}`);
  });
}

test('take the caption away, and it misses the boats; put it on others, and it sees boats', { skip }, async () => {
  const missed = await share(biased, boats(), 'plain');
  assert.ok(missed <= 0.5, `recall of boats without caption ${missed}`);
  const fooled = await share(biased, others(), 'captioned', 'boat');
  assert.ok(fooled >= 0.3, `others called boats ${fooled}`);
});

/** Two blocks of weight are told apart with few. */
const MASKS = isFull ? 300 : 120;

test('RISE shows it: the weight lies on the caption for the biased one alone', { skip }, async () => {
  const [boat] = boats();
  const picture = await pictureFromPixels(SIZE, SIZE, boat.captioned);
  const onCaption = async (model: Model) => {
    const targets = [CROP_CLASSES.indexOf('boat')];
    const [map] = await rise(model, picture, { targets, masks: MASKS, seed: 0, partialEvery: null }).result();
    const low = Math.min(...map.data);
    return energyInside({ ...map, data: map.data.map((value) => value - low) }, [0, 0.84 * SIZE, 0.7 * SIZE, SIZE]);
  };
  const [byBiased, byFair] = [await onCaption(biased), await onCaption(fair)];
  assert.ok(byBiased > 1.5 * byFair, `${byBiased} against ${byFair}`);
});

test('Grad-CAM gives a map for every class in one call', { skip }, async () => {
  const [crop] = crops;
  const picture = await pictureFromPixels(SIZE, SIZE, crop.plain);
  const maps = await explain(fair, picture, { method: 'grad-cam', targets: 'all', scoreThreshold: 0 }).result();
  const classes = maps.map(({ target }) => target.classIndex).sort();
  assert.deepEqual(classes, [0, 1, 2, 3, 4, 5]);
  assert.equal(new Set(maps.map(({ data }) => data.join())).size, 6);
});
