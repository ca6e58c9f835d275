// Draws the training data as raw bytes for the Python scripts: whole scenes with boxes, crops with classes, captions.
// Usage: node training/draw-data.mjs full|quick FOLDER
import { fork } from 'node:child_process';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { importSource } from './import-source.mjs';

const SETS = JSON.parse(readFileSync(new URL('sets.json', import.meta.url), 'utf8'));
/** Crops are cut from larger drawings than the detector sees, as the command `scenes --crops 128` does. */
const CROP_SCENE = SETS.cropSize * 3;
const CAPTIONS = 64;

async function loadGenerator() {
  const { createCanvas } = await import('@napi-rs/canvas');
  const createContext = (size) => createCanvas(size, size).getContext('2d');
  const { drawScene } = await importSource('src/scenes/scene.ts');
  const { croppable, cropObject } = await importSource('src/scenes/crop.ts');
  const { addOverlay } = await importSource('src/scenes/plants/overlay.ts');
  return { createContext, drawScene, croppable, cropObject, addOverlay };
}

/** Canvases are given back between two turns of the event loop; without one they fill the memory within minutes. */
function nextTurn() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Red, green, blue, row by row. */
function withoutAlpha(pixels) {
  const out = Buffer.allocUnsafe((pixels.length / 4) * 3);
  for (let i = 0, j = 0; i < pixels.length; i += 4, j += 3) {
    out[j] = pixels[i];
    out[j + 1] = pixels[i + 1];
    out[j + 2] = pixels[i + 2];
  }
  return out;
}

/** Every `step`-th scene from `first`, each at its place in the file. */
async function drawScenes({ file, seed, count, first, step }) {
  const { createContext, drawScene } = await loadGenerator();
  const handle = openSync(file, 'r+');
  const bytes = SETS.sceneSize ** 2 * 3;
  const scenes = [];
  for (let i = first; i < count; i += step) {
    const scene = drawScene(seed + i, createContext, { size: SETS.sceneSize });
    writeSync(handle, withoutAlpha(scene.pixels), 0, bytes, i * bytes);
    await nextTurn();
    scenes.push([
      i,
      scene.objects.map(({ classIndex, box, visible }) => [classIndex, ...box, Math.round(visible * 1000) / 1000]),
    ]);
  }
  closeSync(handle);
  return scenes;
}

/** Crops of the classes in `classes`, `perClass` of each, at their places in the file. */
async function cutCrops({ file, seed, perClass, first, step }) {
  const { createContext, drawScene, croppable, cropObject } = await loadGenerator();
  const handle = openSync(file, 'r+');
  const bytes = SETS.cropSize ** 2 * 3;
  const share = (n) => Math.floor(perClass / step) + (n < perClass % step ? 1 : 0);
  const cut = SETS.cropClasses.map(() => 0);
  for (let at = seed + first; cut.some((done) => done < share(first)); at += step) {
    await nextTurn();
    const scene = drawScene(at, createContext, { size: CROP_SCENE });
    for (const object of croppable(scene)) {
      const label = SETS.cropClasses.indexOf(object.label);
      if (label < 0 || cut[label] >= share(first)) continue;
      const { pixels } = cropObject(scene, object, SETS.cropSize, at * 16 + (object.id % 16));
      const place = label * perClass + cut[label] * step + first;
      writeSync(handle, withoutAlpha(pixels), 0, bytes, place * bytes);
      cut[label]++;
    }
  }
  closeSync(handle);
  return null;
}

/** Captions on black and on white: from both follows how much of each pixel they cover. */
async function drawCaptions(folder) {
  const { createContext, addOverlay } = await loadGenerator();
  const size = SETS.cropSize;
  const ground = (value) => new Uint8ClampedArray(size * size * 4).fill(value);
  const captions = Array.from({ length: CAPTIONS }, (_, seed) =>
    [0, 255].map((value) => withoutAlpha(addOverlay(ground(value), size, 'caption', seed, createContext).pixels)),
  );
  writeFileSync(path.join(folder, 'captions.u8'), Buffer.concat(captions.flat()));
}

async function shareOut(task, job, bytes) {
  const handle = openSync(job.file, 'w');
  ftruncateSync(handle, bytes);
  closeSync(handle);
  const step = Math.min(4, availableParallelism());
  const parts = Array.from({ length: step }, (_, first) => {
    const child = fork(fileURLToPath(import.meta.url), ['--part']);
    child.send({ task, job: { ...job, first, step } });
    return new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => code !== 0 && reject(new Error(`Drawing ${job.file} ended with status ${code}.`)));
    });
  });
  return (await Promise.all(parts)).flat();
}

async function main([kind, folder]) {
  const sets = SETS[kind];
  if (sets === undefined || folder === undefined)
    throw new Error('Usage: node training/draw-data.mjs full|quick FOLDER');
  mkdirSync(folder, { recursive: true });
  for (const name of ['sceneTrain', 'sceneVal']) {
    const { seed, count } = sets[name];
    const file = path.resolve(folder, `${name}.u8`);
    if (existsSync(file.replace('.u8', '.json'))) continue;
    console.time(`${name}: ${count} scenes`);
    const scenes = await shareOut('scenes', { file, seed, count }, count * SETS.sceneSize ** 2 * 3);
    const boxes = scenes.sort((a, b) => a[0] - b[0]).map(([, objects]) => objects);
    writeFileSync(file.replace('.u8', '.json'), JSON.stringify({ seed, count, boxes }));
    console.timeEnd(`${name}: ${count} scenes`);
  }
  for (const name of ['cropTrain', 'cropVal']) {
    const { seed, perClass } = sets[name];
    const file = path.resolve(folder, `${name}.u8`);
    if (existsSync(file.replace('.u8', '.json'))) continue;
    console.time(`${name}: ${perClass} crops a class`);
    await shareOut('crops', { file, seed, perClass }, perClass * SETS.cropClasses.length * SETS.cropSize ** 2 * 3);
    writeFileSync(file.replace('.u8', '.json'), JSON.stringify({ seed, perClass, classes: SETS.cropClasses }));
    console.timeEnd(`${name}: ${perClass} crops a class`);
  }
  await drawCaptions(folder);
}

if (process.argv[2] === '--part') {
  process.once('message', async ({ task, job }) => {
    process.send(task === 'scenes' ? await drawScenes(job) : await cutCrops(job), () => process.exit(0));
  });
} else {
  await main(process.argv.slice(2));
}
