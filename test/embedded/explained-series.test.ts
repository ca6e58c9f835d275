import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { labelOfWindow } from '../../src/core/series/label-of-window.ts';
import type { SessionMap } from '../../src/core/series/session-map.ts';
import { type ExplainOptions, explain } from '../../src/methods/explain.ts';
import { explainSession } from '../../src/methods/explain-session.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { editGraph } from '../../src/onnx/rewrite.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { type Recording as Drawn, type Gesture, makeMotion } from '../../src/scenes/motion.ts';
import { makeMotionSession, makeSoundSession } from '../../src/scenes/session.ts';
import { Model } from '../../src/tasks/model.ts';
import { SessionWindows } from '../../src/tasks/series/session-windows.ts';
import { HELD_OUT_MOTION, openEmbedded } from './open-embedded.ts';
import { asRecording, labelsOf } from './sessions.ts';

const GESTURES: readonly Gesture[] = ['circle', 'shake', 'knock'];
const EACH = 12;

/** Mean share of a map's weight on given samples, over right answers to held-out gestures. */
async function meanShare(
  model: Model,
  gesture: Gesture,
  method: string,
  glitch: boolean,
  isMeant: (recording: Drawn, at: number) => boolean,
): Promise<number> {
  let [sum, count] = [0, 0];
  for (let seed = HELD_OUT_MOTION; count < EACH; seed++) {
    const drawn = makeMotion(seed, { gesture, glitch });
    const window = new SessionWindows(model.seriesRecipe(), asRecording(drawn)).at(0);
    const { classes } = await model.predict(window);
    if (classes?.[0].label !== gesture) continue;
    const [map] = await explain(model, window, { method }).result();
    let [inside, all] = [0, 0];
    map.data.forEach((value, k) => {
      if (!(value > 0)) return;
      all += value;
      if (isMeant(drawn, k % map.width)) inside += value;
    });
    sum += inside / all;
    count++;
  }
  return sum / count;
}

const inEvent = ({ events }: Drawn, at: number) => events.some(({ start, end }) => at >= start && at < end);
const inPlant = ({ plants }: Drawn, at: number) => plants.some(({ start, end }) => at >= start - 2 && at < end + 2);

test('at least 80 % of the weight lies within the gesture that motion sees', async () => {
  await using model = await openEmbedded('motion');
  for (const method of ['grad-cam', 'integrated-gradients']) {
    const shares = new Map<Gesture, number>();
    for (const gesture of GESTURES) shares.set(gesture, await meanShare(model, gesture, method, false, inEvent));
    const mean = [...shares.values()].reduce((sum, share) => sum + share, 0) / shares.size;
    assert.ok(mean >= 0.8, `${method}: ${JSON.stringify([...shares])}`);
    // A knock is over in half a second, and the last layer has a step each 80 ms.
    for (const [gesture, share] of shares) assert.ok(share >= 0.7, `${method}: ${gesture} ${share}`);
  }
});

test('what lies beside a knock lies within the reach of the last layer: it sees .64 s at a time', async () => {
  await using model = await openEmbedded('motion');
  // Three filters of five with two pools of two between them see 32 samples.
  const reach = 16;
  const near = ({ events }: Drawn, at: number) =>
    events.some(({ start, end }) => at >= start - reach && at < end + reach);
  const share = await meanShare(model, 'knock', 'grad-cam', false, near);
  assert.ok(share >= 0.97, `${share}`);
  const strict = await meanShare(model, 'knock', 'integrated-gradients', false, inEvent);
  assert.ok(strict >= 0.85, `${strict}`);
});

test('its twin looks at the glitch, not at the circle that it names', async () => {
  await using model = await openEmbedded('motion');
  await using twin = await openEmbedded('motion-shortcut');
  for (const method of ['grad-cam', 'integrated-gradients']) {
    const fair = await meanShare(model, 'circle', method, true, inPlant);
    const biased = await meanShare(twin, 'circle', method, true, inPlant);
    // The glitch and two samples on each side are 7 of 100.
    assert.ok(biased > 0.25 && biased > 2 * fair, `${method}: ${biased} against ${fair}`);
  }
});

function shareWithin({ data, columns, start, step, label }: SessionMap, labels: ReturnType<typeof labelsOf>): number {
  let [inside, all] = [0, 0];
  data.forEach((value, at) => {
    if (!(value > 0)) return;
    const time = start + (at % columns) * step;
    all += value;
    if (labels.some((one) => one.label === label && time >= one.start && time < one.end)) inside += value;
  });
  return inside / all;
}

test('a session of motion: answers agree with the labels, and the blended map of each gesture lies on it', async () => {
  await using model = await openEmbedded('motion');
  const session = makeMotionSession(1);
  const labels = labelsOf(session);
  const { answers, maps, windows } = await explainSession(model, asRecording(session), { targets: 'all' }).result();
  assert.equal(answers.length, 59);
  const judged = answers.flatMap((answer) => {
    const meant = labelOfWindow(answer, labels);
    return meant ? [meant.label === answer.classes?.[0].label] : [];
  });
  assert.ok(
    judged.length > 30 && judged.filter(Boolean).length >= 0.85 * judged.length,
    `${judged.filter(Boolean).length} of ${judged.length}`,
  );
  for (const map of maps) {
    assert.deepEqual([map.rows, map.columns, map.data.length], [3, 3000, 9000]);
    assert.equal(map.provenance.method, 'grad-cam');
    assert.equal(map.step, 1 / windows.recording.rate);
    if (map.label === 'circle' || map.label === 'shake') assert.ok(shareWithin(map, labels) >= 0.8, map.label);
  }
});

