import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import * as v from 'valibot';
import { type ExplanationsReport, explanationsSchema } from '../../src/cli/report.ts';
import { decodeNpy } from '../../src/core/npy.ts';
import { tinyClassifier } from '../support/tiny-detector.ts';
import { type Square, squareBox } from '../support/tiny-pictures.ts';
import { Bench } from './command.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const RED_BELOW: Square = { label: 'red', column: 5, row: 5 };
const BLUE: Square = { label: 'blue', column: 6, row: 3 };

let bench: Bench;
before(async () => {
  bench = await Bench.make();
  await bench.picture('two.png', [RED, BLUE]);
  await bench.picture('three.png', [RED, RED_BELOW, BLUE]);
  await bench.picture('grey.png', []);
  await bench.write('bad.png', 'not a picture at all');
});
after(() => bench.remove());

async function reportOf(output: string): Promise<ExplanationsReport> {
  const report = JSON.parse(await readFile(bench.path(output, 'explanations.json'), 'utf8'));
  // Read strictly: a key that the schema lacks would be missing in its output.
  assert.deepEqual(v.parse(explanationsSchema, report), report);
  return report;
}

test('a picture gives a map, an overlay and an entry per object, by falling score', async () => {
  const { status, stdout, stderr } = await bench.explain('detector', ['-i', 'two.png', '-o', 'plain', '--seed', '5']);
  assert.equal(status, 0, stderr);
  assert.deepEqual(await bench.files('plain'), [
    'explanations.json',
    'two.png.0.overlay.png',
    'two.png.0.saliency.png',
    'two.png.1.overlay.png',
    'two.png.1.saliency.png',
  ]);
  const { model, options, explanations, failed, empty } = await reportOf('plain');
  assert.equal(model.file, 'detector.onnx');
  assert.equal(model.task, 'detection');
  assert.equal(model.recipe, 'sidecar');
  assert.match(model.sha256, /^[0-9a-f]{64}$/);
  assert.equal(options.method, 'd-rise');
  assert.deepEqual([failed, empty], [[], []]);
  assert.deepEqual(
    explanations.map(({ target }) => [target.index, target.label, target.class]),
    [
      [0, 'red', 0],
      [1, 'blue', 2],
    ],
  );
  assert.deepEqual(explanations[0].target.box, [...squareBox(RED)]);
  assert.deepEqual([explanations[0].width, explanations[0].height, explanations[0].masks], [64, 64, 12]);
  assert.equal(explanations[0].provenance.seed, 5);
  assert.deepEqual(explanations[0].files, {
    saliency: 'two.png.0.saliency.png',
    overlay: 'two.png.0.overlay.png',
  });
  for (const file of Object.values(explanations[0].files)) {
    const { format, width, height } = await sharp(bench.path('plain', file)).metadata();
    assert.deepEqual([format, width, height], ['png', 64, 64]);
  }
  assert.match(stdout, /^two\.png {2}#0 red 0\.99: .*\(12 masks\)$/m);
  assert.match(stdout, /^1 of 1 explained\. Results: plain$/m);
  // No terminal: no progress.
  assert.doesNotMatch(stderr, /masks,/);
});

test('folders keep their paths with the ending, so that nothing collides', async () => {
  await bench.picture('album/a/cat.png', [RED]);
  await bench.picture('album/b/cat.png', [BLUE]);
  await bench.picture('album/cat.PNG', [RED]);
  await bench.write('album/notes.txt', 'no picture by its ending');
  await bench.picture('more/cat.png', [BLUE]);
  const { status, stdout } = await bench.explain('detector', [
    '-i',
    'album',
    'more',
    'two.png',
    '-o',
    'album/out',
    '--formats',
    'npy',
  ]);
  assert.equal(status, 0);
  assert.deepEqual(await bench.files('album/out'), [
    'a/cat.png.0.npy',
    'b/cat.png.0.npy',
    'cat.PNG.0.npy',
    'cat.png.0.npy',
    'explanations.json',
    'two.png.0.npy',
    'two.png.1.npy',
  ]);
  assert.match(stdout, /5 of 5 explained/);

  // A second run passes over the first one's pictures, which lie in the folder that is walked.
  await bench.explain('detector', ['-i', 'album', '-o', 'album/out']);
  const again = await bench.explain('detector', ['-i', 'album', '-o', 'album/out']);
  assert.match(again.stdout, /3 of 3 explained/);
});

test('input and output may be the same folder, or the input lie in the output; no result is explained again', async () => {
  await bench.picture('same/one.png', [RED]);
  await bench.picture('same/images/two.png', [BLUE]);
  for (const [input, words] of [
    ['same/images', /1 of 1 explained/],
    ['same', /2 of 2 explained/],
    ['same', /2 of 2 explained/],
  ] as const) {
    const { status, stdout, stderr } = await bench.explain('detector', [
      '-i',
      input,
      '-o',
      'same',
      '--formats',
      'png,png16',
    ]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, words);
  }
});

test('inputs of one name get a number each', async () => {
  await bench.picture('left/cat.png', [RED]);
  await bench.picture('left/2/cat.png', [RED]);
  await bench.picture('right/cat.png', [BLUE]);
  const { status } = await bench.explain('detector', [
    '-i',
    'left',
    'right',
    'right',
    '-o',
    'sides',
    '--formats',
    'npy',
  ]);
  assert.equal(status, 0);
  assert.deepEqual(await bench.files('sides'), [
    '2/cat.png.0.npy',
    '3/cat.png.0.npy',
    '4/cat.png.0.npy',
    'cat.png.0.npy',
    'explanations.json',
  ]);
  const { explanations } = await reportOf('sides');
  const labels = explanations.map(({ input, target }) => `${input} ${target.label}`);
  assert.deepEqual(labels, ['2/cat.png red', 'cat.png red', '3/cat.png blue', '4/cat.png blue']);
});

test('every form of --target', async () => {
  const forms = ['top', 'all', 'blue', 'Red', 'red:1', 'box:10,10,30,34'];
  const answers = await Promise.all(
    forms.map(async (target, k) => {
      const output = `target-${k}`;
      const { status, stderr } = await bench.explain('detector', ['-i', 'three.png', '-o', output, '--target', target]);
      assert.equal(status, 0, stderr);
      const { explanations } = await reportOf(output);
      return explanations.map((entry) => [entry.target.index, entry.target.label, entry.target.box?.join()]);
    }),
  );
  const [above, below, blue] = [RED, RED_BELOW, BLUE].map((square) => squareBox(square).join());
  // Equal scores keep the order of the model's proposals, row by row.
  assert.deepEqual(answers, [
    [[0, 'red', above]],
    [
      [0, 'red', above],
      [1, 'blue', blue],
      [2, 'red', below],
    ],
    [[0, 'blue', blue]],
    [
      [0, 'red', above],
      [1, 'red', below],
    ],
    [[0, 'red', below]],
    [[0, 'box drawn by hand', '10,10,30,34']],
  ]);
});

test('a target that is not there is a failure of that input, with what is there', async () => {
  const { status, stdout } = await bench.explain('detector', [
    '-i',
    'two.png',
    'three.png',
    '-o',
    'absent',
    '--target',
    'red:1',
  ]);
  assert.equal(status, 1);
  const { explanations, failed } = await reportOf('absent');
  assert.deepEqual(
    explanations.map(({ input }) => input),
    ['three.png'],
  );
  assert.equal(failed.length, 1);
  assert.equal(failed[0].input, 'two.png');
  assert.equal(failed[0].code, 'target-missing');
  assert.match(failed[0].message, /number 1 of "red".*red, blue/);
  assert.match(stdout, /1 of 2 explained, 1 failed/);
});

test('a box outside of the picture, and one that is none', async () => {
  const outside = await bench.explain('detector', ['-i', 'two.png', '-o', 'outside', '--target', 'box:64,0,80,9']);
  assert.equal(outside.status, 1);
  assert.match(outside.stdout, /outside the picture of 64x64/);
  for (const text of ['box:5,5,5,9', '']) {
    const { status, stderr } = await bench.explain('detector', ['-i', 'two.png', '-o', 'nowhere', '--target', text]);
    assert.equal(status, 2, text);
    assert.match(stderr, /box:x0,y0,x1,y1/);
  }
  await assert.rejects(bench.files('nowhere'), { code: 'ENOENT' });
});

test('formats: npy files are NPY 1.0 with the raw scores; json alone writes no pictures', async () => {
  const { status } = await bench.explain('detector', ['-i', 'two.png', '-o', 'arrays', '--formats', 'npy,json']);
  assert.equal(status, 0);
  assert.deepEqual(await bench.files('arrays'), ['explanations.json', 'two.png.0.npy', 'two.png.1.npy']);
  const { explanations } = await reportOf('arrays');
  for (const { files, range } of explanations) {
    const bytes = await readFile(bench.path('arrays', files.npy ?? ''));
    assert.deepEqual([...bytes.subarray(0, 8)], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    const { data, shape } = decodeNpy(bytes);
    assert.deepEqual(shape, [64, 64]);
    assert.deepEqual([Math.min(...data), Math.max(...data)], range);
  }
  await bench.explain('detector', ['-i', 'two.png', '-o', 'words', '--formats', 'json']);
  assert.deepEqual(await bench.files('words'), ['explanations.json']);
});

test('the same seed writes the same maps; another colour map other pictures', async () => {
  const write = async (output: string, args: readonly string[]) => {
    await bench.explain('detector', [
      '-i',
      'two.png',
      '-o',
      output,
      '--formats',
      'png,npy',
      '--target',
      'top',
      ...args,
    ]);
    return Promise.all(['npy', 'saliency.png'].map((ending) => readFile(bench.path(output, `two.png.0.${ending}`))));
  };
  const [[map, picture], [same, samePicture], [other], [still, coloured]] = await Promise.all([
    write('seed-a', []),
    write('seed-b', ['--seed', '0']),
    write('seed-c', ['--seed', '1']),
    write('seed-d', ['--colormap', 'magma']),
  ]);
  assert.ok(map.equals(same) && picture.equals(samePicture));
  assert.ok(!map.equals(other));
  assert.ok(map.equals(still) && !picture.equals(coloured));
});

test('a classifier is explained with masks where some are asked for; only LABEL, top and all make sense of it', async () => {
  const { status, stdout } = await bench.explain('classifier', ['-i', 'two.png', '-o', 'classes', '--target', 'blue']);
  assert.equal(status, 0);
  const { explanations, options } = await reportOf('classes');
  // Masks are asked for, which Grad-CAM has none of.
  assert.deepEqual([options.method, explanations[0].method], ['rise', 'rise']);
  assert.deepEqual(
    explanations.map(({ target }) => [target.label, target.box]),
    [['blue', null]],
  );
  assert.match(stdout, /1 of 1 explained/);
  const box = await bench.explain('classifier', ['-i', 'two.png', '-o', 'classes', '--target', 'box:1,1,9,9']);
  // No further picture could be asked that, so nothing is tried.
  assert.equal(box.status, 2);
  assert.match(box.stderr, /is for classification, so --target can't be "box"; ask for LABEL or top/);
});

test('why one class and not another, and one number of a box', async () => {
  const versus = ['-i', 'two.png', '-o', 'versus', '--method', 'grad-cam', '--target', 'red vs blue'];
  const classes = await bench.run(['explain', 'classifier.onnx', '--backend', 'wasm', ...versus]);
  assert.equal(classes.status, 0, classes.stderr);
  assert.match(classes.stdout, /red rather than blue/);
  const part = ['-i', 'two.png', '-o', 'part', '--method', 'occlusion', '--target', 'red#left'];
  const side = await bench.run(['explain', 'detector.onnx', '--backend', 'wasm', ...part]);
  assert.equal(side.status, 0, side.stderr);
  const { explanations } = await reportOf('part');
  assert.deepEqual(
    explanations.map(({ target }) => [target.label, target.kind]),
    [['left side of red', 'box']],
  );
});

test('one bad file among good ones: the others are done, status 1', async () => {
  const { status, stdout } = await bench.explain('detector', [
    '-i',
    'two.png',
    'bad.png',
    'grey.png',
    'three.png',
    '-o',
    'mixed',
  ]);
  assert.equal(status, 1);
  const { explanations, failed, empty } = await reportOf('mixed');
  assert.deepEqual([...new Set(explanations.map(({ input }) => input))], ['two.png', 'three.png']);
  assert.deepEqual(
    failed.map(({ input, code }) => [input, code]),
    [['bad.png', 'picture-unreadable']],
  );
  assert.deepEqual(
    empty.map(({ input }) => input),
    ['grey.png'],
  );
  assert.match(empty[0].reason, /--score-threshold/);
  assert.match(stdout, /^2 of 4 explained, 1 had nothing to explain, 1 failed\. Results: mixed$/m);
  assert.match(stdout, /^bad\.png {2}failed \(picture-unreadable\): /m);
  const files = await bench.files('mixed');
  assert.ok(
    files.every((name) => !/bad|grey|part-/.test(name)),
    files.join(),
  );
});

test('nothing found at all is no failure', async () => {
  const { status, stdout } = await bench.explain('detector', ['-i', 'grey.png', '-o', 'nothing']);
  assert.equal(status, 0);
  assert.match(stdout, /0 of 1 explained, 1 had nothing to explain/);
  assert.deepEqual(await bench.files('nothing'), ['explanations.json']);
});

test('--json prints the report and nothing else; --progress reports on standard error', async () => {
  const { status, stdout, stderr } = await bench.explain('detector', [
    '-i',
    'two.png',
    '-o',
    'said',
    '--json',
    '--progress',
  ]);
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), await reportOf('said'));
  assert.match(stderr, /^two\.png \d+\/12 masks, \d+ s left$/m);
  assert.match(stderr, /^two\.png 12\/12 masks/m);
});

test('--reliability stops early, --preset and --fill are taken over', async () => {
  const { status } = await bench.run([
    ...['explain', 'detector.onnx', '--backend', 'wasm', '-i', 'two.png', '-o', 'tuned', '--target', 'top'],
    ...[
      '--reliability',
      '0.5',
      '--grid',
      '4',
      '--keep',
      '0.4',
      '--fill',
      'mean',
      '--preset',
      'hysts',
      '--formats',
      'json',
    ],
  ]);
  assert.equal(status, 0);
  const [{ masks, reliability, provenance }] = (await reportOf('tuned')).explanations;
  assert.ok(masks !== null && masks < 5000 && reliability !== null && reliability >= 0.5);
  const { preset, grid, keep, fill } = provenance.options as Record<string, unknown>;
  assert.deepEqual({ preset, grid, keep, fill }, { preset: 'hysts', grid: 4, keep: 0.4, fill: 'mean' });
});

test('a method at a layer is named in the report, by its own name whatever it was called', async () => {
  const explain = (...args: string[]) => bench.run(['explain', 'classifier.onnx', '--backend', 'wasm', ...args]);
  const asked = ['--method', 'classwisesaliencymap', '--layer', 'positive', '--target', 'top', '--formats', 'json'];
  const { status, stdout, stderr } = await explain('-i', 'two.png', '-o', 'layer', ...asked);
  assert.equal(status, 0, stderr);
  const { explanations } = await reportOf('layer');
  assert.deepEqual(
    explanations.map(({ method, layer, masks }) => [method, layer, masks]),
    [['recipro-cam', 'positive', null]],
  );
  assert.doesNotMatch(stdout, /masks/);
  const wrong = await explain('-i', 'two.png', '-o', 'wrong', '--method', 'ablation-cam', '--layer', 'positiv');
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /no tensor "positiv".*"positive"/);
  const foreign = await explain('-i', 'two.png', '-o', 'wrong', '--method', 'recipro-cam', '--masks', '5');
  assert.equal(foreign.status, 2);
  assert.match(foreign.stderr, /recipro-cam has no option "masks"/);
});

