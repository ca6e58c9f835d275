import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hidePlace, pastePlace } from '../../src/audit/sessions/insights/changed-window.ts';
import { claim, findSessionInsights } from '../../src/audit/sessions/insights/find-session-insights.ts';
import type { OpenedWindow } from '../../src/audit/sessions/insights/open-windows.ts';
import type { SessionMovement } from '../../src/audit/sessions/insights/session-finding.ts';
import { spreadOver, type WindowEvidence } from '../../src/audit/sessions/insights/window-evidence.ts';
import { suspectWindows } from '../../src/audit/sessions/insights/window-suspect.ts';
import { runSessionAudit } from '../../src/audit/sessions/run-session-audit.ts';
import { openSessionSet } from '../../src/audit/sessions/session-set.ts';
import type { SeriesWindow } from '../../src/core/subject.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { Model } from '../../src/tasks/model.ts';
import { parseRecipe, type SeriesRecipe } from '../../src/tasks/recipe.ts';
import { impulseModel, impulseRecipe, LAYOUTS } from '../support/impulse-model.ts';
import { MemoryJournal } from './memory-journal.ts';
import { memoryTree } from './memory-tree.ts';

const SAMPLES = 48;
const PARTS = 32;
const recipe = parseRecipe(impulseRecipe(LAYOUTS[0])) as SeriesRecipe;

function windowOf(make: (channel: number, at: number) => number): SeriesWindow {
  const samples = [0, 1, 2, 3].map((channel) => Float32Array.from({ length: SAMPLES }, (_, at) => make(channel, at)));
  const values = new Float32Array(4 * SAMPLES);
  return { width: SAMPLES, height: 4, samples, rate: 100, start: 5, end: 5.48, values, sha256: 'a', name: 'a.csv' };
}

test('what is hidden becomes a line between its ends, a whole channel its mean; the model is fed that', () => {
  const spike = windowOf((channel, at) => at + (at === 20 ? 100 * (channel + 1) : 0));
  const hidden = hidePlace(recipe, spike, { from: 18, to: 24, channel: null });
  for (const [channel, values] of hidden.samples.entries()) {
    values.forEach((value, at) => {
      const stray = at >= 18 && at < 24 ? 1 : 0;
      assert.ok(Math.abs(value - at) <= stray, `${channel} ${at}: ${value}`);
    });
    assert.ok(Math.abs(hidden.values[channel * SAMPLES + 20] - 20) < 1);
  }
  assert.equal(spike.samples[0][20], 120, 'the window itself is as it was');
  const level = hidePlace(recipe, spike, { from: 0, to: SAMPLES, channel: 1 });
  const mean = spike.samples[1].reduce((sum, value) => sum + value, 0) / SAMPLES;
  assert.ok(level.samples[1].every((value) => Math.abs(value - mean) < 1e-4));
  assert.deepEqual(level.samples[0], spike.samples[0]);
});

test('what is pasted stands on the level of its new place', () => {
  const donor = windowOf((_, at) => 7 + (at === 20 ? 3 : 0));
  const host = windowOf((_, at) => -2 + 0.1 * at);
  const { samples } = pastePlace(recipe, host, donor, { from: 16, to: 24, channel: 2 });
  assert.ok(Math.abs(samples[2][20] - host.samples[2][20] - 3) < 0.1, `${samples[2][20]}`);
  for (const at of [15, 16, 23, 24]) assert.ok(Math.abs(samples[2][at] - host.samples[2][at]) < 0.1);
  assert.deepEqual(samples[1], host.samples[1]);
});

function evidence(session: string, index: number, changes: Partial<WindowEvidence>): WindowEvidence {
  const weights = new Float32Array(PARTS).fill(1 / PARTS);
  const base = { session, index, start: 5, end: 5.48, answer: 'a', label: 'a', inside: 0.9, chance: 0.4, weights };
  return { ...base, ...changes };
}

/** All of the weight in one part. */
function peakAt(part: number): Float32Array {
  return Float32Array.from({ length: PARTS }, (_, at) => (at === part ? 1 : 0));
}

const sessions = Array.from({ length: 6 }, (_, k) => `${k}.csv`);
const others = sessions.map((session) => evidence(session, 1, { answer: 'b', label: 'b' }));

test('evidence beside the labels is suspected where it is strongest, and its control lies elsewhere', () => {
  const own = sessions.map((session) => evidence(session, 0, { inside: 0.1, weights: peakAt(4) }));
  const found = suspectWindows([...own, ...others], ['x', 'y', 'z', 'w'], 0);
  const beside = found.find(({ kind, label }) => kind === 'beside' && label === 'a');
  assert.ok(beside?.value);
  assert.ok(Math.abs(beside.value.mean - 0.9) < 1e-6);
  assert.equal(beside.hosts.length, 6);
  const window = windowOf(() => 0);
  const opened = (labels: OpenedWindow['labels']): OpenedWindow => ({
    ...{ evidence: own[0], window, labels },
  });
  const label = { start: 5.24, end: 5.48, label: 'a', confidence: null };
  const place = beside.place(opened([label]));
  // Part 4 of 32 are samples 6 to 7.5; the stretch is an eighth of the window.
  assert.ok(place && place.from <= 6 && place.to >= 8 && place.to - place.from === 6, JSON.stringify(place));
  const [control] = beside.controls(opened([label]), place);
  assert.ok(control && (control.from >= place.to || control.to <= place.from) && control.to <= 24);
  assert.equal(beside.place(opened([{ ...label, start: 5 }])), null, 'nothing is left beside it');
  assert.equal(beside.place(opened(null)), null);
  assert.ok(!found.some(({ kind, label: of }) => kind === 'beside' && of === 'b'), 'evidence on the label is none');
  assert.deepEqual(
    found.flatMap(({ label: of, channel }) => (of === 'a' && channel ? [channel] : [])),
    ['x', 'y', 'z', 'w'],
  );
});

