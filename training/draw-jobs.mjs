// What draw-data.mjs has drawn, each job by several processes at once: every `step`-th picture from `first`, written at its
// place in the file. A job gives the notes on its pictures, each with the picture's number.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { importSource } from './import-source.mjs';

export const SETS = JSON.parse(readFileSync(new URL('sets.json', import.meta.url), 'utf8'));
const SCENE_BYTES = SETS.sceneSize ** 2 * 3;
const CROP_BYTES = SETS.cropSize ** 2 * 3;
/** Crops are cut from larger drawings than the detector sees, as the command `scenes --crops 128` does. */
const CROP_SCENE = SETS.cropSize * 3;

export async function loadGenerator() {
  const { createCanvas } = await import('@napi-rs/canvas');
  const createContext = (size) => createCanvas(size, size).getContext('2d');
  const { drawScene } = await importSource('src/scenes/scene.ts');
  const { planScene } = await importSource('src/scenes/plan.ts');
  const { croppable, cropObject } = await importSource('src/scenes/crop.ts');
  const { addOverlay } = await importSource('src/scenes/plants/overlay.ts');
  return { createContext, drawScene, planScene, croppable, cropObject, addOverlay };
}

/** Canvases are given back between two turns of the event loop; without one they fill the memory within minutes. */
function nextTurn() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Red, green, blue, row by row. */
export function withoutAlpha(pixels) {
  const out = Buffer.allocUnsafe((pixels.length / 4) * 3);
  for (let i = 0, j = 0; i < pixels.length; i += 4, j += 3) {
    out[j] = pixels[i];
    out[j + 1] = pixels[i + 1];
    out[j + 2] = pixels[i + 2];
  }
  return out;
}

/** Rows of class, box, visible share. */
function boxesOf({ objects }) {
  return objects.map(({ classIndex, box, visible }) => [classIndex, ...box, Math.round(visible * 1000) / 1000]);
}

async function drawScenes({ file, seed, count, first, step }) {
  const { createContext, drawScene } = await loadGenerator();
  const handle = openSync(file, 'r+');
  const notes = [];
  for (let i = first; i < count; i += step) {
    const scene = drawScene(seed + i, createContext, { size: SETS.sceneSize });
    writeSync(handle, withoutAlpha(scene.pixels), 0, SCENE_BYTES, i * SCENE_BYTES);
    notes.push([i, boxesOf(scene)]);
    await nextTurn();
  }
  closeSync(handle);
  return notes;
}

/** For each pixel one more than its class, 0 where nothing is. */
async function drawMasks({ file, seed, count, first, step }) {
  const { createContext, drawScene } = await loadGenerator();
  const handle = openSync(file, 'r+');
  for (let i = first; i < count; i += step) {
    const { ids, objects } = drawScene(seed + i, createContext, { size: SETS.sceneSize });
    const classes = new Map(objects.map(({ id, classIndex }) => [id, classIndex + 1]));
    const painted = Buffer.from(ids.map((id) => classes.get(id) ?? 0));
    writeSync(handle, painted, 0, painted.length, i * painted.length);
    await nextTurn();
  }
  closeSync(handle);
  return [];
}

/**
 * Scenes with cats. For training every second one bears lamps beside them; for judging each is drawn twice, with its lamps
 * at even places and without them behind.
 */
async function drawLamps({ file, seed, count, twice, first, step }) {
  const { createContext, drawScene, planScene } = await loadGenerator();
  const handle = openSync(file, 'r+');
  const notes = [];
  const draw = (at, place, lamps) => {
    const scene = drawScene(at, createContext, { size: SETS.sceneSize, lamps });
    writeSync(handle, withoutAlpha(scene.pixels), 0, SCENE_BYTES, place * SCENE_BYTES);
    notes.push([place, boxesOf(scene)]);
  };
  // Each process has seeds of its own, so that none waits for another to know how many cats were found.
  for (let i = first, at = seed + first; i < count; at += step) {
    if (!planScene(at, {}).figures.some(({ label }) => label === 'cat')) continue;
    if (twice) {
      draw(at, 2 * i, ['cat']);
      draw(at, 2 * i + 1, []);
    } else draw(at, i, i % 2 === 0 ? ['cat'] : []);
    i += step;
    await nextTurn();
  }
  closeSync(handle);
  return notes;
}

/** `perClass` crops of each of `classes`, class after class. */
async function cutCrops({ file, seed, classes, perClass, first, step }) {
  const { createContext, drawScene, croppable, cropObject } = await loadGenerator();
  const handle = openSync(file, 'r+');
  const share = Math.floor(perClass / step) + (first < perClass % step ? 1 : 0);
  const cut = classes.map(() => 0);
  const notes = [];
  for (let at = seed + first; cut.some((done) => done < share); at += step) {
    await nextTurn();
    const scene = drawScene(at, createContext, { size: CROP_SCENE });
    for (const object of croppable(scene)) {
      const label = classes.indexOf(object.label);
      if (label < 0 || cut[label] >= share) continue;
      const { pixels } = cropObject(scene, object, SETS.cropSize, at * 16 + (object.id % 16));
      const place = label * perClass + cut[label] * step + first;
      writeSync(handle, withoutAlpha(pixels), 0, CROP_BYTES, place * CROP_BYTES);
      notes.push([place, { class: object.label, ...object.attributes }]);
      cut[label]++;
    }
  }
  closeSync(handle);
  return notes;
}

export const JOBS = { scenes: drawScenes, masks: drawMasks, lamps: drawLamps, crops: cutCrops };

if (process.argv[2] === '--part') {
  process.once('message', async ({ task, job }) => {
    process.send(await JOBS[task](job), () => process.exit(0));
  });
}
