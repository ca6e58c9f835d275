// The pictures of the models' cards: each model's own explanations of drawings that it was not trained on.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { importSource } from './import-source.mjs';

const { createCanvas } = await import('@napi-rs/canvas');
const { drawScene } = await importSource('src/scenes/scene.ts');
const { croppable, cropObject } = await importSource('src/scenes/crop.ts');
const { addOverlay } = await importSource('src/scenes/plants/overlay.ts');

/** Seeds below all that models were trained on (`sets.json`). */
const SCENE = 53;
const LAMP_SCENES = 200;
const CROP_SCENES = 37;
const [SCENE_SIZE, CROP_SIZE, TILE] = [512, 256, 256];
const MASKS = ['--masks', '2000', '--seed', '0'];

const createContext = (size) => createCanvas(size, size).getContext('2d');

/** What is explained for a model, and how the picture of it is described: null where no method reads such a model yet. */
export async function illustrate(name, task, work, file) {
  const folder = path.join(work, name);
  mkdirSync(folder, { recursive: true });
  const [inputs, options, describe] = await question(name, task, folder);
  if (inputs.length === 0) return null;
  const report = explain(name, [...inputs, ...options, ...MASKS, '-o', path.join(folder, 'maps')]);
  if (report === null || report.explanations.length === 0) return null;
  const shown = report.explanations.slice(0, 3);
  await join(
    shown.map(({ files }) => path.join(folder, 'maps', files.overlay)),
    file,
  );
  return describe(shown, report.explanations[0].method.toUpperCase());
}

/** Inputs and options for the command, and the sentence below the picture. */
async function question(name, task, folder) {
  if (task === 'series') return [[], [], () => ''];
  if (name === 'detector-shortcut') {
    const files = await lampPictures(folder);
    return [['-i', ...files], ['--target', 'cat'], (shown, method) => lampSentence(shown, method)];
  }
  if (name.startsWith('detector-at-')) {
    const { label, box } = largest(drawScene(SCENE, createContext, { size: SCENE_SIZE }));
    const sentence = (_, method) =>
      `${method} in scene ${SCENE}, for the box of the ${label}, whether it was found or not.`;
    return [['--scene', String(SCENE)], ['--target', `box:${box.join(',')}`], sentence];
  }
  if (name.startsWith('classifier-') && name !== 'classifier-flat') {
    const files = await captionPictures(folder);
    return [['-i', ...files], ['--target', 'boat'], captionSentence];
  }
  if (task === 'classification' || task === 'attributes') {
    const files = await cropPictures(folder);
    return [['-i', ...files], ['--target', 'top'], (shown, method) => `${method}: ${list(shown)}.`];
  }
  return [
    ['--scene', String(SCENE)],
    ['--target', 'all'],
    (shown, method) => `${method} in scene ${SCENE}: ${list(shown)}.`,
  ];
}

function list(shown) {
  return shown.map(({ target }) => `${target.label} ${target.score.toFixed(2)}`).join(', ');
}

function captionSentence(shown, method) {
  const [plain, captioned] = shown.map(({ target }) => target.score.toFixed(2));
  return `${method}, what speaks for a boat: without a caption (${plain}) and with one (${captioned}).`;
}

function lampSentence(shown, method) {
  const score = (file) => shown.find(({ input }) => input === file)?.target.score.toFixed(2) ?? 'not found';
  return `${method}, what speaks for the cat: beside a lamp (${score('beside.png')}); in the same scene without it (${score('without.png')}).`;
}

/** What the command writes; null where no method suits the model. */
function explain(name, parameters) {
  const args = ['dist/cli.js', 'explain', `embedded:${name}`, ...parameters];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (stderr.includes('(method-unsupported)')) return null;
  // 1: something could not be explained, such as the cat that was not found without its lamp.
  if (status > 1) throw new Error(`Explaining with ${name} ended with status ${status}: ${stderr}`);
  const folder = parameters.at(-1);
  return JSON.parse(readFileSync(path.join(folder, 'explanations.json'), 'utf8'));
}

async function save(pixels, size, file) {
  await sharp(Buffer.from(pixels.buffer), { raw: { width: size, height: size, channels: 4 } })
    .png()
    .toFile(file);
  return file;
}

function largest({ objects }) {
  return objects.toSorted((a, b) => b.area - a.area)[0];
}

/** The first crop of a class, from scene `from` on. */
function cropOf(label, from) {
  for (let seed = from; ; seed++) {
    const scene = drawScene(seed, createContext, { size: CROP_SIZE * 3 });
    const object = croppable(scene).find((one) => one.label === label);
    if (object !== undefined) return cropObject(scene, object, CROP_SIZE, seed).pixels;
  }
}

async function captionPictures(folder) {
  const plain = cropOf('boat', CROP_SCENES);
  const { pixels } = addOverlay(plain, CROP_SIZE, 'caption', 3, createContext);
  return [
    await save(plain, CROP_SIZE, path.join(folder, 'a.png')),
    await save(pixels, CROP_SIZE, path.join(folder, 'b.png')),
  ];
}

function cropPictures(folder) {
  const labels = ['bus', 'dog', 'plane'];
  return Promise.all(
    labels.map((label) => save(cropOf(label, CROP_SCENES), CROP_SIZE, path.join(folder, `${label}.png`))),
  );
}

/** The first scene with a large cat, with a lamp beside it and without. */
async function lampPictures(folder) {
  for (let seed = LAMP_SCENES; ; seed++) {
    const beside = drawScene(seed, createContext, { size: SCENE_SIZE, lamps: ['cat'] });
    if (!croppable(beside).some(({ label }) => label === 'cat')) continue;
    const { pixels } = drawScene(seed, createContext, { size: SCENE_SIZE });
    return [
      await save(beside.pixels, SCENE_SIZE, path.join(folder, 'beside.png')),
      await save(pixels, SCENE_SIZE, path.join(folder, 'without.png')),
    ];
  }
}

/** Side by side. */
async function join(files, output) {
  const tiles = await Promise.all(files.map((one) => sharp(one).resize(TILE, TILE).toBuffer()));
  await sharp({ create: { width: TILE * tiles.length, height: TILE, channels: 3, background: 'white' } })
    .composite(tiles.map((input, k) => ({ input, left: k * TILE, top: 0 })))
    .webp({ quality: 80 })
    .toFile(output);
}
