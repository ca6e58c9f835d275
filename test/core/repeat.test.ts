import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAgain, judgeRepeat, optionsAgain, repeatWords, runsOf } from '../../src/core/repeat.ts';
import type { Provenance, Saliency } from '../../src/core/saliency.ts';
import { saveExplanation } from '../../src/core/saved-explanation.ts';

const provenance: Provenance = {
  method: 'd-rise',
  options: {
    preset: 'default',
    masks: 64,
    grid: 16,
    reliability: null,
    similarity: { classes: 'cosine' },
    estimate: 'sum',
  },
  seed: 3,
  modelSha256: 'm',
  pictureSha256: 'p',
  provider: 'wasm',
  adapter: null,
  versions: {},
  milliseconds: 1,
  notes: [],
};

function mapOf(score: (x: number, y: number) => number, more: Partial<Provenance> = {}): Saliency {
  const [width, height] = [64, 48];
  return {
    width,
    height,
    data: Float32Array.from({ length: width * height }, (_, at) => score(at % width, Math.floor(at / width))),
    target: { index: 0, label: 'dog', classIndex: 1, score: 0.9, box: [1, 2, 30, 40] },
    masks: 64,
    reliability: null,
    provenance: { ...provenance, ...more },
  };
}

const hill = (x: number, y: number) => Math.exp(-((x - 20) ** 2 + (y - 30) ** 2) / 200);
const answer = { task: 'detection', width: 64, height: 48, findings: [mapOf(hill).target] };
const saved = await saveExplanation(answer, [mapOf(hill)], { side: 32 });

test('the same scores are the same, rounding is close, another map is another', async () => {
  const [file] = saved.maps;
  assert.deepEqual(await judgeRepeat(file, mapOf(hill)), { verdict: 'same', farthest: 0, correlation: 1 });
  const close = await judgeRepeat(
    file,
    mapOf((x, y) => hill(x, y) * 1.004),
  );
  assert.equal(close.verdict, 'close');
  assert.ok(close.farthest > 0 && close.farthest < 0.01 && close.correlation > 0.999);
  assert.match(repeatWords(close), /but for rounding: it differs by 0\.\d % of its range at most/);
  const other = await judgeRepeat(
    file,
    mapOf((x, y) => hill(63 - x, y)),
  );
  assert.equal(other.verdict, 'other');
  assert.ok(other.farthest > 0.5 && other.correlation < 0.9);
  assert.match(repeatWords(other), /came out otherwise/);
});

test('a map that is flat is compared too', async () => {
  const flat = (await saveExplanation(answer, [mapOf(() => 0.5)])).maps[0];
  assert.equal(
    (
      await judgeRepeat(
        flat,
        mapOf(() => 0.5),
      )
    ).verdict,
    'same',
  );
  const other = await judgeRepeat(flat, mapOf(hill));
  assert.deepEqual([other.verdict, other.farthest, other.correlation], ['other', 1, 0]);
});

test("options are asked again by the method's own names; what was nobody's choice is left out", () => {
  const known = ['preset', 'masks', 'grid', 'reliability', 'seed', 'estimate', 'keep'];
  assert.deepEqual(optionsAgain({ masks: 64, provenance }, known), {
    masks: 64,
    grid: 16,
    reliability: null,
    estimate: 'sum',
    seed: 3,
  });
  assert.deepEqual(Object.keys(optionsAgain({ masks: 64, provenance: { ...provenance, seed: null } }, null)), [
    ...['masks', 'grid', 'reliability', 'similarity', 'estimate'],
  ]);
  assert.equal(
    optionsAgain({ masks: 64, provenance: { ...provenance, options: { preset: 'paper' } } }, known).preset,
    'paper',
  );
});

test('as many masks as were run are asked for again, whatever ended the run', () => {
  const options = { masks: 5000, grid: 8, reliability: 0.8 };
  const again = optionsAgain({ masks: 640, provenance: { ...provenance, options } }, null);
  assert.deepEqual(again, { masks: 640, grid: 8, reliability: null, seed: 3 });
});

test('a map of several layers is asked for by all of them, however its file names them', () => {
  const known = ['layer', 'layers', 'fuse', 'component'];
  const layers = ['/stem.1/MaxPool', '/stem.2/MaxPool'];
  const again = (options: Record<string, unknown>) =>
    optionsAgain({ masks: null, provenance: { ...provenance, options, seed: null } }, known);
  const fused = { layers, fuse: 'mean', component: 0 };
  assert.deepEqual(again(fused), fused);
  assert.deepEqual(again({ layer: layers.join(' + '), fuse: 'mean', component: 0 }), fused, 'files of older versions');
  for (const one of [{ layer: 'a' }, { layer: 'a + b' }, { layer: 'a', fuse: 'none' }])
    assert.deepEqual(again(one), one);
});

test('maps that one run made stay together', async () => {
  const two = [mapOf(hill), { ...mapOf(hill), target: { ...mapOf(hill).target, label: 'cat' } }];
  const file = await saveExplanation(answer, [
    ...two,
    mapOf(hill, { method: 'rise' }),
    mapOf(hill, { seed: 4 }),
    { ...mapOf(hill), masks: 80 },
  ]);
  assert.deepEqual(
    runsOf(file).map((run) => run.length),
    [2, 1, 1, 1],
  );
});

test('what was found is found again by class and place', () => {
  const [dog] = saved.findings;
  const near = { classIndex: 1, box: [1, 2, 30, 41] as const };
  assert.equal(findAgain(dog, [{ classIndex: 2, box: dog.box }, near]), near);
  assert.equal(findAgain(dog, [{ classIndex: 1, box: [30, 30, 60, 40] as const }]), undefined);
  assert.equal(findAgain({ ...dog, box: null }, [{ classIndex: 1 }])?.classIndex, 1);
});

test('a box that was drawn is not what the model found there, nor another drawn box', () => {
  const [dog] = saved.findings;
  const drawn = { ...dog, score: null };
  const shifted = { ...drawn, box: [1, 2, 30, 41] as const };
  assert.equal(findAgain(drawn, [dog, shifted, { ...drawn, classIndex: 2 }]), undefined);
  assert.equal(findAgain(dog, [drawn]), undefined);
  const same = { ...drawn };
  assert.equal(findAgain(drawn, [dog, same]), same);
});
