import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { mean } from '../../src/core/statistics.ts';
import { type Backend, chooseBackend } from '../../src/runtime/backends.ts';
import { missing } from '../support/fixtures.ts';
import { explainScene, hitShare, LEAST_HITS, MOST_ALIKE, type Pointing, SCENES } from './pointing.ts';

const MASKS = 1000;

/** The native runtime where it is installed: the same graphs and masks in a fraction of the time. */
async function fastest(): Promise<Backend> {
  try {
    await chooseBackend('node');
    return 'node';
  } catch (cause) {
    if (cause instanceof XaiError && cause.code === 'backend-unavailable') return 'wasm';
    throw cause;
  }
}

const done: Pointing[] = [];
const absent = SCENES.map(
  ({ model, photo }) => missing(`models/${model}/model.onnx`) || missing(`images/${photo}`),
).find(Boolean);

for (const scene of SCENES) {
  test(`${scene.model} on ${scene.photo}: what was expected is found and explained, ${MASKS} masks`, {
    skip: absent,
  }, async () => {
    const pointing = await explainScene(scene, MASKS, await fastest());
    done.push(pointing);
    assert.deepEqual(pointing.missing, []);
    for (const { labels, correlation } of pointing.pairs) {
      assert.ok(correlation < MOST_ALIKE, `maps of ${labels} correlate ${correlation}`);
    }
  });
}

test('at least nine of ten targets have their peak inside the padded box', { skip: absent }, () => {
  assert.equal(done.length, SCENES.length);
  assert.ok(hitShare(done) >= LEAST_HITS, `${hitShare(done)}`);
});

const two = (value: number) => value.toFixed(2);

function rowOf({ scene, seconds, targets, pairs }: Pointing): string {
  const found = targets.map(({ label, score, hit }) => `${label} ${two(score)}${hit ? '' : ' (outside)'}`).join(', ');
  const hits = `${targets.filter(({ hit }) => hit).length} of ${targets.length}`;
  const alike = pairs.length > 0 ? two(Math.max(...pairs.map(({ correlation }) => correlation))) : 'one target';
  const reliability = two(mean(targets.map((target) => target.reliability ?? 0)));
  return `| ${scene.photo} | ${scene.model} | ${found} | ${hits} | ${alike} | ${reliability} | ${seconds.toFixed(0)} |`;
}

after(async () => {
  // Figures of half a run would pass for those of a whole one.
  if (done.length < SCENES.length) return;
  const targets = done.flatMap((pointing) => pointing.targets);
  const lines = [
    '# Where the maps point',
    '',
    `Written by \`test/methods/pointing.full.test.ts\` on ${new Date().toISOString().slice(0, 10)}: ${MASKS} masks, 16x16 grid, seed 0,`,
    `backend \`${done[0].provider}\`. A peak counts as inside when it lies in the target's box padded by one mask cell. "Most alike" is`,
    'the highest correlation of the maps of two targets whose boxes overlap by half or less. Reliability is split-half,',
    'the mean over the targets.',
    '',
    '| photo | detector | found | peaks inside | most alike | reliability | seconds |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...done.map(rowOf),
    '',
    `${targets.filter(({ hit }) => hit).length} of ${targets.length} peaks inside (${Math.round(hitShare(done) * 100)} %); at least 90 % are asked for.`,
    '',
  ];
  await writeFile('docs/pointing.md', lines.join('\n'));
});
