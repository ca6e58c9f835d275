import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { findSessionInsights } from '../../src/audit/sessions/insights/find-session-insights.ts';
import { reduceSessions } from '../../src/audit/sessions/reduce-sessions.ts';
import { runSessionAudit } from '../../src/audit/sessions/run-session-audit.ts';
import { sessionHtml } from '../../src/audit/sessions/session-html.ts';
import { sessionMaps } from '../../src/audit/sessions/session-maps.ts';
import { openSessionSet } from '../../src/audit/sessions/session-set.ts';
import { AXES, makeMotion } from '../../src/scenes/motion.ts';
import { HELD_OUT_MOTION, openEmbedded } from '../embedded/open-embedded.ts';
import { MemoryJournal } from './memory-journal.ts';
import { memoryTree } from './memory-tree.ts';

const RECORDINGS = 60;

/** Two seconds each; every circle comes with a glitch somewhere, which no label names. */
function glitchedCircles() {
  const files: Record<string, string> = {};
  const rows = ['file,label,what,start,end,start_seconds,end_seconds'];
  const plants = new Map<string, { readonly start: number; readonly end: number }>();
  for (let k = 0; k < RECORDINGS; k++) {
    const seed = HELD_OUT_MOTION + k;
    const { label } = makeMotion(seed);
    const made = makeMotion(seed, { glitch: label === 'circle' });
    const { samples, channels, rate, events } = made;
    const name = `${label}/${String(k).padStart(3, '0')}.csv`;
    const lines = Array.from({ length: samples.length / channels }, (_, i) =>
      [i / rate, ...samples.subarray(i * channels, (i + 1) * channels)].join(','),
    );
    files[name] = `seconds,${AXES.join(',')}\n${lines.join('\n')}\n`;
    for (const { start, end } of events) {
      rows.push([name, label, 'event', start, end, start / rate, end / rate].join(','));
    }
    for (const { start, end } of made.plants) plants.set(name, { start: start / rate, end: end / rate });
  }
  return { files: { ...files, 'events.csv': `${rows.join('\n')}\n` }, plants };
}

async function auditOf(name: string) {
  const { files, plants } = glitchedCircles();
  await using model = await openEmbedded(name);
  const data = await openSessionSet(memoryTree(files));
  const journal = await runSessionAudit([model], data, new MemoryJournal()).result();
  const findings = await findSessionInsights([model], data, journal).result();
  const report = reduceSessions(journal, null, findings);
  return { findings, report, plants, page: await sessionHtml(report, data) };
}

test('the glitch beside circles is found by itself, and tested', async () => {
  const { findings, report, plants, page } = await auditOf('motion-shortcut');
  const found = findings.filter(({ kind }) => kind === 'beside');
  assert.deepEqual(
    found.map(({ label }) => label),
    ['circle'],
  );
  const [{ hide, paste, examples, sentence, value }] = found;
  assert.ok(hide && paste && value !== null && value > 0.2, sentence);
  // Without it they are no circles, and with it others are.
  assert.ok(hide.before > 0.9 && hide.after < 0.5 && hide.before + (hide.control ?? -1) > 0.8, sentence);
  assert.ok(paste.before < 0.1 && paste.after > 0.3 && paste.before + (paste.control ?? 1) < 0.1, sentence);
  assert.ok(hide.recordings >= 5 && paste.recordings >= 5);
  // What was replaced is the glitch, in nearly all.
  const hits = examples.filter(({ session, start, end }) => {
    const plant = plants.get(session);
    return plant && plant.start < end && plant.end > start;
  });
  assert.ok(hits.length >= 0.8 * examples.length, JSON.stringify({ examples, hits: hits.length }));
  // It comes with the axis that the glitch lies on, on which no circle of the fair model hangs alone.
  const axis = findings.find(({ kind, label }) => kind === 'channel' && label === 'circle');
  assert.equal(axis?.channel, 'y');
  assert.match(
    page,
    /<b>Beside the event<\/b>: &quot;circle&quot; has \d+ % of its evidence beside the labelled event/,
  );
  assert.ok(page.split('src="data:image/svg+xml;base64,').length - 1 >= 12, 'timelines are drawn');
  const files = unzipSync(sessionMaps(report));
  const index = JSON.parse(new TextDecoder().decode(files['index.json']));
  assert.equal(index.length, RECORDINGS);
  assert.deepEqual(index[0].rows, [...AXES]);
  assert.ok(`map${RECORDINGS - 1}.npy` in files);
});

test('the fair twin on the same recordings has no finding of that kind', async () => {
  const { findings } = await auditOf('motion');
  assert.deepEqual(
    findings.filter(({ kind }) => kind !== 'channel').map(({ sentence }) => sentence),
    [],
  );
  assert.ok(!findings.some(({ label, channel }) => label === 'circle' && channel === 'y'));
});
