import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { SavedExplanation } from '../../src/core/saved-explanation.ts';
import {
  tinyAttributes,
  tinyAttributesRecipe,
  tinyEmbedder,
  tinyEmbedderRecipe,
  tinySegmenter,
  tinySegmenterRecipe,
} from '../support/tiny-answers.ts';
import { Bench } from './command.ts';

let bench: Bench;
let saved: SavedExplanation;
const FILE = 'out/squares.png.explanation.json';
const again = (...more: string[]) =>
  bench.run(['explain', 'detector.onnx', '-i', 'squares.png', '--backend', 'wasm', '--repeat', FILE, ...more]);

before(async () => {
  bench = await Bench.make();
  await bench.picture('squares.png', [
    { label: 'red', column: 3, row: 3 },
    { label: 'blue', column: 6, row: 1 },
  ]);
  await bench.picture('other.png', [{ label: 'red', column: 1, row: 1 }]);
  const options = ['--masks', '64', '--seed', '7', '--formats', 'saved', '--backend', 'wasm'];
  const made = await bench.run(['explain', 'detector.onnx', '-i', 'squares.png', '-o', 'out', ...options]);
  assert.equal(made.status, 0, made.stderr);
  saved = JSON.parse(await readFile(bench.path(FILE), 'utf8'));
});
after(() => bench.remove());

test('the same model and picture give the same maps, bit for bit', async () => {
  const { status, stdout, stderr } = await again('--json');
  assert.equal(status, 0, stderr);
  const { repeated } = JSON.parse(stdout);
  assert.deepEqual(
    repeated.map(({ label, verdict }: { label: string; verdict: string }) => [label, verdict]),
    saved.maps.map(({ finding }) => [saved.findings[finding].label, 'same']),
  );
  assert.match((await again()).stdout, /^red, d-rise: came out the same, bit for bit$/m);
});

test('a map that was made otherwise is told from the one that is made now, and the status is 1', async () => {
  const { provenance } = saved.maps[0];
  const maps = saved.maps.map((map) => ({ ...map, provenance: { ...provenance, seed: 8 } }));
  await bench.write('seed.json', JSON.stringify({ ...saved, maps }));
  const { status, stdout } = await bench.run([
    ...['explain', 'detector.onnx', '-i', 'squares.png', '--backend', 'wasm', '--repeat', 'seed.json'],
  ]);
  assert.equal(status, 1);
  assert.match(stdout, /^red, d-rise: came out otherwise: it differs by up to \d+\.\d % of its range/m);
});

test('answers of heads, an area of a segmenter and the likeness to another picture are asked for as they were', async () => {
  const cases: [string, Uint8Array, unknown, string][] = [
    ['heads', tinyAttributes(), tinyAttributesRecipe, 'top'],
    ['segmenter', tinySegmenter(), tinySegmenterRecipe, 'pixel:7,7'],
    ['embedder', tinyEmbedder(), tinyEmbedderRecipe, 'like:other.png'],
  ];
  for (const [name, model, recipe, target] of cases) {
    await bench.write(`${name}.onnx`, model);
    await bench.write(`${name}.recipe.json`, JSON.stringify(recipe));
    const about = ['explain', `${name}.onnx`, '-i', 'squares.png', '--backend', 'wasm'];
    const how = ['--target', target, '--method', 'rise', '--masks', '32', '--formats', 'saved', '-o', name];
    const made = await bench.run([...about, ...how]);
    assert.equal(made.status, 0, made.stderr);
    const file = `${name}/squares.png.explanation.json`;
    const { maps }: SavedExplanation = JSON.parse(await readFile(bench.path(file), 'utf8'));
    assert.ok(maps.length > 0 && maps.every(({ asked }) => asked));
    const { status, stdout, stderr } = await bench.run([...about, '--repeat', file, '--json']);
    assert.equal(status, 0, stderr);
    const verdicts = JSON.parse(stdout).repeated.map(({ verdict }: { verdict: string }) => verdict);
    assert.deepEqual(
      verdicts,
      maps.map(() => 'same'),
    );
  }
});

test('boxes drawn by hand are asked for again with their class, whatever the model finds there', async () => {
  const about = ['explain', 'detector.onnx', '-i', 'squares.png', '--backend', 'wasm'];
  const cases: [string, string[], string][] = [
    ['drawn', ['--target', 'green@box:12,12,22,20', '--masks', '40'], 'green, d-rise'],
    ['found', ['--target', 'red@box:10,10,19,19', '--masks', '40'], 'red, d-rise'],
    ['none', ['--target', 'box:12,12,22,20', '--masks', '40'], 'box drawn by hand, d-rise'],
  ];
  for (const [folder, how, what] of cases) {
    const made = await bench.run([...about, ...how, '--formats', 'saved', '-o', folder]);
    assert.equal(made.status, 0, made.stderr);
    const { status, stdout, stderr } = await bench.run([
      ...about,
      '--repeat',
      `${folder}/squares.png.explanation.json`,
    ]);
    assert.equal(status, 0, stderr);
    assert.equal(stdout.trim(), `${what}: came out the same, bit for bit`);
  }
});

test('another picture, another model, a file that is none and an option beside it are refused by name', async () => {
  const cases: [string[], number, RegExp][] = [
    [['detector.onnx', '-i', 'other.png', '--repeat', FILE], 2, /another file than the one that was explained/],
    [['classifier.onnx', '-i', 'squares.png', '--repeat', FILE], 3, /model-integrity/],
    [['detector.onnx', '-i', 'squares.png', '--repeat', 'detector.recipe.json'], 2, /explanation-invalid/],
    [['detector.onnx', '-i', 'squares.png', '--repeat', 'none.json'], 2, /no readable file/],
    [['detector.onnx', '-i', 'squares.png', '--repeat', FILE, '--masks', '3'], 2, /leave out "masks"/],
    [['detector.onnx', '-i', 'squares.png'], 2, /Name a folder/],
  ];
  for (const [words, expected, said] of cases) {
    const { status, stderr } = await bench.run(['explain', ...words, '--backend', 'wasm']);
    assert.equal(status, expected, stderr);
    assert.match(stderr, said);
  }
});
