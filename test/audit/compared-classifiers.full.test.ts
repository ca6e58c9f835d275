import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openDataSet } from '../../src/audit/data/data-set.ts';
import { findInsights } from '../../src/audit/insights/find-insights.ts';
import { reduceAudit } from '../../src/audit/result/reduce.ts';
import { runAudit } from '../../src/audit/run/run-audit.ts';
import { openTree } from '../../src/cli/audit-files.ts';
import { runScenes } from '../../src/cli/scenes.ts';
import { HELD_OUT_CROPS, openEmbedded } from '../embedded/open-embedded.ts';
import { noCanvas } from '../scenes/support.ts';
import { MemoryJournal } from './memory-journal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'xai-compared-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** From the one that cheats to the one that does not; the four between are trained apart, and may not be there. */
const BETWEEN = ['classifier-25', 'classifier-50', 'classifier-75', 'classifier-100'].filter((name) =>
  existsSync(`www/models/${name}.onnx`),
);
const CHEATING = 'classifier-biased';
const FAIR = 'classifier-fair';

before(async () => {
  if (noCanvas) return;
  await runScenes({ count: 200, crops: 128, output: folder, seed: HELD_OUT_CROPS, plant: 'caption:boat=1.0' });
});

async function compare(names: readonly string[]) {
  const models = await Promise.all(names.map(openEmbedded));
  const data = await openDataSet(await openTree(folder, path.join(folder, 'results')));
  const journal = await runAudit(models, data, new MemoryJournal(), { rule: 'annotated', metrics: [] }).result();
  const findings = await findInsights([models[0]], data, journal).result();
  for (const model of models) await model[Symbol.asyncDispose]();
  const { comparison } = reduceAudit(journal, null, findings);
  assert.ok(comparison);
  return comparison;
}

test('the fair classifier looks more at the object, and less at the caption, than the one that cheats', {
  skip: noCanvas,
}, async () => {
  const { measures, count } = await compare([CHEATING, FAIR]);
  // Of nine classes of crops the classifiers know six.
  assert.ok(count >= 120, `${count}`);
  const of = (kind: string, label: string | null) => measures.find((one) => one.kind === kind && one.label === label);
  const [boat] = of('inside', 'boat')?.steps ?? [];
  assert.ok(boat?.low > 0, boat?.sentence);
  const [place] = of('place', 'boat')?.steps ?? [];
  assert.ok(place?.high < 0, place?.sentence);
  assert.match(boat.sentence, /looks more at the object than .*biased/);
});

test('from checkpoint to checkpoint the evidence moves from the caption to the boat', {
  skip: noCanvas || (BETWEEN.length < 4 && 'the four checkpoints between are not trained yet'),
}, async () => {
  const { measures } = await compare([...BETWEEN]);
  const of = (wanted: string) => measures.find(({ kind, label }) => kind === wanted && label === 'boat');
  const [inside, place] = [of('inside'), of('place')];
  assert.ok(inside && place, 'the first of them looks at the caption: that place is followed through all');
  const [atFirst, , , atLast] = inside.models.map(({ mean }) => mean);
  assert.ok(atLast > atFirst && (inside.steps.at(-1)?.low ?? 0) > 0, inside.steps.at(-1)?.sentence);
  const [thereFirst, , , thereLast] = place.models.map(({ mean }) => mean);
  assert.ok(thereLast < thereFirst && (place.steps.at(-1)?.high ?? 0) < 0, place.steps.at(-1)?.sentence);
});
