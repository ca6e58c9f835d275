import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openDataSet } from '../../src/audit/data/data-set.ts';
import { findInsights } from '../../src/audit/insights/find-insights.ts';
import type { Finding } from '../../src/audit/insights/finding.ts';
import { runAudit } from '../../src/audit/run/run-audit.ts';
import { openTree } from '../../src/cli/audit-files.ts';
import { runScenes } from '../../src/cli/scenes.ts';
import { HELD_OUT_LAMPS, openEmbedded } from '../embedded/open-embedded.ts';
import { noCanvas } from '../scenes/support.ts';
import { MemoryJournal } from './memory-journal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'xai-lamp-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// Eighty scenes hold some forty cats, most of them beside a lamp, and nobody annotated lamps.
before(async () => {
  if (noCanvas) return;
  await runScenes({ count: 80, output: folder, seed: HELD_OUT_LAMPS, plant: 'lamp:cat=0.7' });
});

async function findingsOf(name: string): Promise<readonly Finding[]> {
  await using model = await openEmbedded(name);
  const data = await openDataSet(await openTree(folder, path.join(folder, 'results')));
  const options = { rule: 'all', explain: { method: 'grad-cam' }, metrics: [] } as const;
  const journal = await runAudit([model], data, new MemoryJournal(), options).result();
  return (await findInsights([model], data, journal).result()) ?? [];
}

test('the detector with a shortcut: what stands beside cats is found, on the sides where lamps are', {
  skip: noCanvas,
}, async () => {
  const findings = await findingsOf('detector-shortcut');
  const besides = findings.filter(({ kind }) => kind === 'beside');
  assert.deepEqual(
    besides.map(({ label }) => label),
    ['cat'],
    findings.map(({ sentence }) => sentence).join('\n'),
  );
  const [{ cover, sides, sentence }] = besides;
  assert.ok(cover?.others && cover.beyond && sides);
  // Without it the score falls by half; covering a side of other objects costs some points.
  assert.ok(cover.moved < -0.15 && cover.others.moved > -0.12, sentence);
  assert.ok(cover.others.high < -0.1 && cover.beyond.high < -0.1, sentence);
  const sideways = sides.filter(({ side }) => side === 'left' || side === 'right');
  const times = (all: typeof sides) => all.reduce((sum, { count }) => sum + count, 0);
  // What is covered below a cat is painted with its paws, which costs some of them score, too.
  assert.ok(times(sideways) >= 0.5 * times(sides), sentence);
});

test('the detector that was taught no shortcut has no finding of that kind', { skip: noCanvas }, async () => {
  const findings = await findingsOf('detector');
  assert.deepEqual(
    findings.filter(({ kind }) => kind === 'beside').map(({ sentence }) => sentence),
    [],
  );
});
