import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { type DataSet, openDataSet } from '../../src/audit/data/data-set.ts';
import { auditSchema } from '../../src/audit/result/audit-schema.ts';
import { reduceAudit } from '../../src/audit/result/reduce.ts';
import { type Journal, journalText } from '../../src/audit/run/journal.ts';
import { mergeJournals } from '../../src/audit/run/merge-journals.ts';
import type { AuditOptions } from '../../src/audit/run/options.ts';
import type { ResultRecord } from '../../src/audit/run/record.ts';
import { estimateAudit, runAudit } from '../../src/audit/run/run-audit.ts';
import type { Picture } from '../../src/core/picture.ts';
import type { Model } from '../../src/tasks/model.ts';
import { openTinyClassifier, openTinyDetector } from '../methods/open-model.ts';
import { type Square, squareBox, squarePng } from '../support/tiny-pictures.ts';
import { MemoryJournal } from './memory-journal.ts';
import { memoryTree } from './memory-tree.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const BLUE: Square = { label: 'blue', column: 5, row: 6 };
const GREEN: Square = { label: 'green', column: 5, row: 2 };

function cocoBox(square: Square): number[] {
  const [x0, y0, x1, y1] = squareBox(square);
  return [x0, y0, x1 - x0, y1 - y0];
}

/** Two squares that are annotated rightly, wrongly and not at all; an empty picture, one that is none, one unknown class. */
async function detectionData(): Promise<DataSet> {
  const category_id = { red: 1, green: 2, blue: 3, cat: 4 };
  const coco = {
    images: ['a.png', 'b.png', 'c.png', 'd.png', 'e.png'].map((file_name, id) => ({ id, file_name })),
    categories: Object.entries(category_id).map(([name, id]) => ({ id, name })),
    annotations: [
      { image_id: 0, category_id: category_id.red, bbox: cocoBox(RED) },
      { image_id: 1, category_id: category_id.green, bbox: cocoBox(RED) },
      { image_id: 1, category_id: category_id.green, bbox: cocoBox(GREEN) },
      { image_id: 4, category_id: category_id.cat, bbox: cocoBox(RED) },
      { image_id: 4, category_id: category_id.red, bbox: [900, 900, 5, 5] },
    ],
  };
  return openDataSet(
    memoryTree({
      'a.png': await squarePng([RED, BLUE]),
      'b.png': await squarePng([RED]),
      'c.png': await squarePng([]),
      'd.png': 'no picture',
      'e.png': await squarePng([BLUE]),
      'annotations.json': JSON.stringify(coco),
    }),
  );
}

const QUICK: AuditOptions = {
  explain: { method: 'd-rise', masks: 24, scoreThreshold: 0.5 },
  metrics: ['energy-pointing-game'],
};

async function audit(models: readonly Model[], data: DataSet, options: AuditOptions): Promise<Journal> {
  return runAudit(models, data, new MemoryJournal(), options).result();
}

function resultsOf(journal: Journal, model = 0): Record<string, ResultRecord> {
  return Object.fromEntries([...journal.records].map(([name, { results }]) => [name, results[model]]));
}

function outcomes(result: ResultRecord): unknown {
  if (result.status !== 'explained') return result.status;
  return result.explanations.map(({ label, outcome }) => `${label} ${outcome}`).sort();
}

test('rules choose what is explained, and annotations judge it', async () => {
  await using model = await openTinyDetector();
  const data = await detectionData();
  const by = async (rule: AuditOptions['rule']) => {
    const results = resultsOf(await audit([model], data, { ...QUICK, rule }));
    return Object.fromEntries(Object.entries(results).map(([name, result]) => [name, outcomes(result)]));
  };
  assert.deepEqual(await by('all'), {
    'a.png': ['blue background', 'red correct'],
    'b.png': ['red class'],
    'c.png': 'empty',
    'd.png': 'failed',
    'e.png': ['blue background'],
  });
  assert.deepEqual(await by('annotated'), {
    'a.png': ['red correct'],
    'b.png': ['green missed', 'green missed'],
    'c.png': 'empty',
    'd.png': 'failed',
    'e.png': 'empty',
  });
  assert.deepEqual(await by('wrong'), {
    'a.png': ['blue background'],
    'b.png': ['green missed', 'green missed', 'red class'],
    'c.png': 'empty',
    'd.png': 'failed',
    'e.png': ['blue background'],
  });
});

