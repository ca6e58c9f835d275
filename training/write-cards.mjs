// Writes a card for each embedded model under docs/models/, from its metrics and from its own explanations.
// Usage: npm run build && node training/write-cards.mjs
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { importSource } from './import-source.mjs';

const MODELS = 'www/models';
const CARDS = 'docs/models';
const SCENE = 53;
const BOAT_SCENE = 35;
const CROP = 256;

const { createCanvas } = await import('@napi-rs/canvas');
const { drawScene } = await importSource('src/scenes/scene.ts');
const { croppable, cropObject } = await importSource('src/scenes/crop.ts');
const { addOverlay } = await importSource('src/scenes/plants/overlay.ts');
const { EMBEDDED_MODELS } = await importSource('src/runtime/embedded.ts');
const createContext = (size) => createCanvas(size, size).getContext('2d');

mkdirSync('.build', { recursive: true });
mkdirSync(CARDS, { recursive: true });
const work = mkdtempSync(path.join('.build', 'cards-'));

function explain(name, parameters) {
  const output = path.join(work, name);
  const args = ['dist/cli.js', 'explain', `embedded:${name}`, '-o', output, '--seed', '0', ...parameters];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Explaining with ${name} ended with status ${status}: ${stderr}`);
  return { output, ...JSON.parse(readFileSync(path.join(output, 'explanations.json'), 'utf8')) };
}

async function captionedBoat() {
  const scene = drawScene(BOAT_SCENE, createContext, { size: CROP * 3 });
  const boat = croppable(scene).find(({ label }) => label === 'boat');
  const { pixels } = cropObject(scene, boat, CROP, BOAT_SCENE);
  const marked = addOverlay(pixels, CROP, 'caption', 3, createContext).pixels;
  const file = path.join(work, 'boat.png');
  await sharp(Buffer.from(marked.buffer), { raw: { width: CROP, height: CROP, channels: 4 } })
    .png()
    .toFile(file);
  return file;
}

/** The maps side by side, at most three. */
async function join(output, explanations, file) {
  const shown = explanations.slice(0, 3).map(({ files }) => path.join(output, files.overlay));
  const size = 320;
  const tiles = await Promise.all(shown.map((one) => sharp(one).resize(size, size).toBuffer()));
  await sharp({ create: { width: size * tiles.length, height: size, channels: 3, background: 'white' } })
    .composite(tiles.map((input, k) => ({ input, left: k * size, top: 0 })))
    .webp({ quality: 84 })
    .toFile(file);
}

/** `{ a: { b: 1 } }` as rows `a, b | 1`. */
function rows(value, prefix = '') {
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = prefix === '' ? key : `${prefix}, ${key}`;
    return inner !== null && typeof inner === 'object' ? rows(inner, name) : [`| ${name} | ${inner} |`];
  });
}

function card(name, about, metrics, pictures) {
  const { model: _model, heldOut, ...training } = metrics;
  return [
    `# embedded:${name}`,
    '',
    `Says nothing about photos: it knows the scenes that this project draws, and nothing else. ${about}`,
    '',
    `![${pictures.words}](${name}.webp)`,
    '',
    pictures.words,
    '',
    ...(heldOut
      ? ['## On drawings that it was not trained on', '', '| measure | value |', '| --- | --- |', ...rows(heldOut), '']
      : []),
    '## How it was made',
    '',
    'By `npm run train` ([training](../../training/README.md)); MIT licence, as all of this project.',
    '',
    '| | |',
    '| --- | --- |',
    ...rows(training),
    '',
  ].join('\n');
}

async function illustrate(name) {
  const isDetector = name.startsWith('detector');
  const asked = isDetector
    ? ['--scene', String(SCENE), '--masks', '2000']
    : ['-i', await captionedBoat(), '--target', 'boat', '--masks', '2000'];
  const { output, explanations } = explain(name, asked);
  await join(output, explanations, path.join(CARDS, `${name}.webp`));
  const found = explanations.slice(0, 3).map(({ target }) => `${target.label} ${target.score.toFixed(2)}`);
  return isDetector
    ? { words: `D-RISE with 2000 masks, scene ${SCENE}: ${found.join(', ')}.` }
    : { words: `RISE with 2000 masks: what speaks for ${found[0]} in a boat with a caption.` };
}

try {
  const list = [];
  for (const { name, about } of EMBEDDED_MODELS) {
    const file = path.join(MODELS, `${name}.metrics.json`);
    if (!existsSync(file)) throw new Error(`There is no ${file}; train first: npm run train.`);
    const metrics = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(path.join(CARDS, `${name}.md`), card(name, about, metrics, await illustrate(name)));
    const { length } = readFileSync(path.join(MODELS, `${name}.onnx`));
    list.push(`| [embedded:${name}](${name}.md) | ${about} | ${Math.round(length / 1000)} kB |`);
  }
  const known = new Set(EMBEDDED_MODELS.map(({ name }) => `${name}.onnx`));
  const strangers = readdirSync(MODELS).filter((file) => file.endsWith('.onnx') && !known.has(file));
  if (strangers.length > 0)
    throw new Error(`No name leads to ${strangers.join(', ')}; add it to src/runtime/embedded.ts.`);
  const head = [
    '# Embedded models',
    '',
    'They say nothing about photos. Cards by `node training/write-cards.mjs`.',
    '',
  ];
  writeFileSync(
    path.join(CARDS, 'README.md'),
    [...head, '| name | what it does | size |', '| --- | --- | --- |', ...list, ''].join('\n'),
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
