import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawScene, type Scene, type SceneOptions } from '../../src/scenes/scene.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { createContext, noCanvas } from '../scenes/support.ts';
import { HELD_OUT_SCENES, openEmbedded } from './open-embedded.ts';

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