test('records say what was measured and what was left out', async () => {
  await using model = await openTinyDetector();
  const journal = await audit([model], await detectionData(), { ...QUICK, rule: 'all' });
  const { records: pictures, header } = journal;
  const e = pictures.get('e.png');
  assert.match(e?.problems.join('\n') ?? '', /no area inside[\s\S]*no class "cat"/);
  const failed = pictures.get('d.png')?.results[0];
  assert.ok(failed?.status === 'failed' && failed.code === 'picture-unreadable');
  const a = pictures.get('a.png')?.results[0];
  assert.ok(a?.status === 'explained');
  const red = a.explanations.find(({ label }) => label === 'red');
  assert.ok(red?.truth?.iou && red.truth.iou > 0.9);
  assert.ok(red.inside !== null && Math.abs(red.inside - (red.metrics['energy-pointing-game'] ?? 0)) < 1e-6);
  assert.ok(Math.abs((red.area ?? 0) - 1 / 16) < 1e-9);
  assert.equal(header.plan.data.chosen, 5);
  const report = reduceAudit(journal, null);
  assert.equal(report.summary.sentence, '3 of 5 explained, 1 had nothing to explain, 1 failed.');
  assert.deepEqual(report.models[0].outcomes, { correct: 1, background: 2, class: 1 });
  assert.equal(report.models[0].correct?.share, 0.25);
  assert.deepEqual(
    report.models[0].classes.map(({ label, explanations }) => [label, explanations]),
    [
      ['blue', 2],
      ['red', 2],
    ],
  );
  v.parse(auditSchema, JSON.parse(JSON.stringify(report)));
});

function withoutTimes(journal: Journal): string {
  return journalText(journal).replaceAll(/"milliseconds":\d+|"startedAt":"[^"]*"/g, '');
}

test('a run that is stopped or cut off anywhere goes on, and gives what an undisturbed one gives', async () => {
  await using model = await openTinyDetector();
  const data = await detectionData();
  const whole = withoutTimes(await audit([model], data, { ...QUICK, rule: 'all' }));
  const file = new MemoryJournal();
  let reads = 0;
  const counted: DataSet = {
    ...data,
    read: (name) => {
      reads++;
      return data.read(name);
    },
  };
  for (let cuts = 0; cuts < 20; cuts++) {
    const run = runAudit([model], counted, file, { ...QUICK, rule: 'all' });
    const steps = async () => {
      for await (const { done } of run) if (done >= 1 && cuts % 2 === 0) run.cancel();
    };
    await steps().catch((cause) => assert.equal(cause.name, 'AbortError'));
    // As a process that was killed leaves it: the last line half written.
    if (cuts % 3 === 0) file.text = file.text.slice(0, -7);
  }
  const finished = await runAudit([model], counted, file, { ...QUICK, rule: 'all' }).result();
  assert.equal(withoutTimes(finished), whole);
  const before = reads;
  await runAudit([model], counted, file, { ...QUICK, rule: 'all' }).result();
  assert.equal(reads, before, 'nothing is done twice');
});

test('shards merged in any order are the whole, byte for byte but for times', async () => {
  await using model = await openTinyDetector();
  const data = await detectionData();
  const options = { ...QUICK, rule: 'all', seed: 3 } as const;
  const whole = await audit([model], data, options);
  const parts = await Promise.all(
    [2, 0, 1].map(async (index) => ({
      name: `part ${index}`,
      journal: await audit([model], data, { ...options, shard: { index, of: 3 } }),
    })),
  );
  assert.ok(parts.every(({ journal }) => journal.records.size < 5));
  assert.equal(withoutTimes(mergeJournals(parts)), withoutTimes(whole));
  const two = reduceAudit(mergeJournals(parts.slice(1)), null);
  assert.ok(two.summary.missing > 0 && two.summary.sentence.includes('not here'));
  const other = { name: 'other', journal: await audit([model], data, { ...options, seed: 4 }) };
  assert.throws(() => mergeJournals([...parts, other]), /different audits/);
});