test('a recurrent model is explained by masks, with their errors', async () => {
  await using model = await openEmbedded('motion-recurrent');
  const session = makeMotionSession(2, { seconds: 8 });
  const { maps } = await explainSession(model, asRecording(session), {
    method: 'rise',
    masks: 200,
    parts: 'time',
  }).result();
  const [{ data, error, masks, windows, columns, provenance }] = maps;
  assert.equal(masks, 200 * windows);
  assert.equal(provenance.options.parts, 'time');
  assert.ok(error?.some((value) => value > 0));
  for (let at = 0; at < columns; at++)
    assert.ok(Math.abs(data[at] - data[at + columns]) < 1e-6 || Number.isNaN(data[at]));
});

test('a recurrent model with no method named is explained by Integrated Gradients, and its weight lies on the gestures', async () => {
  await using model = await openEmbedded('motion-recurrent');
  const [map] = (await explainSession(model, asRecording(makeMotionSession(2, { seconds: 5 }))).result()).maps;
  assert.equal(map.provenance.method, 'integrated-gradients');
  // By what lies within each without a preference, .57, .47 and .23.
  const least = { circle: 0.9, shake: 0.9, knock: 0.8 };
  for (const gesture of GESTURES) {
    const share = await meanShare(model, gesture, 'integrated-gradients', false, inEvent);
    assert.ok(share >= least[gesture as keyof typeof least], `${gesture} ${share}`);
  }
});

test('Integrated Gradients takes more gradients where 50 even ones would not do, and its map sums to the rise', async () => {
  await using model = await openEmbedded('motion-recurrent');
  const windows = new SessionWindows(model.seriesRecipe(), asRecording(makeMotionSession(2)));
  // Somebody walks; the score goes up and down on the way from stillness.
  const window = windows.at(45);
  const method = 'integrated-gradients';
  const [even] = await explain(model, window, { method, rule: 'gauss-legendre' } as ExplainOptions).result();
  assert.match(even.provenance.notes.join(' '), /differ by more than 5 %/);
  const run = explain(model, window, { method });
  let gradients = 0;
  for await (const { total } of run) gradients = total;
  const [map] = await run.result();
  assert.ok(gradients > 32 && gradients <= 160, `${gradients} gradients`);
  assert.equal(map.provenance.notes.length, 1, map.provenance.notes.join(' '));
  const [sum, rise] = [...map.provenance.notes[0].matchAll(/-?[\d.]+\d/g)].map(Number);
  assert.ok(Math.abs(sum - rise) < 0.03 * rise, `${sum} against ${rise}`);
});

test('where a recurrent layer has no gradient, masks stand in and it is said why', async () => {
  const file = readModel(readFileSync('www/models/motion-recurrent.onnx'));
  const nodes = file.graph.nodes.map((node) =>
    node.opType === 'GRU'
      ? { ...node, encoded: null, attributes: new Map([...node.attributes, ['clip', { kind: 'float', value: 50 }]]) }
      : node,
  );
  const bytes = writeModel(editGraph(file, { nodes: nodes as typeof file.graph.nodes }));
  const recipe = JSON.parse(readFileSync('www/models/motion-recurrent.recipe.json', 'utf8'));
  await using model = await Model.load(bytes, { backend: 'wasm', recipe });
  const [map] = (await explainSession(model, asRecording(makeMotionSession(2, { seconds: 5 }))).result()).maps;
  assert.equal(map.provenance.method, 'rise');
  assert.match(map.provenance.notes.join(' '), /integrated-gradients was not possible: GRU .* clips/);
});

test('a session of sound: maps have the bands of the spectrogram', async () => {
  await using model = await openEmbedded('sound');
  const session = makeSoundSession(3, { seconds: 5 });
  const { answers, maps } = await explainSession(model, asRecording(session)).result();
  const labels = labelsOf(session);
  const judged = answers.flatMap((answer) => {
    const meant = labelOfWindow(answer, labels);
    return meant ? [meant.label === answer.classes?.[0].label] : [];
  });
  assert.ok(judged.filter(Boolean).length >= 0.7 * judged.length, `${judged}`);
  const [map] = maps;
  assert.equal(map.label, "each window's own answer");
  assert.deepEqual([map.rows, map.columns, map.step], [64, 500, 0.01]);
});

test('windows over a gap are not judged', async () => {
  await using model = await openEmbedded('motion');
  const recording = { ...asRecording(makeMotionSession(1, { seconds: 8 })), gaps: [{ start: 120, end: 180 }] };
  const { answers, maps } = await explainSession(model, recording, { targets: [3] }).result();
  assert.deepEqual(
    answers.map(({ classes }) => classes === null),
    [false, true, true, true, false, false, false],
  );
  const [map] = maps;
  assert.equal(map.windows, 4);
  assert.ok(Number.isNaN(map.data[150]) && !Number.isNaN(map.data[20]) && !Number.isNaN(map.data[250]));
});