test('evidence at one part of the window is suspected where other classes have none', () => {
  const own = sessions.map((session) => evidence(session, 0, { weights: peakAt(30) }));
  const parts = suspectWindows([...own, ...others], [], 0).filter(({ kind }) => kind === 'window-part');
  assert.deepEqual(
    parts.map(({ label }) => label),
    ['a'],
  );
  const [from, to] = parts[0].part ?? [0, 0];
  assert.ok(from <= 30 / PARTS && to >= 31 / PARTS);
  const same = sessions.map((session) => evidence(session, 1, { answer: 'b', label: 'b', weights: peakAt(30) }));
  assert.ok(!suspectWindows([...own, ...same], [], 0).some(({ kind }) => kind === 'window-part'));
});

test('windows are taken from all recordings alike', () => {
  const many = sessions.flatMap((session, k) =>
    Array.from({ length: k === 0 ? 50 : 2 }, (_, index) => evidence(session, index, {})),
  );
  const chosen = spreadOver(many, 12);
  const counts = sessions.map((session) => chosen.filter((one) => one.session === session).length);
  assert.deepEqual(counts, [2, 2, 2, 2, 2, 2]);
  assert.equal(spreadOver(many, 4).length, 4);
  assert.equal(spreadOver(many, 100).length, 60);
});

test('only what moves the answer beyond its control, over five recordings at least, is claimed', () => {
  const own = sessions.map((session) => evidence(session, 0, { inside: 0.1, weights: peakAt(4) }));
  const all = suspectWindows([...own, ...others], ['x', 'y'], 0);
  const beside = all.find(({ kind }) => kind === 'beside') as (typeof all)[number];
  const channel = all.find(({ kind }) => kind === 'channel') as (typeof all)[number];
  const moved = (by: number, beyond = by, recordings = 6): SessionMovement => ({
    ...{ count: 8, recordings, before: by < 0 ? 0.9 : 0.1, after: by < 0 ? 0.9 + by : 0.1 + by, moved: by },
    ...{ control: by - beyond, interval: { low: by - 0.05, high: by + 0.05 } },
    beyond: { low: beyond - 0.05, high: beyond + 0.05 },
  });
  const tested = { hide: moved(-0.6), paste: moved(0.5), places: [] };
  const finding = claim(beside, tested, 0);
  assert.ok(finding && Math.abs(finding.rank - 0.55 * (7 / 8)) < 1e-9, `${finding?.rank}`);
  assert.match(finding.sentence, /90 % of its evidence beside the labelled event\. .* from 90 % to 30 %/);
  assert.equal(claim(beside, { ...tested, hide: moved(-0.6, -0.1), paste: null }, 0), null, 'so does its control');
  assert.equal(claim(beside, { ...tested, hide: moved(-0.6, -0.6, 4), paste: null }, 0), null, 'four recordings');
  assert.ok(claim(channel, tested, 0));
  assert.equal(claim(channel, { ...tested, paste: moved(0.02) }, 0), null, 'it goes without it, but comes not with it');
});

test('what always lies at one part of the window, beside what is labelled, is found by asking the model again', async () => {
  runtimeSettings.threads = 1;
  const layout = LAYOUTS[0];
  const files: Record<string, string> = {};
  for (let k = 0; k < 16; k++) {
    // Half of the recordings have the impulse, always at the same step; what their labels name happens later.
    const isImpulse = k % 2 === 0;
    const rows = Array.from({ length: SAMPLES }, (_, at) => {
      const values = [0, 1, 2, 3].map(
        (c) => 0.2 * Math.sin(0.7 * at + c + k) + (isImpulse && c === 2 && at === 6 ? 5 : 0),
      );
      return [at / 100, ...values].join(',');
    });
    files[`${k}.csv`] = `time,a,b,c,d\n${rows.join('\n')}\n`;
    files[`${k}.labels.csv`] = `start,end,label\n0.3,0.4,${isImpulse ? 'impulse' : 'nothing'}\n`;
  }
  const recipeFile = impulseRecipe(layout);
  await using model = await Model.load(impulseModel(layout), { recipe: recipeFile, backend: 'wasm' });
  const data = await openSessionSet(memoryTree(files), { rate: 100 });
  const options = { explain: { method: 'occlusion' } };
  const journal = await runSessionAudit([model], data, new MemoryJournal(), options).result();
  const findings = await findSessionInsights([model], data, journal).result();
  const found = (kind: string) => findings.filter((one) => one.kind === kind && one.label === 'impulse');
  const [part] = found('window-part');
  assert.ok(part?.part && part.paste, JSON.stringify(findings.map(({ sentence }) => sentence)));
  assert.ok(part.part[0] <= 6.5 / SAMPLES && part.part[1] >= 6.5 / SAMPLES, `${part.part}`);
  assert.ok(part.paste.after - part.paste.before > 0.3, part.sentence);
  assert.equal(found('beside').length, 1);
  assert.deepEqual(
    found('channel').map(({ channel }) => channel),
    ['c'],
  );
  assert.ok(!findings.some(({ label, kind }) => label === 'nothing' && kind !== 'channel'), JSON.stringify(findings));
});
