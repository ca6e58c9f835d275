import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Picture } from '../../src/core/picture.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { openProbe } from '../../src/methods/open-probe.ts';
import type { Judged, MetricValue } from '../../src/metrics/metric.ts';
import { measure } from '../../src/metrics/registry.ts';
import type { Model } from '../../src/tasks/model.ts';
import { GOLDEN, goldenMap, goldenPicture, mapOf, openColours, openTwoLayers, redness } from './golden.ts';

/** Scores are float32 of a softmax, the golden ones float64. */
const TOLERANCE = 2e-5;

function near(found: number | null | undefined, expected: number, what: string, tolerance = TOLERANCE): void {
  assert.ok(
    typeof found === 'number' && Math.abs(found - expected) <= tolerance,
    `${what}: ${found} instead of ${expected}`,
  );
}

async function subjectOf(model: Model, map: Saliency = goldenMap()): Promise<Judged> {
  const picture = await goldenPicture();
  const probe = await openProbe(model, picture, { target: 0 });
  return { map, picture, probe, model, explain: redness, object: { kind: 'box', box: GOLDEN.box } };
}

function part({ parts }: MetricValue, name: string): number {
  return parts[name] as number;
}

for (const direction of ['insertion', 'deletion']) {
  for (const preset of ['openvino', 'rise', 'xplique', 'torch-cam']) {
    test(`${direction} as ${preset} has it`, async () => {
      await using model = await openColours();
      const found = await measure(direction, await subjectOf(model), { preset });
      const golden = GOLDEN.curves[`${direction} ${preset}`];
      near(part(found, 'auc'), golden.auc, 'area');
      near(found.value, golden.value, 'area over the whole score');
      near(part(found, 'whole'), GOLDEN.whole, 'whole score');
      const scores = found.parts.scores as number[];
      near(scores.at(-1), golden.last, 'last point');
    });
  }
}

test('metrics of where the weight lies', async () => {
  await using model = await openColours();
  const subject = await subjectOf(model);
  for (const weight of ['positive', 'min-max', 'absolute'] as const) {
    near((await measure('energy-pointing-game', subject, { weight })).value, GOLDEN.energy[weight], weight);
  }
  near((await measure('relevance-rank', subject)).value, GOLDEN.rank, 'rank');
  near((await measure('sparsity', subject)).value, GOLDEN.sparsity, 'sparsity');
  near((await measure('entropy', subject)).value, GOLDEN.entropy, 'entropy');
});

/** What the picture fades into, by the golden name. */
const FILLS = { black: 'black', mean: 'mean', green: [60, 110, 60] } as const;

function negative(): Saliency {
  return mapOf(goldenMap().data.map((value) => -value));
}

test('average drop, increase and gain, over several fills', async () => {
  await using model = await openColours();
  for (const [map, golden] of [
    [goldenMap(), GOLDEN.kept],
    [negative(), GOLDEN.keptOfNegative],
  ] as const) {
    const subject = await subjectOf(model, map);
    for (const [name, fill] of Object.entries(FILLS)) {
      const { drop, increase, gain } = golden[name as keyof typeof FILLS];
      near((await measure('average-drop', subject, { fill })).value, drop, `drop ${name}`);
      near((await measure('average-increase', subject, { fill })).value, increase, `increase ${name}`);
      near((await measure('average-gain', subject, { fill })).value, gain, `gain ${name}`);
    }
  }
});

test('ADCC and its three parts', async () => {
  await using model = await openColours();
  for (const [map, fill, golden] of [
    [goldenMap(), FILLS.black, GOLDEN.adcc],
    [negative(), FILLS.green, GOLDEN.adccOverGreen],
  ] as const) {
    const found = await measure('adcc', await subjectOf(model, map), { fill });
    for (const name of ['coherency', 'complexity', 'drop'] as const) near(part(found, name), golden[name], name);
    near(found.value, golden.value, 'ADCC');
  }
});

test('ROAD', async () => {
  await using model = await openColours();
  const found = await measure('road', await subjectOf(model), { seed: 3 });
  near(found.value, GOLDEN.road, 'ROAD');
});

test('infidelity', async () => {
  await using model = await openColours();
  const found = await measure('infidelity', await subjectOf(model), { seed: 2 });
  near(found.value, GOLDEN.infidelity, 'infidelity', 1e-4);
});

test('max-sensitivity and average stability', async () => {
  const picture = await goldenPicture();
  const subject = { map: await redness(picture), picture, explain: redness };
  near((await measure('max-sensitivity', subject)).value, GOLDEN.maxSensitivity, 'max-sensitivity');
  near((await measure('average-stability', subject, { seed: 1 })).value, GOLDEN.averageStability, 'average stability');
});

/** What each of 4 x 4 blocks costs when it is black, over the block. */
async function blockMap(model: Model, picture: Picture): Promise<Saliency> {
  const probe = await openProbe(model, picture, { target: 0 });
  const black = probe.hidden('black');
  const area = GOLDEN.side ** 2;
  const block = GOLDEN.side / 4;
  const blockOf = (at: number) =>
    Math.floor(Math.floor((at % area) / GOLDEN.side) / block) * 4 + Math.floor((at % GOLDEN.side) / block);
  const scores = await probe.score(16, (copy, out) => {
    out.set(probe.image.map((value, at) => (blockOf(at) === copy ? black[at] : value)));
  });
  const whole = await probe.whole();
  return mapOf(Float32Array.from({ length: area }, (_, at) => whole - scores[blockOf(at)]));
}

test('parameter randomisation, from the top', async () => {
  await using model = await openTwoLayers();
  const picture = await goldenPicture();
  const map = await blockMap(model, picture);
  const explain = (changed: Picture, other: Model = model) => blockMap(other, changed);
  const found = await measure('parameter-randomisation', { map, picture, model, explain }, { stages: 2, seed: 4 });
  assert.deepEqual(found.parts.shares, [0.5, 1]);
  GOLDEN.randomisation.correlations.forEach((expected, k) => {
    near((found.parts.correlations as number[])[k], expected, `stage ${k + 1}`);
  });
  near(found.value, GOLDEN.randomisation.value, 'mean');
});

test('agreement with other maps', async () => {
  const subject = { map: goldenMap(), picture: await goldenPicture(), others: [goldenMap('other')] };
  const found = await measure('agreement', subject);
  for (const name of ['pearson', 'spearman', 'ssim', 'overlap'] as const) {
    near(part(found, name), GOLDEN.agreement[name], name);
  }
  near(found.value, GOLDEN.agreement.spearman, 'value');
});
