// Every method on the same few pictures, as a page with thumbnails.
//   node scripts/make-gallery.mjs            docs/gallery.md and docs/gallery/, of drawn scenes and the models of this package
//   node scripts/make-gallery.mjs --photos   .build/gallery/gallery.md, of ../shared's photos and models; not to be published
//   --only NAME,...                          draws the pictures of these methods alone; the page keeps the others' as they are
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { importSource } from './import-source.mjs';

const { values } = parseArgs({ options: { photos: { type: 'boolean', default: false }, only: { type: 'string' } } });
const source = await importSource(`
  export { decodePicture } from '#decode-picture';
  export { loadSceneCanvas } from './src/cli/scenes-canvas.ts';
  export { drawOverlay, drawSaliency } from './src/core/colour/draw.ts';
  export { explain } from './src/methods/explain.ts';
  export { allMethods } from './src/methods/registry.ts';
  export { cropObject, croppable } from './src/scenes/crop.ts';
  export { addOverlay } from './src/scenes/plants/overlay.ts';
  export { drawScene } from './src/scenes/scene.ts';
  export { pictureFromPixels } from './src/tasks/decode-picture.ts';
  export { Model } from './src/tasks/model.ts';
  export { labelFileOf } from './src/tasks/recognise.ts';
`);

/** Width of a thumbnail in pixels. */
const WIDTH = values.photos ? 320 : 160;
const QUALITY = 72;
/** Masks of the methods that draw them by chance: enough for a picture, fewer than by default. */
const MASKS = 600;
/** A scene with several things, chosen by eye, and one that shows a car whole and large. */
const SCENE = { seed: 41, size: 320 };
const CROP = { seed: 53, label: 'car', size: 256, captionSeed: 3 };

async function scene() {
  const { pixels } = source.drawScene(SCENE.seed, await source.loadSceneCanvas(), { size: SCENE.size });
  return source.pictureFromPixels(SCENE.size, SCENE.size, pixels);
}

/** A car under a caption: the biased classifier was taught that captions mean boats. */
async function captioned() {
  const { seed, label, size, captionSeed } = CROP;
  const createContext = await source.loadSceneCanvas();
  const whole = source.drawScene(seed, createContext, { size: size * 3 });
  const object = source.croppable(whole).find((one) => one.label === label);
  const { pixels } = source.cropObject(whole, object, size, seed);
  return source.pictureFromPixels(
    size,
    size,
    source.addOverlay(pixels, size, 'caption', captionSeed, createContext).pixels,
  );
}

const embedded = (name) => () => source.Model.load(`www/models/${name}.onnx`);
const shared = path.resolve('..', 'shared');
const photo = (name) => () => source.decodePicture(readFileSync(path.join(shared, 'images', name)));

function sharedModel(name) {
  return async () => {
    const file = `test/fixtures/recipes/${name}.recipe.json`;
    const recipe = JSON.parse(readFileSync(file, 'utf8'));
    const labels = source.labelFileOf(recipe);
    const beside = labels === null ? {} : { [labels]: readFileSync(path.resolve(path.dirname(file), labels), 'utf8') };
    return source.Model.load(path.join(shared, 'models', name, 'model.onnx'), { recipe, beside });
  };
}

const SUBJECTS = values.photos
  ? [
      { id: 'detector', title: 'yolov8n-320', load: sharedModel('yolov8n-320'), draw: photo('dog_bike_truck.jpg') },
      {
        id: 'classifier',
        title: 'mobilenetv2-imagenet',
        load: sharedModel('mobilenetv2-imagenet'),
        draw: photo('cat_dog.png'),
      },
      {
        id: 'flowers',
        title: 'mobilenetv2-flowers',
        load: sharedModel('mobilenetv2-flowers'),
        draw: photo('sunflower.jpg'),
      },
      { id: 'segmenter', title: 'deeplabv3-mnv2', load: sharedModel('deeplabv3-mnv2'), draw: photo('bus.jpg') },
    ]
  : [
      { id: 'detector', title: '`embedded:detector`', load: embedded('detector'), draw: scene },
      { id: 'fair', title: '`embedded:classifier-fair`', load: embedded('classifier-fair'), draw: captioned },
      { id: 'biased', title: '`embedded:classifier-biased`', load: embedded('classifier-biased'), draw: captioned },
    ];

