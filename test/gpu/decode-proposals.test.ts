import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoxCoding, DenseProposals, LabelledProposals } from '../../src/core/proposals.ts';
import { decodeLabelled, decodeProposals } from '../../src/gpu/reference/decode-proposals.ts';
import { ProposalReader } from '../../src/gpu/reference/proposal-reader.ts';
import { INPUT, inventDetector } from './detector-data.ts';

function oneProposal(raw: number[], change: Partial<DenseProposals>): DenseProposals {
  const view = (offset: number) => ({ output: 'raw', offset, row: raw.length, column: 1 });
  return {
    kind: 'dense',
    count: 1,
    classes: 2,
    boxes: view(0),
    coding: 'xyxy',
    boxScale: [1, 1],
    priors: null,
    scores: view(4),
    scoreActivation: 'none',
    objectness: null,
    objectnessActivation: 'none',
    scorePowers: [1, 1],
    masks: null,
    batchStride: { raw: raw.length },
    ...change,
  };
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

// Worked out by hand from the table in core/proposals.ts; prior = (20, 10, 8, 4).
const BOXES: [BoxCoding, raw: number[], box: number[]][] = [
  ['xyxy', [1, 2, 3, 4], [2, 6, 6, 12]],
  ['cxcywh', [5, 4, 2, 2], [8, 9, 12, 15]],
  ['yolox', [0.5, -0.5, Math.log(2), 0], [24 - 8, 8 - 2, 24 + 8, 8 + 2]],
  [
    'fastestdet',
    [0.5, 0, 0, 1],
    [20 + Math.tanh(0.5) * 8 - 0.5, 10 - sigmoid(1) * 1.5, 20 + Math.tanh(0.5) * 8 + 0.5, 10 + sigmoid(1) * 1.5],
  ],
  ['ssd-corner', [0.5, 0.25, -0.5, 1], [24, 11, 24, 18]],
  ['ssd-centre', [5, 10, 5 * Math.log(2), 0], [24 - 8, 14 - 2, 24 + 8, 14 + 2]],
];

for (const [coding, raw, box] of BOXES) {
  test(`boxes coded ${coding} are decoded as the table says`, () => {
    const data = Float32Array.from([...raw, 0.25, 0.75]);
    const layout = oneProposal([...data], { coding, boxScale: [2, 3], priors: Float32Array.of(20, 10, 8, 4) });
    const decoded = decodeProposals({ raw: data }, 0, layout);
    // float32 carries about seven digits.
    for (let k = 0; k < 4; k++) assert.ok(Math.abs(decoded.boxes[k] - box[k]) < 1e-5, `${k}: ${decoded.boxes[k]}`);
    assert.equal(decoded.objectness[0], 0.75);
    assert.equal(decoded.ownObjectness, false);
  });
}

test('activations: sigmoid scores, softmax scores, sigmoid objectness', () => {
  const raw = Float32Array.of(0, 0, 1, 1, 0.5, -1, 2);
  const both = { objectness: { output: 'raw', offset: 6, row: 7, column: 1 } };
  const one = decodeProposals(
    { raw },
    0,
    oneProposal([...raw], { ...both, scoreActivation: 'sigmoid', objectnessActivation: 'sigmoid' }),
  );
  assert.ok(Math.abs(one.classScores[0] - sigmoid(0.5)) < 1e-6);
  assert.ok(Math.abs(one.objectness[0] - sigmoid(2)) < 1e-6);
  assert.equal(one.ownObjectness, true);
  const two = decodeProposals({ raw }, 0, oneProposal([...raw], { ...both, scoreActivation: 'softmax' }));
  assert.ok(Math.abs(two.classScores[1] - sigmoid(-1.5)) < 1e-6);
  assert.equal(two.objectness[0], 2);
  // The column right behind the two classes is the background: 2 of e^.5, e^-1 and e^2.
  const three = oneProposal([...raw], { scoreActivation: 'softmax', background: 2 });
  const total = Math.exp(0.5) + Math.exp(-1) + Math.exp(2);
  const { classScores, objectness } = decodeProposals({ raw }, 0, three);
  assert.ok(Math.abs(classScores[0] - Math.exp(0.5) / total) < 1e-6);
  assert.ok(Math.abs(classScores[1] - Math.exp(-1) / total) < 1e-6);
  assert.equal(objectness[0], classScores[0]);
});

test('a later picture of a batch, coefficients, and memory used again', () => {
  const prototypes = { count: 3, width: 4, height: 4 };
  const { layout, outputs } = inventDetector({ count: 7, classes: 5, prototypes }, 3, 1);
  const whole = decodeProposals(outputs, 2, layout);
  const alone = decodeProposals({ raw: outputs.raw.slice(2 * layout.batchStride.raw) }, 0, layout, whole);
  assert.equal(alone, whole);
  assert.equal(alone.coefficients?.length, 21);
  assert.equal(whole.coefficients?.[4], outputs.raw[2 * layout.batchStride.raw + (9 + 1) * 7 + 1]);
});

for (const activation of ['none', 'sigmoid', 'softmax'] as const) {
  for (const columns of [true, false]) {
    for (const ownObjectness of [true, false]) {
      const background = ownObjectness ? undefined : columns ? 'first' : 'last';
      test(`the reader sees what decoding gives: ${activation}, columns ${columns}, own ${ownObjectness}`, () => {
        const shape = { count: 61, classes: 7, activation, columns, ownObjectness, background } as const;
        const { layout, outputs } = inventDetector(shape, 2, 5);
        const decoded = decodeProposals(outputs, 1, layout);
        const reader = new ProposalReader(layout, INPUT);
        reader.read(outputs, 1);
        // Some before all at once, as the maximum is looked for; they must be the same.
        const early = [3, 60].map((p) => [reader.topClass(p), reader.topScore(p)]);
        reader.objectnesses();
        assert.deepEqual(
          [3, 60].map((p) => [reader.topClass(p), reader.topScore(p)]),
          early,
        );
        for (let p = 0; p < 61; p++) {
          const from = reader.vectors.find(p);
          const vector = reader.vectors.data.slice(from, from + 7);
          assert.deepEqual(vector, decoded.classScores.slice(p * 7, p * 7 + 7));
          assert.ok(Math.abs(reader.vectors.squares(p) - vector.reduce((sum, v) => sum + v * v, 0)) < 1e-12);
          const best = Math.max(...vector);
          assert.ok(Math.abs(reader.topScore(p) - best) < 1e-6);
          assert.equal(vector[reader.topClass(p)], best);
          assert.ok(Math.abs(reader.objectness(p) - decoded.objectness[p]) < 1e-6);
        }
      });
    }
  }
}

test('outputs that are not numbers or not there are refused', () => {
  const raw = Float32Array.of(0, Number.NaN, 1, 1, 0.5, 0.5);
  const layout = oneProposal([...raw], {});
  assert.throws(() => decodeProposals({ raw }, 0, layout), { code: 'model-output' });
  assert.throws(() => decodeProposals({ other: raw }, 0, layout), { code: 'model-output', message: /outputs: other/ });
  assert.throws(() => decodeProposals({ raw: raw.fill(0) }, 0, { ...layout, coding: 'yolox' }), {
    code: 'recipe-invalid',
  });
  const reader = new ProposalReader(layout, INPUT);
  const read = () => {
    reader.read({ raw: Float32Array.of(0, 0, 1, 1, Number.NaN, Number.NaN) }, 0);
    return reader.score(0);
  };
  assert.throws(read, { code: 'model-output' });
});

test('one score of one class that is no number is refused, however scores lie; a logit may say never', () => {
  const count = 37;
  for (const classes of [1, 3, 6, 11]) {
    for (const [row, column] of [
      [1, count],
      [classes, 1],
    ]) {
      for (const scoreActivation of ['none', 'sigmoid', 'softmax'] as const) {
        const layout: DenseProposals = {
          ...oneProposal([], {}),
          count,
          classes,
          boxes: { output: 'boxes', offset: 0, row: 4, column: 1 },
          scores: { output: 'scores', offset: 0, row, column },
          scoreActivation,
          batchStride: { boxes: count * 4, scores: count * classes },
        };
        const read = (bad: number) => {
          const scores = new Float32Array(count * classes).fill(0.5);
          scores[Math.floor(scores.length / 3)] = bad;
          const reader = new ProposalReader(layout, INPUT);
          reader.read({ boxes: new Float32Array(count * 4), scores }, 0);
          return reader.objectnesses();
        };
        for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
          assert.throws(() => read(bad), { code: 'model-output' });
        const never = () => read(Number.NEGATIVE_INFINITY);
        if (scoreActivation === 'none' || classes === 1) assert.throws(never, { code: 'model-output' });
        else assert.ok(never().values.every((value) => value > 0));
      }
    }
  }
});

const LABELLED: LabelledProposals = {
  kind: 'labelled',
  classes: 3,
  boxes: { output: 'b', offset: 0, row: 4, coding: 'cxcywh' },
  boxScale: [10, 20],
  scores: { output: 's', offset: 0, row: 1 },
  labels: { output: 'l', offset: 0, row: 1, first: 1 },
};

test('detections after NMS become one-hot proposals; rows of no class are left out', () => {
  const proposals = decodeLabelled(
    {
      b: { type: 'float32', dims: [1, 3, 4], data: Float32Array.of(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 2, 2) },
      s: { type: 'float32', dims: [1, 3], data: Float32Array.of(0.5, 0.25, 0.125) },
      l: { type: 'int64', dims: [1, 3], data: BigInt64Array.of(2n, 0n, 3n) },
    },
    LABELLED,
  );
  assert.equal(proposals.count, 2);
  assert.deepEqual([...proposals.boxes], [5, 10, 15, 30, 20, 40, 40, 80]);
  assert.deepEqual([...proposals.classScores], [0, 1, 0, 0, 0, 1]);
  assert.deepEqual([...proposals.objectness], [0.5, 0.125]);
});

test('one tensor holds corners, score and class of each row', () => {
  const row = { output: 'd', row: 6 };
  const layout: LabelledProposals = {
    ...LABELLED,
    boxes: { ...row, offset: 0, coding: 'xyxy' },
    scores: { ...row, offset: 4 },
    labels: { ...row, offset: 5, first: 0 },
  };
  const data = Float32Array.of(1, 2, 3, 4, 0.5, 2, 0, 0, 0, 0, 0, 9);
  const proposals = decodeLabelled({ d: { type: 'float32', dims: [1, 2, 6], data } }, layout);
  assert.deepEqual([...proposals.boxes], [10, 40, 30, 80]);
  assert.deepEqual([...proposals.classScores], [0, 0, 1]);
  assert.deepEqual([...proposals.objectness], [0.5]);
});

test('zero rows give zero proposals, unequal rows are refused', () => {
  const none = { type: 'float32', dims: [0], data: new Float32Array(0) } as const;
  assert.equal(decodeLabelled({ b: none, s: none, l: none }, LABELLED).count, 0);
  const one = { type: 'float32', dims: [1], data: new Float32Array(1) } as const;
  assert.throws(() => decodeLabelled({ b: none, s: one, l: one }, LABELLED), { code: 'model-output' });
});
