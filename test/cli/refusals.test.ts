import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { Bench } from './command.ts';

let bench: Bench;
before(async () => {
  bench = await Bench.make();
  await bench.picture('one.png', [{ label: 'red', column: 3, row: 3 }]);
});
after(() => bench.remove());

const io = ['-i', 'one.png', '-o', 'out'];

type Refusal = readonly [status: number, words: RegExp, args: readonly string[]];

/** Runs commands that must each end with the status, say the words on standard error, and write nothing. */
async function refuse(...refusals: readonly Refusal[]): Promise<void> {
  const outcomes = await Promise.all(refusals.map(([, , args]) => bench.run(args)));
  for (const [k, [status, words, args]] of refusals.entries()) {
    assert.equal(outcomes[k].status, status, `${args.join(' ')}: ${outcomes[k].stderr}`);
    assert.match(outcomes[k].stderr, words);
    assert.equal(outcomes[k].stdout, '');
  }
  await assert.rejects(bench.files('out'), { code: 'ENOENT' });
}

test('wrong usage ends with 2 and says what is right', async () => {
  const explain = ['explain', 'detector.onnx', '--backend', 'wasm'];
  await refuse(
    [2, /nothing to explain; name pictures with --input, or a --scene/, [...explain, '-o', 'out']],
    [2, /Name a folder for the results with --output/, [...explain, '-i', 'one.png']],
    [2, /missing required argument 'model'/, ['explain', ...io]],
    [2, /unknown command/, ['explian', 'detector.onnx']],
    [2, /unknown option '--mask'.*--masks/s, [...explain, ...io, '--mask', '5']],
    [2, /Give a whole number/, [...explain, ...io, '--masks', 'many']],
    [2, /Give a number from 0 to 1/, [...explain, ...io, '--keep', '3']],
    [2, /Allowed choices are auto, webgpu, wasm, node/, [...explain.slice(0, 2), ...io, '--backend', 'gpu']],
    [2, /There is no method "gradcan"; the nearest are grad-cam/, [...explain, ...io, '--method', 'gradcan']],
    [2, /no format "jpg"/, [...explain, ...io, '--formats', 'png,jpg']],
    [2, /no folder nowhere; name with --resume/, [...explain, ...io, '--resume', 'nowhere']],
    [2, /no file or folder at nowhere/, [...explain, '-i', 'nowhere', '-o', 'out']],
  );
});

test('a number that is empty or blank ends with 2, and is not taken for 0', async () => {
  const empty = /argument '\s*' is invalid\. It is empty; give a number, or leave the option out/;
  const explain = ['explain', 'detector.onnx', '--backend', 'wasm', ...io];
  const numbers = ['--score-threshold', '--masks', '--grid', '--keep', '--reliability', '--seed', '--scene', '--rate'];
  await refuse(
    ...numbers.map((option): Refusal => [2, empty, [...explain, option, '']]),
    [2, empty, [...explain, '--seed', '  ']],
    [2, empty, ['audit', 'detector.onnx', '--data', 'one.png', '-o', 'out', '--count', '']],
    ...['--seed', '--size', '--crops', '--count'].map(
      (option): Refusal => [2, empty, ['scenes', '--count', '1', '-o', 'out', option, '']],
    ),
  );
});

test('options that do not suit the model end with 2 at once, however many inputs there are', async () => {
  const explain = ['explain', 'detector.onnx', '--backend', 'wasm', '-i', 'one.png', 'one.png', '-o', 'out'];
  await refuse(
    [2, /masks must be a whole number from 1/, [...explain, '--masks', '0']],
    [2, /grid must be a whole number from 1 to 64/, [...explain, '--grid', '65']],
    [2, /keep must lie above 0 and below 1/, [...explain, '--keep', '0']],
    [
      2,
      /rise explains classification, tagging, .* and series, and detector\.onnx is for detection; use d-rise/,
      [...explain, '--method', 'rise'],
    ],
    [2, /no preset "eclique" for detectors/, [...explain, '--preset', 'eclique']],
    [
      2,
      /--resume is for methods with random masks.*use --method d-rise/,
      [...explain, '--method', 'grad-cam', '--resume', '.'],
    ],
    [2, /--grey-doubt is for methods with random masks/, [...explain, '--method', 'grad-cam', '--grey-doubt']],
  );
});

