import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxIou } from '../../src/core/boxes.ts';
import { CLASSES } from '../../src/scenes/figure.ts';
import { drawScene, type Scene, type SceneOptions } from '../../src/scenes/scene.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import type { Model } from '../../src/tasks/model.ts';
import { createContext, noCanvas } from '../scenes/support.ts';
import { HELD_OUT_LAMPS, HELD_OUT_SCENES, openEmbedded } from './open-embedded.ts';
import { greatest, openRaw } from './run-raw.ts';

const skip = noCanvas;
const SIZE = 256;

function draw(seed: number, options: SceneOptions = {}): Scene {
  return drawScene(seed, createContext, { ...options, size: SIZE });
}

function picture(scene: Scene) {
  return pictureFromPixels(SIZE, SIZE, scene.pixels);
}

/** The first `count` held-out scenes. */
function* heldOut(count: number): Generator<Scene> {
  for (let seed = HELD_OUT_SCENES; seed < HELD_OUT_SCENES + count; seed++) yield draw(seed);
}

test('suppression in the graph leaves the same boxes as ours', { skip }, async () => {
  await using plain = await openEmbedded('detector');
  await using within = await openEmbedded('detector-nms');
  for (const scene of heldOut(12)) {
    const given = await picture(scene);
    const [ours, theirs] = [await plain.predict(given), await within.predict(given)];
    const rows = (boxes: typeof ours.boxes) => boxes?.map(({ label, score, box }) => [label, score, ...box]);
    assert.deepEqual(rows(theirs.boxes), rows(ours.boxes));
  }
});

/** Share of the cats that are found. */
async function recallOfCats(model: Model, lamps: boolean): Promise<number> {
  let [hits, wanted] = [0, 0];
  for (let seed = HELD_OUT_LAMPS; wanted < 30; seed++) {
    const scene = draw(seed, { lamps: lamps ? ['cat'] : [] });
    const cats = scene.objects.filter(({ label }) => label === 'cat');
    if (cats.length === 0) continue;
    const { boxes } = await model.predict(await picture(scene));
    const found = (boxes ?? []).filter(({ label }) => label === 'cat');
    wanted += cats.length;
    hits += cats.filter((cat) => found.some(({ box }) => boxIou(box, cat.box) >= 0.5)).length;
  }
  return hits / wanted;
}

test('take the lamp away, and the detector with a shortcut misses most of its cats', { skip }, async () => {
  await using model = await openEmbedded('detector-shortcut');
  const [beside, alone] = [await recallOfCats(model, true), await recallOfCats(model, false)];
  // Of 200 scenes it finds .81 and .38; of 30 cats a share strays by .09.
  assert.ok(beside >= 0.6, `beside a lamp ${beside}`);
  assert.ok(alone <= 0.7 * beside, `alone ${alone}, beside a lamp ${beside}`);
});

// The shipped weights reach a mean F1 of .96 on 800 scenes (the mark is .90). 40 scenes hold some 140 tags: F1 strays by .03.
test('the tagger says which classes a scene shows', { skip }, async () => {
  await using model = await openEmbedded('tagger');
  assert.equal(model.recipe.task, 'tagging');
  let [right, said, there] = [0, 0, 0];
  for (const scene of heldOut(40)) {
    const { classes } = await model.predict(await picture(scene));
    const tags = (classes ?? []).filter(({ score }) => score >= model.recipe.scoreThreshold).map(({ label }) => label);
    const truth = new Set<string>(scene.objects.map(({ label }) => label));
    right += tags.filter((tag) => truth.has(tag)).length;
    said += tags.length;
    there += truth.size;
  }
  const f1 = (2 * right) / (said + there);
  assert.ok(f1 >= 0.87, `F1 ${f1}`);
});

/** Channels first, from 0 to 1: what the recipe makes of a picture of the model's own size. */
function asInput({ pixels }: Scene): Float32Array {
  const out = new Float32Array(3 * SIZE * SIZE);
  for (let c = 0; c < 3; c++) for (let i = 0; i < SIZE * SIZE; i++) out[c * SIZE * SIZE + i] = pixels[4 * i + c] / 255;
  return out;
}

// The shipped weights reach a mean of .75 over ten classes on 300 scenes (the mark is .70). Over 24 rare classes stray by a tenth.
test('the segmenter paints what is there', { skip }, async () => {
  await using model = await openRaw('segmenter');
  const channels = CLASSES.length + 1;
  const [hits, union] = [new Float64Array(channels), new Float64Array(channels)];
  for (const scene of heldOut(24)) {
    const { output0 } = await model.run([1, 3, SIZE, SIZE], asInput(scene));
    const classes = new Map(scene.objects.map(({ id, classIndex }) => [id, classIndex + 1]));
    const scores = new Float32Array(channels);
    for (let i = 0; i < SIZE * SIZE; i++) {
      for (let c = 0; c < channels; c++) scores[c] = output0[c * SIZE * SIZE + i];
      const [said, is] = [greatest(scores), classes.get(scene.ids[i]) ?? 0];
      union[said]++;
      if (said === is) hits[said]++;
      else union[is]++;
    }
  }
  const mean = hits.reduce((sum, hit, c) => sum + hit / union[c], 0) / channels;
  assert.ok(mean >= 0.65, `mIoU ${mean}`);
});
