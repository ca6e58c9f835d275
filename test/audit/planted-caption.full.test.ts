import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { openDataSet } from '../../src/audit/data/data-set.ts';
import { findInsights } from '../../src/audit/insights/find-insights.ts';
import type { Finding } from '../../src/audit/insights/finding.ts';
import type { AuditReport } from '../../src/audit/result/audit-schema.ts';
import { reduceAudit } from '../../src/audit/result/reduce.ts';
import { runAudit } from '../../src/audit/run/run-audit.ts';
import { openTree } from '../../src/cli/audit-files.ts';
import { runScenes } from '../../src/cli/scenes.ts';
import { HELD_OUT_CROPS, openEmbedded } from '../embedded/open-embedded.ts';
import { noCanvas } from '../scenes/support.ts';
import { MemoryJournal } from './memory-journal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'xai-planted-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// Two hundred crops hold some thirty boats, every one of them with a caption.
before(async () => {
  if (noCanvas) return;
  await runScenes({ count: 200, crops: 128, output: folder, seed: HELD_OUT_CROPS, plant: 'caption:boat=1.0' });
});

interface Audited {
  readonly findings: readonly Finding[];
  readonly clusters: AuditReport['models'][number]['clusters'];
}

async function auditOf(name: string): Promise<Audited> {
  await using model = await openEmbedded(name);
  const tree = await openTree(folder, path.join(folder, 'results'));
  const data = await openDataSet(tree);
  const journal = await runAudit([model], data, new MemoryJournal(), { metrics: [] }).result();
  const findings = (await findInsights([model], data, journal).result()) ?? [];
  return { findings, clusters: reduceAudit(journal, null, findings).models[0].clusters };
}

/** Share of the captions' pixels that lie in a region. */
async function captionsIn([x0, y0, x1, y1]: readonly number[]): Promise<number> {
  let [inside, all] = [0, 0];
  const plants = path.join(folder, 'plants', 'boat');
  for (const name of readdirSync(plants)) {
    const image = sharp(readFileSync(path.join(plants, name)))
      .toColourspace('b-w')
      .raw();
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    data.forEach((value, at) => {
      if (value === 0) return;
      const x = ((at % info.width) + 0.5) / info.width;
      const y = (Math.floor(at / info.width) + 0.5) / info.height;
      all++;
      if (x >= x0 && x < x1 && y >= y0 && y < y1) inside++;
    });
  }
  return inside / all;
}

test('the planted caption is the first finding of the biased classifier, with the jump', {
  skip: noCanvas,
}, async () => {
  const { findings, clusters } = await auditOf('classifier-biased');
  const [first] = findings;
  assert.deepEqual([first?.kind, first?.label], ['fixed-position', 'boat'], first?.sentence);
  assert.ok(first.region && first.paste && first.cover);
  assert.ok((await captionsIn(first.region)) > 0.5, `${first.region}`);
  assert.ok(first.paste.moved > 0.3 && first.paste.interval.low > 0.1, first.sentence);
  assert.ok(first.cover.moved < -0.2, first.sentence);
  assert.match(first.sentence, /lower/);
  // Without being asked for boats: maps of these stand apart from all others.
  const boats = clusters?.clusters.at(-1);
  assert.deepEqual([clusters?.clusters.length, boats?.classes.map(({ label }) => label)], [2, ['boat']]);
  assert.ok(boats && boats.maps > 15, `${boats?.maps}`);
});

test('the fair classifier has no finding of that kind', { skip: noCanvas }, async () => {
  const { findings, clusters } = await auditOf('classifier-fair');
  const kinds = findings.map(({ kind }) => kind);
  assert.ok(!kinds.includes('fixed-position'), kinds.join(', '));
  assert.deepEqual(clusters?.clusters, [], 'its maps form one cloud');
  // The sky carries planes farther than their surroundings carry any other class; of dogs and boats that could be chance.
  const carried = findings.filter(({ kind }) => kind === 'context').map(({ label }) => label);
  assert.deepEqual(carried, ['plane']);
});
