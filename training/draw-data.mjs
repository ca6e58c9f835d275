// Draws the training data as raw values for the Python scripts, with notes beside them; what is there is not drawn again.
// Usage: node training/draw-data.mjs full|quick FOLDER SET,...
import { fork } from 'node:child_process';
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadGenerator, SETS, withoutAlpha } from './draw-jobs.mjs';
import { importSource } from './import-source.mjs';

const SCENE = SETS.sceneSize ** 2;
const CROP = SETS.cropSize ** 2;
const CAPTIONS = 64;

/** How each set is made: job of draw-jobs.mjs, bytes of a picture, what it needs to know, name of its notes. */
const scenes = { task: 'scenes', bytes: SCENE * 3, notes: 'boxes' };
const masks = { task: 'masks', bytes: SCENE, notes: 'none' };
const lamps = { task: 'lamps', bytes: SCENE * 3, notes: 'boxes' };
const crops = (classes) => ({ task: 'crops', bytes: CROP * 3, notes: 'crops', classes });
const DRAWN = {
  sceneTrain: scenes,
  sceneVal: scenes,
  maskTrain: masks,
  maskVal: masks,
  lampTrain: lamps,
  lampVal: { ...lamps, twice: true },
  cropTrain: crops(SETS.cropClasses),
  cropVal: crops(SETS.cropClasses),
  attributeTrain: crops(SETS.classes),
  attributeVal: crops(SETS.classes),
};

async function shareOut(task, job, bytes) {
  const handle = openSync(job.file, 'w');
  ftruncateSync(handle, bytes);
  closeSync(handle);
  const step = Math.min(4, availableParallelism());
  const parts = Array.from({ length: step }, (_, first) => {
    const child = fork(fileURLToPath(new URL('draw-jobs.mjs', import.meta.url)), ['--part']);
    child.send({ task, job: { ...job, first, step } });
    return new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => code !== 0 && reject(new Error(`Drawing ${job.file} ended with status ${code}.`)));
    });
  });
  return (await Promise.all(parts)).flat();
}

async function draw(name, set, folder) {
  const { task, bytes, notes: title, ...more } = DRAWN[name];
  const pictures = set.count === undefined ? set.perClass * more.classes.length : set.count * (more.twice ? 2 : 1);
  const notes = await shareOut(task, { file: path.join(folder, `${name}.u8`), ...set, ...more }, pictures * bytes);
  const inOrder = notes.sort((a, b) => a[0] - b[0]).map(([, note]) => note);
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ ...set, [title]: inOrder }));
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
  writeFileSync(path.join(folder, 'captions.json'), JSON.stringify({ count: CAPTIONS }));
}

/** Recordings as 32-bit floats, samples by channels; motion once more with a glitch in each. */
async function makeSeries(name, { seed, count }, folder) {
  const { GESTURES, makeMotion } = await importSource('src/scenes/motion.ts');
  const { SOUNDS, makeSound } = await importSource('src/scenes/sound.ts');
  const isSound = name.startsWith('sound');
  const write = (file, make) => {
    const recordings = Array.from({ length: count }, (_, i) => make(seed + i));
    writeFileSync(
      path.join(folder, `${file}.f32`),
      Buffer.concat(recordings.map(({ samples }) => Buffer.from(samples.buffer))),
    );
    const labels = recordings.map(({ classIndex }) => classIndex);
    const notes = { seed, count, classes: isSound ? SOUNDS : GESTURES, channels: recordings[0].channels, labels };
    writeFileSync(path.join(folder, `${file}.json`), JSON.stringify(notes));
  };
  if (!isSound) write(`${name}Glitch`, (at) => makeMotion(at, { glitch: true }));
  write(name, isSound ? makeSound : makeMotion);
}

const [kind, folder, names] = process.argv.slice(2);
const sets = SETS[kind];
if (sets === undefined || names === undefined)
  throw new Error('Usage: node training/draw-data.mjs full|quick FOLDER SET,...');
mkdirSync(folder, { recursive: true });
for (const name of names.split(',')) {
  if (existsSync(path.join(folder, `${name}.json`))) continue;
  console.time(`drawing ${name}`);
  if (name === 'captions') await drawCaptions(folder);
  else if (name in DRAWN) await draw(name, sets[name], path.resolve(folder));
  else await makeSeries(name, sets[name], folder);
  console.timeEnd(`drawing ${name}`);
}
