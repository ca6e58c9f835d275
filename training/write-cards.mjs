// Writes a card for each embedded model under docs/models/, from its file, its metrics and its own explanations.
// Usage: npm run build && node training/write-cards.mjs [NAME,...]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { illustrate } from './card-pictures.mjs';
import { importSource } from './import-source.mjs';

const MODELS = 'www/models';
const CARDS = 'docs/models';
const { EMBEDDED_MODELS } = await importSource('src/runtime/embedded.ts');

const CANNOT = {
  motion: "Can't read real motion: it knows the recordings that this project makes up, and nothing else.",
  sound: "Can't read real sound: it knows the recordings that this project makes up, and nothing else.",
  pictures: "Can't read photos: it knows the scenes that this project draws, and nothing else.",
};

function read(name, kind) {
  const file = path.join(MODELS, `${name}.${kind}.json`);
  if (!existsSync(file)) throw new Error(`There is no ${file}; train first: npm run train.`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function inspect(name) {
  const { stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', 'inspect', `embedded:${name}`, '--json'], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(`embedded:${name} can't be inspected: ${stderr}`);
  return JSON.parse(stdout);
}

/** `boatRecallWithCaption` as `boat recall with caption`; names of measures (mAP50, mIoU) stay. */
function words(key) {
  return /^(m?AP|m?IoU|F1)/.test(key) ? key : key.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
}

/** `{ a: { b: 1 } }` as pairs of `a, b` and 1. */
function pairs(value, prefix = '') {
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = prefix === '' ? words(key) : `${prefix}, ${words(key)}`;
    return inner !== null && typeof inner === 'object' ? pairs(inner, name) : [[name, inner]];
  });
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** How values get in: what the recipe says, in words. */
function feeding({ task, input }) {
  if (task === 'series') {
    const { features } = input;
    if (features === undefined) return `samples at ${input.sampleRate} Hz, in g`;
    const { bands, lowHertz, highHertz, window, hop } = features;
    return `log-mel magnitudes: ${bands} bands of ${lowHertz} to ${highHertz} Hz, windows of ${window} samples every ${hop}, at ${input.sampleRate} Hz`;
  }
  return `${input.channels}, 0 to 1, ${input.layout}; pictures of another size: ${input.resize}`;
}

function labelsOf(recipe) {
  if (recipe.output.format !== 'heads') return [`Labels: ${recipe.labels.join(', ')}.`, ''];
  return recipe.output.heads.flatMap(({ name, labels }) => [`- ${name}: ${labels.join(', ')}`]).concat('');
}

function card({ name, about }, recipe, metrics, picture) {
  const { model: file, heldOut, ...training } = metrics;
  const { inputs, outputs, opsets } = inspect(name);
  const kind = recipe.task === 'series' ? (recipe.input.features ? 'sound' : 'motion') : 'pictures';
  const port = (what, note) => [`\`${what.name}\``, `${what.type} [${what.dims.join(', ')}]`, note];
  return [
    `# embedded:${name}`,
    '',
    CANNOT[kind],
    '',
    about,
    '',
    ...(picture === null ? [] : [`![${picture}](${name}.webp)`, '', picture, '']),
    '## In and out',
    '',
    ...table(
      ['name', 'type and axes', ''],
      [
        ...inputs.map((input) => port(input, feeding(recipe))),
        ...outputs.map((output) => port(output, `format ${recipe.output.format}`)),
      ],
    ),
    ...labelsOf(recipe),
    `ONNX, opset ${opsets['ai.onnx']}: [${file}](../../${MODELS}/${file}), with its [recipe](../../${MODELS}/${name}.recipe.json).`,
    '',
    ...(heldOut
      ? ['## On drawings that it was not trained on', '', ...table(['measure', 'value'], pairs(heldOut))]
      : []),
    '## How it was made',
    '',
    'By `npm run train` ([training](../../training/README.md)), from scenes and recordings that this project makes;',
    'their seeds are in [sets.json](../../training/sets.json). MIT licence, as all of this project.',
    '',
    ...table(['', ''], pairs(training)),
  ].join('\n');
}

/** The two measures that say most, as the scripts put them first. */
function mainMeasures({ heldOut = {} }) {
  const measures = pairs(heldOut).filter(([name]) => !/^(scenes|crops|recordings|first seed)$/.test(name));
  // Figures of single classes or heads stand for a model only where there is no other.
  const whole = measures.filter(([name]) => !name.includes(','));
  return (whole.length > 0 ? whole : measures)
    .slice(0, 2)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function writeIndex() {
  const rows = EMBEDDED_MODELS.map(({ name, about }) => {
    const { length } = readFileSync(path.join(MODELS, `${name}.onnx`));
    return [
      `[embedded:${name}](${name}.md)`,
      about,
      mainMeasures(read(name, 'metrics')),
      `${Math.round(length / 1000)} kB`,
    ];
  });
  const lines = [
    '# Embedded models',
    '',
    "They can't read photos: they know the drawings and recordings that this project makes. Written by",
    '`node training/write-cards.mjs`; figures are on drawings that no model was trained on.',
    '',
    ...table(['name', 'what it does', 'how well', 'size'], rows),
  ];
  writeFileSync(path.join(CARDS, 'README.md'), lines.join('\n'));
}

const known = new Set(EMBEDDED_MODELS.map(({ name }) => `${name}.onnx`));
const strangers = readdirSync(MODELS).filter((file) => file.endsWith('.onnx') && !known.has(file));
if (strangers.length > 0)
  throw new Error(`No name leads to ${strangers.join(', ')}; add it to src/runtime/embedded.ts.`);

const given = process.argv.slice(2).flatMap((names) => names.split(','));
const wanted = given.length > 0 ? given : undefined;
mkdirSync('.build', { recursive: true });
mkdirSync(CARDS, { recursive: true });
const work = mkdtempSync(path.join('.build', 'cards-'));
try {
  for (const model of EMBEDDED_MODELS) {
    if (wanted !== undefined && !wanted.includes(model.name)) continue;
    console.time(model.name);
    const recipe = read(model.name, 'recipe');
    const picture = await illustrate(model.name, recipe.task, work, path.join(CARDS, `${model.name}.webp`));
    writeFileSync(path.join(CARDS, `${model.name}.md`), card(model, recipe, read(model.name, 'metrics'), picture));
    console.timeEnd(model.name);
  }
  writeIndex();
} finally {
  rmSync(work, { recursive: true, force: true });
}
