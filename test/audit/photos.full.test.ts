import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { openDataSet } from '../../src/audit/data/data-set.ts';
import { findInsights } from '../../src/audit/insights/find-insights.ts';
import { auditHtml } from '../../src/audit/report/html-report.ts';
import type { AuditReport } from '../../src/audit/result/audit-schema.ts';
import { reduceAudit } from '../../src/audit/result/reduce.ts';
import type { AuditOptions } from '../../src/audit/run/options.ts';
import { runAudit } from '../../src/audit/run/run-audit.ts';
import { openTree } from '../../src/cli/audit-files.ts';
import { encodeThumbnail } from '../../src/cli/png.ts';
import { openShared } from '../methods/open-model.ts';
import { missing, sharedFolder } from '../support/fixtures.ts';
import { MemoryJournal } from './memory-journal.ts';

const ANNOTATIONS = 'test/fixtures/photos.coco.json';
/** Pictures that the annotations list. */
const PICTURES = 16;

const folder = mkdtempSync(path.join(tmpdir(), 'xai-photos-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Audited {
  readonly report: AuditReport;
  readonly page: string;
}

async function audit(name: string, options: AuditOptions): Promise<Audited> {
  await using model = await openShared(name);
  const tree = await openTree(path.join(sharedFolder, 'images'), folder);
  const text = readFileSync(ANNOTATIONS, 'utf8');
  const data = await openDataSet(tree, { annotations: { name: 'photos.coco.json', text } });
  assert.equal(data.pictures.length, PICTURES);
  const journal = await runAudit([model], data, new MemoryJournal(), options).result();
  const findings = await findInsights([model], data, journal).result();
  const report = reduceAudit(journal, null, findings);
  return { report, page: await auditHtml(report, data, encodeThumbnail) };
}

/** The report needs no network, and shows a picture and its map for each explanation. */
function checkPage({ report, page }: Audited): void {
  const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
  assert.ok(addresses.every((address) => address.startsWith('data:image/webp;base64,')));
  assert.ok(addresses.length >= 2 * report.summary.explained, `${addresses.length}`);
  assert.doesNotMatch(page, /<script/);
}

const classOf = ({ report }: Audited, label: string) => report.models[0].classes.find((one) => one.label === label);

test('yolox-nano: most answers are right, and their evidence lies on the objects', {
  skip: missing('models/yolox-nano/model.onnx') || missing('images/dog_bike_truck.jpg'),
}, async () => {
  const audited = await audit('yolox-nano', { rule: 'all', explain: { method: 'grad-cam' } });
  checkPage(audited);
  const { summary, models, findings } = audited.report;
  assert.deepEqual([summary.explained, summary.empty, summary.failed], [14, 2, 0], summary.sentence);
  assert.ok((models[0].correct?.share ?? 0) > 0.65, JSON.stringify(models[0].outcomes));
  assert.deepEqual(classOf(audited, 'horse')?.outcomes, { correct: 2 });
  for (const label of ['cat', 'dog', 'bear', 'bicycle']) {
    assert.ok((classOf(audited, label)?.metrics['energy-pointing-game'].mean ?? 0) > 0.85, label);
  }
  // Sixteen photos are too few to claim anything.
  assert.deepEqual(findings, []);
});

test('st-ssd-person finds persons only, and says of the other pictures that there was nothing', {
  skip: missing('models/st-ssd-person/model.onnx') || missing('images/skier.jpg'),
}, async () => {
  const audited = await audit('st-ssd-person', { rule: 'all', explain: { method: 'grad-cam' } });
  checkPage(audited);
  const { summary, models } = audited.report;
  assert.deepEqual([summary.explained, summary.empty, summary.failed], [8, 8, 0], summary.sentence);
  assert.deepEqual(
    models[0].classes.map(({ label }) => label),
    ['person'],
  );
  assert.ok((models[0].correct?.share ?? 0) > 0.7, JSON.stringify(models[0].outcomes));
  assert.ok((models[0].metrics['pointing-game'].mean ?? 0) > 0.7);
});

test('mobilenetv2-flowers: of what is annotated it is asked about the sunflowers alone, and looks at them', {
  skip: missing('models/mobilenetv2-flowers/model.onnx') || missing('images/sunflower.jpg'),
}, async () => {
  const audited = await audit('mobilenetv2-flowers', { rule: 'annotated' });
  checkPage(audited);
  const { summary, models } = audited.report;
  assert.deepEqual([summary.explained, summary.empty], [1, 15], summary.sentence);
  assert.deepEqual(models[0].outcomes, { correct: 1 });
  assert.equal(classOf(audited, 'sunflowers')?.metrics['pointing-game'].mean, 1);
});
