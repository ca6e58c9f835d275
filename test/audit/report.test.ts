import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import Papa from 'papaparse';
import { type DataSet, openDataSet } from '../../src/audit/data/data-set.ts';
import { auditCsv } from '../../src/audit/report/audit-csv.ts';
import { commandOf } from '../../src/audit/report/command-line.ts';
import { flatRows } from '../../src/audit/report/flat-rows.ts';
import { html } from '../../src/audit/report/html.ts';
import { auditHtml } from '../../src/audit/report/html-report.ts';
import { auditMaps } from '../../src/audit/report/maps-file.ts';
import type { AuditReport } from '../../src/audit/result/audit-schema.ts';
import { reduceAudit } from '../../src/audit/result/reduce.ts';
import { runAudit } from '../../src/audit/run/run-audit.ts';
import { encodeThumbnail } from '../../src/cli/png.ts';
import { decodeNpy } from '../../src/core/npy.ts';
import { unpackGrid } from '../../src/core/packed-grid.ts';
import { openTinyClassifier } from '../methods/open-model.ts';
import { squarePng } from '../support/tiny-pictures.ts';
import { MemoryJournal } from './memory-journal.ts';
import { memoryTree } from './memory-tree.ts';

const EVIL = 'red/<img src=x onerror=alert(1)>.png';

async function makeAudit(): Promise<{ readonly report: AuditReport; readonly data: DataSet }> {
  await using model = await openTinyClassifier();
  const red = await squarePng([{ label: 'red', column: 2, row: 2 }]);
  const blue = await squarePng([{ label: 'blue', column: 5, row: 6 }]);
  const data = await openDataSet(
    memoryTree({ [EVIL]: red, 'red/=1+1.png': blue, 'blue/a.png': blue, 'blue/b.png': '-' }),
  );
  const journal = await runAudit([model], data, new MemoryJournal(), {
    name: "Ada's audit",
    explain: { method: 'rise', masks: 16 },
    metrics: ['sparsity', 'entropy'],
  }).result();
  return { report: reduceAudit(journal, null, []), data };
}

test('the report holds its pictures, needs nothing else, and escapes what files are called', async () => {
  const { report, data } = await makeAudit();
  const page = await auditHtml(report, data, encodeThumbnail);
  assert.doesNotMatch(page, /<script|<link|onerror=alert\(1\)>/i);
  const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
  // Picture and map of each of three, and a mean map for each of two classes, whose boxes nobody knows.
  assert.equal(addresses.length, 3 * 2 + 2);
  assert.ok(addresses.every((address) => address.startsWith('data:image/webp;base64,UklGR')));
  assert.match(page, /default-src 'none'; img-src data:/);
  assert.match(page, /blue\/b\.png<\/b> failed \(picture-unreadable\)/);
  assert.match(page, /&lt;img src=x onerror=alert\(1\)&gt;\.png/);
  assert.match(page, /3 of 4 explained, 1 failed\./);
  assert.match(page, />3 of 3, those first whose evidence/);
  assert.match(page, new RegExp(report.models[0].sha256));
  assert.match(page, /too few maps to look for groups/);
});

test('html: what is put in is escaped, pieces are not', () => {
  assert.equal(
    html`<p>${'<&"\''}${html`<b>${1}</b>`}${null}${[html`<i></i>`, 'x']}</p>`.text,
    '<p>&lt;&amp;&quot;&#39;<b>1</b><i></i>x</p>',
  );
});

test('the table has a row for each map and no formulae, the file of maps the same rows', async () => {
  const { report } = await makeAudit();
  const { data, meta } = Papa.parse<Record<string, string>>(auditCsv(report).trim(), { header: true });
  assert.deepEqual(
    data.map(({ picture, label, outcome }) => [picture, label, outcome]),
    [
      ['blue/a.png', 'blue', 'correct'],
      [EVIL, 'red', 'correct'],
      ['red/=1+1.png', 'blue', 'class'],
    ].sort(),
  );
  assert.deepEqual(data[0].unusual, '0');
  assert.ok(Number(data[0].likeness) > 0 && Number(data[0].likeness) <= 1 && data[0].cluster === '');
  assert.ok(meta.fields?.includes('sparsity') && Number(data[0].sparsity) > 0 && data[0].x0 === '');
  const named = { ...report, models: report.models.map((model) => ({ ...model, file: '=cmd()' })) };
  assert.match(auditCsv(named), /,"'=cmd\(\)",/);

  const bytes = auditMaps(report);
  assert.deepEqual(auditMaps(report), bytes, 'the same bytes each time');
  const files = unzipSync(bytes);
  const index = JSON.parse(strFromU8(files['index.json']));
  const { data: maps, shape } = decodeNpy(files['maps.npy']);
  assert.deepEqual([shape, index.length], [[3, 32, 32], 3]);
  assert.deepEqual(
    index.map((row: { picture: string }) => row.picture),
    data.map(({ picture }) => picture),
  );
  const last = report.pictures.at(-1)?.results[0];
  assert.ok(last?.status === 'explained');
  assert.deepEqual(maps.subarray(2048), unpackGrid(last.explanations[0].map));
});

test('the command of an audit, quoted for a shell', async () => {
  const { report } = await makeAudit();
  assert.equal(
    commandOf(report.plan),
    "xai-viewer audit tiny-classifier.onnx --data memory --output audit-again --name 'Ada'\\''s audit' --rule top --metrics sparsity,entropy --seed 0 --method rise --masks 16",
  );
});

test('groups and unusual maps: described as such, examples behind a click, a number for each map in the table', async () => {
  const { report, data } = await makeAudit();
  const [model] = report.models;
  const [first, second] = flatRows(report);
  const members = [[first.number], [second.number]];
  const clusters = members.map((own, k) => ({
    ...{ maps: 1, pictures: 1, classes: [{ label: 'red', maps: 1 }], correct: null, members: own },
    mean: first.explanation.map,
    examples: [{ picture: [first, second][k].picture, label: [first, second][k].explanation.label, map: own[0] }],
  }));
  const described = {
    ...report,
    models: [
      {
        ...model,
        metrics: { ...model.metrics, repeatability: model.metrics.sparsity },
        classes: model.classes.map((one) => ({
          ...one,
          metrics: {
            ...one.metrics,
            repeatability: { ...one.metrics.sparsity, mean: 0.75, interval: { low: 0.7, high: 0.8 } },
          },
        })),
        clusters: { frame: 'picture', maps: 3, left: 1, silhouette: 0.6, chance: 0.3, clusters } as const,
        unusual: [{ picture: EVIL, label: 'red', map: 0, cosine: 0.1, usual: 0.9, deviations: 4.2 }],
      },
    ],
  };
  const page = await auditHtml(described, data, encodeThumbnail);
  assert.match(page, /3 maps, compared over the picture \(1 without a known place are left out\), fall into 2 groups/);
  assert.match(page, /nothing here was tested/);
  assert.equal(page.match(/<details>/g)?.length, 3, 'two groups and the unusual ones');
  assert.match(page, /<td>0\.10<\/td><td>0\.90<\/td><td>4\.2<\/td>/);
  assert.match(page, /repeatability \(95 % interval\).*0\.75 \(0\.70 to 0\.80\)/s);
  const table = Papa.parse<Record<string, string>>(auditCsv(described).trim(), { header: true }).data;
  assert.deepEqual(
    table.map(({ cluster }) => cluster),
    ['1', '2', ''],
  );
});
