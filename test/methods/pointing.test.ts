import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { missing } from '../support/fixtures.ts';
import { explainScene, hitShare, LEAST_HITS, MOST_ALIKE, type Pointing, SCENES } from './pointing.ts';

const MASKS = 400;

const done: Pointing[] = [];

for (const scene of SCENES.filter(({ fast }) => fast)) {
  test(`${scene.model} on ${scene.photo}: what was expected is found and explained, ${MASKS} masks`, {
    skip: missing(`models/${scene.model}/model.onnx`) || missing(`images/${scene.photo}`),
  }, async () => {
    const pointing = await explainScene(scene, MASKS, 'wasm');
    done.push(pointing);
    assert.deepEqual(pointing.missing, []);
    for (const { labels, correlation } of pointing.pairs) {
      assert.ok(correlation < MOST_ALIKE, `maps of ${labels} correlate ${correlation}`);
    }
  });
}

test('at least nine of ten targets have their peak inside the padded box', {
  skip: SCENES.filter(({ fast }) => fast)
    .map(({ model }) => missing(`models/${model}/model.onnx`))
    .find(Boolean),
}, () => {
  assert.ok(hitShare(done) >= LEAST_HITS, JSON.stringify(done.map(({ scene, targets }) => [scene.model, targets])));
});

after(() => {
  for (const { scene, seconds, targets } of done) {
    const hits = targets.filter(({ hit }) => hit).length;
    console.log(`  ${scene.model} ${scene.photo}: ${hits} of ${targets.length} peaks inside, ${seconds.toFixed(1)} s`);
  }
});