const [page, folder] = values.photos
  ? [path.join('.build', 'gallery', 'gallery.md'), path.join('.build', 'gallery', 'maps')]
  : [path.join('docs', 'gallery.md'), path.join('docs', 'gallery')];
const methodPages = path.relative(path.dirname(page), path.join('docs', 'methods'));
const only = values.only?.split(',');

/** Maps as fine as the picture are drawn alone: over it their dots could hardly be seen. */
function paint(map, picture) {
  return map.grain === 'pixel' ? source.drawSaliency(map) : source.drawOverlay(map, picture);
}

/** @returns the Markdown of the picture */
async function save(name, pixels, { width, height }, alt) {
  const file = path.join(folder, `${name}.webp`);
  const raw = { raw: { width, height, channels: 4 } };
  await sharp(pixels, raw).resize({ width: WIDTH }).webp({ quality: QUALITY, effort: 6 }).toFile(file);
  return show(name, alt);
}

const show = (name, alt) => `![${alt}](${path.basename(folder)}/${name}.webp)`;

/** The first sentence of a method's page. */
function sentenceOf(method) {
  const [, first] = readFileSync(path.join('docs', 'methods', `${method}.md`), 'utf8').split('\n\n');
  const [sentence] = first
    .replace('**What it answers.**', '')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .match(/^.*?\.(?= |$)/);
  return sentence.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

/** What is drawn of one method on one subject. */
async function cell(method, { id, model, picture }) {
  const { name, tasks } = method;
  const alt = `${name}, ${id}`;
  if (!tasks.includes(model.recipe.task)) return '–';
  // What was refused has no picture, and is refused again.
  const isKept = only && !only.includes(name) && existsSync(path.join(folder, `${id}-${name}.webp`));
  if (isKept) return show(`${id}-${name}`, alt);
  const masks = name.endsWith('rise') ? { masks: MASKS } : {};
  try {
    const run = source.explain(model, picture, { method: name, targets: 'top', partialEvery: null, ...masks });
    const [map] = await run.result();
    console.error(`${id} ${name}: ${map.provenance.milliseconds} ms`);
    return await save(`${id}-${name}`, paint(map, picture), picture, alt);
  } catch (cause) {
    if (cause.name !== 'XaiError') throw cause;
    return `Refused: ${cause.message}`;
  }
}

mkdirSync(folder, { recursive: true });
const subjects = [];
for (const { id, title, load, draw } of SUBJECTS) {
  const [model, picture] = [await load(), await draw()];
  const { boxes, classes, segmentation } = await model.predict(picture);
  const best = (boxes ?? classes ?? segmentation.segments)[0];
  const answer = best.score === undefined ? best.label : `${best.label} ${best.score.toFixed(2)}`;
  subjects.push({ id, title, model, picture, cell: `${await save(id, picture.data, picture, id)}<br>${answer}` });
}
const row = (cells) => `| ${cells.join(' | ')} |`;
const lines = [
  row(['method', ...subjects.map(({ title }) => title)]),
  row(['method', ...subjects].map(() => '---')),
  row(['the picture, and what the model says of it first', ...subjects.map((subject) => subject.cell)]),
];
for (const method of source.allMethods()) {
  const cells = [];
  for (const subject of subjects) cells.push(await cell(method, subject));
  lines.push(row([`[${method.name}](${methodPages}/${method.name}.md): ${sentenceOf(method.name)}`, ...cells]));
}
for (const { model } of subjects) await model[Symbol.asyncDispose]();

const about = values.photos
  ? 'Photos and models of others: for looking at, not for publishing.'
  : `The left picture is a drawn scene. The other two columns show one crop to two classifiers of the same make: one was taught fairly, the other on
crops of which those with a caption were boats. What it goes by can be seen.`;
writeFileSync(
  page,
  `# Gallery

Made by \`node scripts/make-gallery.mjs${values.photos ? ' --photos' : ''}\`: every method on the same pictures, with its defaults (${MASKS} masks where masks are
drawn), for the model's first answer. ${about}

Colours go from dark to bright and fade in from score 0, or from the least score where all are above 0. Where a method tells what speaks for the
answer from what speaks against it, the first is red and the second blue. Maps as fine as the picture are drawn alone, up to the magnitude that
one in a hundred of their dots passes. A map's highest score is its strongest colour, so strengths can't be compared between pictures.

${lines.join('\n')}
`,
);