test('the journal of another audit is refused, and so are what can not be audited', async () => {
  await using model = await openTinyDetector();
  await using classifier = await openTinyClassifier();
  const data = await detectionData();
  const file = new MemoryJournal();
  await runAudit([model], data, file, QUICK).result();
  const again = (options: AuditOptions) => runAudit([model], data, file, options).result();
  await assert.rejects(again({ ...QUICK, seed: 9 }), { code: 'option-invalid', option: 'output' });
  await assert.rejects(again({ ...QUICK, shard: { index: 0, of: 2 } }), { option: 'output' });
  const fresh = (options: AuditOptions, models: readonly Model[] = [model]) => audit(models, data, options);
  await assert.rejects(fresh({ ...QUICK, metrics: ['roda'] }), { option: 'metrics' });
  await assert.rejects(fresh({ ...QUICK, metrics: ['road', 'road'] }), { option: 'metrics' });
  await assert.rejects(fresh({ explain: { method: 'grad-cam', masks: 3 } }), { code: 'option-invalid' });
  await assert.rejects(fresh(QUICK, [model, classifier]), { option: 'models' });
  await assert.rejects(fresh(QUICK, []), { option: 'models' });
  file.text = 'nothing of ours\n';
  await assert.rejects(again(QUICK), { code: 'data-unreadable' });
});

test('several models answer the same questions', async () => {
  await using first = await openTinyDetector();
  await using second = await openTinyDetector();
  const data = await detectionData();
  // The second model only sees what is surer than anything here, so the first one's boxes are asked of it by hand.
  await using deaf = await openTinyDetector();
  const predict = deaf.predict.bind(deaf);
  Object.defineProperty(deaf, 'predict', {
    value: async (picture: Picture) => ({ ...(await predict(picture)), boxes: [] }),
  });
  const journal = await audit([first, deaf], data, { ...QUICK, rule: 'all' });
  const [a, b] = [resultsOf(journal, 0)['a.png'], resultsOf(journal, 1)['a.png']];
  assert.ok(a.status === 'explained' && b.status === 'explained');
  assert.deepEqual(
    b.explanations.map(({ label, class: index }) => [label, index]),
    a.explanations.map(({ label, class: index }) => [label, index]),
  );
  // Nobody annotated the blue one.
  assert.deepEqual(outcomes(b), ['blue null', 'red missed']);
  const correct = resultsOf(await audit([first, second], data, { ...QUICK, rule: 'all' }), 1)['a.png'];
  assert.deepEqual(outcomes(correct), ['blue background', 'red correct']);
});

test('a classifier on folders: the class is judged, masks say where the object is, foreign classes are not judged', async () => {
  await using model = await openTinyClassifier();
  const red = await squarePng([RED]);
  const blue = await squarePng([BLUE]);
  const white = await squarePng([{ ...RED }]);
  const data = await openDataSet(
    memoryTree({ 'red/1.png': red, 'red/2.png': blue, 'cat/3.png': blue, 'masks/red/1.png': white }),
  );
  const options: AuditOptions = {
    explain: { method: 'rise', masks: 24 },
    metrics: ['energy-pointing-game', 'insertion'],
  };
  const results = resultsOf(await audit([model], data, options));
  assert.deepEqual(Object.fromEntries(Object.entries(results).map(([name, result]) => [name, outcomes(result)])), {
    'red/1.png': ['red correct'],
    'red/2.png': ['blue class'],
    'cat/3.png': ['blue null'],
  });
  const [one] = results['red/1.png'].status === 'explained' ? results['red/1.png'].explanations : [];
  assert.ok(one.metrics['energy-pointing-game'] !== null && (one.metrics.insertion ?? 0) > 0);
  const [two] = results['red/2.png'].status === 'explained' ? results['red/2.png'].explanations : [];
  assert.equal(two.metrics['energy-pointing-game'], null);
});

test('an estimate says pictures and passes before anything is explained', async () => {
  await using model = await openTinyDetector();
  const estimate = await estimateAudit([model], await detectionData(), { ...QUICK, metrics: ['insertion', 'adcc'] });
  // One prediction, 24 masks; 31 + 1 of insertion; 2 and one explanation of ADCC.
  assert.deepEqual([estimate.pictures, estimate.passes], [5, 1 + 24 + 32 + 2 + 24]);
  assert.ok((estimate.seconds ?? 0) > 0);
});