test('a layer that is none ends with 2 and says why, by whatever method', async () => {
  const explain = ['explain', 'classifier.onnx', '--backend', 'wasm', ...io];
  const methods = ['grad-cam', 'layer-cam', 'eigen-cam', 'recipro-cam'];
  await refuse(
    ...methods.flatMap((method): Refusal[] => {
      const at = (layer: string) => [...explain, '--method', method, '--layer', layer];
      return [
        [2, /"images" is the model's own input, not a layer\. Choose one .*\(option-invalid\)/, at('images')],
        [2, /"contrast" is a weight of the model, not a layer\./, at('contrast')],
        [2, /(does not lie between the picture and|has no places)/, at('logits')],
      ];
    }),
    [2, /no attention over patch tokens/, [...explain, '--method', 'vit-recipro-cam']],
  );
});

test('a model that can not be used ends with 3', async () => {
  await bench.write('empty.onnx', '');
  await bench.write('cut.onnx', tinyDetector().slice(0, 500));
  await bench.write('page.onnx', '<!doctype html><title>Not found</title>');
  await bench.write('strange.onnx', tinyDetector({ fault: 'unknown-operator' }));
  await bench.write('strange.recipe.json', JSON.stringify(tinyDetectorRecipe));
  await refuse(
    [3, /empty \(0 bytes\).*\(model-unreadable\)/, ['explain', 'empty.onnx', ...io]],
    [3, /empty \(0 bytes\)/, ['inspect', 'empty.onnx']],
    [3, /cut off after 500 bytes/, ['explain', 'cut.onnx', ...io]],
    [3, /a web page/, ['explain', 'page.onnx', ...io]],
    [3, /no operator Wobble.*\(model-unsupported\)/, ['explain', 'strange.onnx', '--backend', 'wasm', ...io]],
  );
});

test('a recipe or a label file that is wrong ends with 3 and names what is wrong', async () => {
  const explain = ['explain', 'detector.onnx', '--backend', 'wasm', ...io];
  await bench.write('broken.json', '{"version": 1,');
  await bench.write('other.json', JSON.stringify({ ...tinyDetectorRecipe, task: 'detecting' }));
  await bench.write('two.txt', 'red\ngreen\n');
  await bench.write('none.txt', '\n\n');
  await bench.write('far.json', JSON.stringify({ ...tinyDetectorRecipe, labels: { file: 'names/far.txt' } }));
  await refuse(
    [3, /broken\.json is not JSON/, [...explain, '--recipe', 'broken.json']],
    [3, /task/, [...explain, '--recipe', 'other.json']],
    [3, /2 labels.*3 classes.*\(labels-invalid\)/, [...explain, '--labels', 'two.txt']],
    [3, /none\.txt.*empty/, [...explain, '--labels', 'none.txt']],
    [2, /absent\.txt can't be read; check --labels/, [...explain, '--labels', 'absent.txt']],
    [2, /names.far\.txt can't be read/, [...explain, '--recipe', 'far.json']],
  );
});

test('labels of the right length are used; lines in the middle may be empty', async () => {
  await bench.write('names/far.txt', 'rouge\n\nbleu\n\n');
  const { status, stdout } = await bench.run([
    ...['explain', 'detector.onnx', '--backend', 'wasm', '--masks', '4', '-i', 'one.png', '-o', 'named'],
    ...['--recipe', 'far.json'],
  ]);
  assert.equal(status, 0);
  assert.match(stdout, /#0 rouge 0\.99/);
});

test('an output folder that can not be written ends with 2', async () => {
  await bench.write('taken', 'a file where the folder should be');
  const blocked = await bench.run([
    'explain',
    'detector.onnx',
    '--backend',
    'wasm',
    '--masks',
    '4',
    '-i',
    'one.png',
    '-o',
    'taken',
  ]);
  assert.equal(blocked.status, 2);
  assert.match(blocked.stderr, /taken takes nothing in.*check --output.*\(output-unwritable\)/s);
});

test('a picture that may not be read is a failure of that input', {
  skip: process.getuid?.() === 0 && 'root reads everything',
}, async () => {
  await bench.picture('locked.png', []);
  await chmod(bench.path('locked.png'), 0);
  const { status, stdout } = await bench.explain('detector', ['-i', 'locked.png', '-o', 'locked']);
  assert.equal(status, 1);
  assert.match(stdout, /picture-unreadable/);
});

test('--help and --version end with 0', async () => {
  const help = await bench.run(['explain', '--help']);
  assert.equal(help.status, 0);
  assert.match(help.stdout, /--score-threshold/);
  const version = await bench.run(['--version']);
  assert.deepEqual([version.status, /^\d+\.\d+\.\d+\n$/.test(version.stdout)], [0, true]);
});
