import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { checkSavedExplanation } from '../../src/core/saved-explanation.ts';
import { noCanvas } from '../scenes/support.ts';
import { Bench } from './command.ts';

let bench: Bench;
before(async () => {
  bench = await Bench.make();
});
after(() => bench.remove());

test('inspect lists the models that the package brings, and describes one', async () => {
  const list = await bench.run(['inspect', 'embedded:']);
  assert.equal(list.status, 0, list.stderr);
  assert.match(list.stdout, /^embedded:detector {2,}Finds nine kinds/m);
  const parsed = JSON.parse((await bench.run(['inspect', 'embedded:', '--json'])).stdout);
  assert.ok(parsed.some(({ name }: { name: string }) => name === 'embedded:detector-nms'));
  const one = await bench.run(['inspect', 'embedded:detector']);
  assert.match(one.stdout, /^detector\.onnx: .*Taken for detection, as written/s);
  const sound = await bench.run(['inspect', 'embedded:sound']);
  assert.match(
    sound.stdout,
    /read as batch, one, band, time; 15712 samples at a time, each 7856, 16000 Hz, through log-mel/,
  );
});

// That every name has its files is tested in test/embedded/files.test.ts; each start of the command takes a second.
test('names that are listed lead to models, of pictures and of recordings', async () => {
  const names: { name: string }[] = JSON.parse((await bench.run(['inspect', 'embedded:', '--json'])).stdout);
  for (const name of ['embedded:detector', 'embedded:motion']) {
    assert.ok(names.some((listed) => listed.name === name));
    const { status, stdout } = await bench.run(['inspect', name, '--json']);
    assert.equal(status, 0, name);
    assert.equal(JSON.parse(stdout).problem, null, name);
  }
});

test('a name that there is not ends with 2 and says which there are', async () => {
  const { status, stderr } = await bench.run(['explain', 'embedded:cat', '--scene', '1', '-o', 'out']);
  assert.equal(status, 2);
  assert.match(stderr, /no model embedded:cat; there are embedded:detector, /);
});

test('scenes are drawn by their seeds and explained, with no other file', { skip: noCanvas }, async () => {
  const options = ['--backend', 'wasm', '--masks', '16', '--target', 'top'];
  const { status, stderr } = await bench.run([
    'explain',
    'embedded:detector',
    '--scene',
    '42',
    '53',
    '-o',
    'out',
    ...options,
  ]);
  assert.equal(status, 0, stderr);
  assert.deepEqual(await bench.files('out'), [
    'explanations.json',
    'scene-42.png.0.overlay.png',
    'scene-42.png.0.saliency.png',
    'scene-53.png.0.overlay.png',
    'scene-53.png.0.saliency.png',
  ]);
  const { explanations } = JSON.parse(await readFile(bench.path('out', 'explanations.json'), 'utf8'));
  assert.deepEqual([explanations[0].input, explanations[0].width], ['scene-42.png', 512]);
  assert.ok(explanations[0].target.score > 0.3);
});

test('a scene is saved for a web page, and its scores as a picture of 16 bits', { skip: noCanvas }, async () => {
  const options = ['--backend', 'wasm', '--masks', '16', '--target', 'top', '--formats', 'png16,saved'];
  const { status, stderr } = await bench.run([
    'explain',
    'embedded:detector',
    '--scene',
    '42',
    '-o',
    'page',
    ...options,
  ]);
  assert.equal(status, 0, stderr);
  assert.deepEqual(await bench.files('page'), [
    'explanations.json',
    'scene-42.png.0.map.png',
    'scene-42.png.explanation.json',
  ]);
  const saved = checkSavedExplanation(
    JSON.parse(await readFile(bench.path('page/scene-42.png.explanation.json'), 'utf8')),
  );
  assert.deepEqual([saved.model, saved.maps.length, saved.maps[0].masks], ['embedded:detector', 1, 16]);
  assert.match(saved.picture ?? '', /^data:image\/webp;base64,/);
  assert.ok(JSON.stringify(saved).length < 200_000);
});