test('a layer that does not feed the answer to one picture fails that picture alone', async () => {
  await bench.picture('mixed-layer/dull.png', []);
  await bench.picture('mixed-layer/red.png', [{ label: 'red', column: 3, row: 3 }]);
  const asked = ['--method', 'grad-cam', '--layer', 'coloured', '--target', 'top'];
  const { status, stdout, stderr } = await bench.run([
    ...['explain', 'classifier.onnx', '--backend', 'wasm', '-i', 'mixed-layer', '-o', 'fed', ...asked],
  ]);
  assert.equal(status, 1, stderr);
  const { explanations, failed } = await reportOf('fed');
  assert.deepEqual(
    explanations.map(({ input }) => input),
    ['red.png'],
  );
  assert.deepEqual(
    failed.map(({ input, code }) => [input, code]),
    [['dull.png', 'method-unsupported']],
  );
  assert.match(stdout, /^dull\.png {2}failed .*"coloured" is 0 everywhere: it does not feed this score/m);
});

test('the summary says what a map should not be read without', async () => {
  const asked = ['--method', 'eigen-cam', '--formats', 'json', '-i', 'two.png', 'three.png', '-o', 'noted'];
  const { status, stdout } = await bench.run(['explain', 'classifier.onnx', '--backend', 'wasm', ...asked]);
  assert.equal(status, 0);
  assert.equal(stdout.match(/^Note: eigen-cam shows what the layer holds, whatever the target/gm)?.length, 1);
});

test('a recipe that was guessed is said so, one that was written is not', async () => {
  await bench.write('bare.onnx', tinyClassifier());
  const asked = ['--backend', 'wasm', '--method', 'occlusion', '--formats', 'json', '-i', 'two.png', '-o', 'guessed'];
  const [bare, written] = await Promise.all(
    ['bare.onnx', 'classifier.onnx'].map((model) => bench.run(['explain', model, ...asked])),
  );
  assert.match(
    bare.stderr,
    /Taken for classification, a guess \(signature\): "xai-viewer inspect bare\.onnx" says why/,
  );
  assert.doesNotMatch(written.stderr, /guess/);
});
