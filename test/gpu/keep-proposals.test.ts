import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Proposals } from '../../src/core/proposals.ts';
import { decodeProposals } from '../../src/gpu/reference/decode-proposals.ts';
import {
  KEPT_PROPOSALS,
  packProposals,
  SPARSE_CLASSES,
  unpackProposals,
  wordsPerMask,
} from '../../src/gpu/reference/keep-proposals.ts';
import { prepareTargets } from '../../src/gpu/reference/prepare-targets.ts';
import { ProposalReader } from '../../src/gpu/reference/proposal-reader.ts';
import { scoreProposals } from '../../src/gpu/reference/score-proposals.ts';
import { DEFAULT_SIMILARITY } from '../../src/gpu/reference/similarity.ts';
import { INPUT, inventDetector, inventTargets } from './detector-data.ts';

test('a mask never takes more than 4 kB, whatever the number of classes', () => {
  for (const classes of [1, 2, 3, 4, 20, 80, 91, 115, 116, 117, 365, 1203, 65535]) {
    assert.ok(wordsPerMask(classes) * 4 <= 4096, `${classes} classes`);
  }
  assert.equal(wordsPerMask(80) * 4, 2944);
});

/** Boxes of 10 x 10 pixels apart from each other unless placed, with one class unless given. */
function proposalsOf(rows: { x: number; score: number; own?: number; vector?: number[] }[]): Proposals {
  const classes = rows[0].vector?.length ?? 1;
  return {
    count: rows.length,
    classes,
    boxes: Float32Array.from(rows.flatMap(({ x }) => [x, 5, x + 10, 15])),
    objectness: Float32Array.from(rows.map(({ own, score }) => own ?? score)),
    ownObjectness: rows[0].own !== undefined,
    classScores: Float32Array.from(rows.flatMap(({ vector, score }) => vector ?? [score])),
    coefficients: null,
  };
}

function keep(proposals: Proposals, width = 1000): Proposals {
  const input = { width, height: 100 };
  const reader = new ProposalReader(null, input);
  reader.readDecoded(proposals);
  const words = new Uint32Array(wordsPerMask(proposals.classes) + 2).fill(0xabcdef01);
  packProposals(reader, words, 1);
  assert.equal(words[0], 0xabcdef01);
  assert.equal(words[words.length - 1], 0xabcdef01);
  return unpackProposals(words, 1, { ...proposals, input });
}

const lefts = (kept: Proposals) => Array.from({ length: kept.count }, (_, p) => Math.round(kept.boxes[p * 4]));

test('greedy by score, overlaps above .6 left out, scores below .005 left out, ties to the lowest number', () => {
  const kept = keep(
    proposalsOf([
      { x: 200, score: 0.5 },
      { x: 101, score: 0.6 }, // IoU 9/11 with the better one at 100
      { x: 100, score: 0.9 },
      { x: 103, score: 0.7 }, // IoU 7/13 = .54: kept
      { x: 300, score: 0.0049 },
      { x: 400, score: 0.0051 },
      { x: 500, score: 0.5 },
    ]),
  );
  assert.deepEqual(lefts(kept), [100, 103, 200, 500, 400]);
  assert.ok(Math.abs(kept.objectness[4] - 0.0051) < 1 / 65535);
});

test('own objectness decides, as it does in the similarity', () => {
  const kept = keep(
    proposalsOf([
      { x: 50, own: 0.5, score: 0, vector: [0.9, 0.3] },
      { x: 0, own: 0.9, score: 0, vector: [0.1, 0.2] },
      { x: 90, own: 0.004, score: 0, vector: [1, 1] },
      { x: 20, own: 0.4, score: 0, vector: [0, 0] },
    ]),
  );
  assert.deepEqual(lefts(kept), [0, 50, 20]);
  assert.ok(kept.ownObjectness);
  assert.ok(Math.abs(kept.objectness[1] - 0.5) < 1 / 65535);
  // The best class in 16 bits, the others in 255 steps of it.
  assert.ok(Math.abs(kept.classScores[2] - 0.9) < 1 / 65535);
  assert.ok(Math.abs(kept.classScores[3] - 0.3) < 0.9 / 510 + 1e-5);
  assert.deepEqual([...kept.classScores.subarray(4, 6)], [0, 0]);
});

test('a proposal of another class is kept beside a better one in the same place', () => {
  const kept = keep(
    proposalsOf([
      { x: 100, score: 0.9, vector: [0.9, 0.1] },
      { x: 101, score: 0.8, vector: [0.8, 0.2] },
      { x: 100, score: 0.4, vector: [0.3, 0.4] },
    ]),
  );
  assert.deepEqual(lefts(kept), [100, 100]);
  assert.ok(Math.abs(kept.classScores[3] - 0.4) < 1 / 65535);
});

test('no more than 32 are kept, none of none', () => {
  const many = proposalsOf(Array.from({ length: 40 }, (_, i) => ({ x: i * 20, score: 0.1 + i / 100 })));
  assert.equal(keep(many).count, KEPT_PROPOSALS);
  assert.equal(lefts(keep(many))[0], 39 * 20);
  assert.equal(keep({ ...many, count: 0 }).count, 0);
});

test('boxes are cut at the border of the input and otherwise kept within a pixel / 64', () => {
  const kept = keep(
    proposalsOf([
      { x: -4, score: 0.9 },
      { x: 33.3, score: 0.8 },
    ]),
    640,
  );
  assert.equal(kept.boxes[0], 0);
  assert.ok(Math.abs(kept.boxes[2] - 6) < 1 / 64);
  assert.ok(Math.abs(kept.boxes[4] - 33.3) < 1 / 64);
});

test('with many classes the best ones are kept', () => {
  const vector = Array.from({ length: 300 }, (_, c) => ((c * 7919) % 300) / 300);
  const kept = keep(proposalsOf([{ x: 0, score: 0, vector }]));
  const order = vector.map((_, c) => c).sort((a, b) => vector[b] - vector[a]);
  order.forEach((c, rank) => {
    const expected = rank < SPARSE_CLASSES ? vector[c] : 0;
    assert.ok(Math.abs(kept.classScores[c] - expected) < 2 / 65535, `class ${c}`);
  });
});

/** The rows of `from` whose boxes are the kept ones, their scores unrounded. */
function rowsKept(kept: Proposals, from: Proposals): Proposals {
  const rows = Array.from({ length: kept.count }, (_, k) => {
    for (let p = 0; p < from.count; p++) {
      const apart = [0, 1, 2, 3].map((j) => {
        const limit = j % 2 === 0 ? INPUT.width : INPUT.height;
        return Math.abs(kept.boxes[k * 4 + j] - Math.min(limit, Math.max(0, from.boxes[p * 4 + j])));
      });
      if (Math.max(...apart) < 1 / 64) return p;
    }
    throw new Error(`kept box ${k} is none of the picture's`);
  });
  const { classes } = from;
  const pick = (values: Float32Array, width: number) =>
    Float32Array.from(rows.flatMap((p) => [...values.subarray(p * width, (p + 1) * width)]));
  return {
    ...from,
    count: kept.count,
    boxes: kept.boxes,
    objectness: pick(from.objectness, 1),
    classScores: pick(from.classScores, classes),
  };
}

for (const ownObjectness of [false, true]) {
  test(`a target scored from the store meets the kept proposals almost unrounded, own objectness ${ownObjectness}`, () => {
    const { layout, outputs } = inventDetector({ count: 500, classes: 80, ownObjectness, coding: 'yolox' }, 4, 23);
    const targets = prepareTargets(inventTargets(3, 80, 4), 80, null);
    const reader = new ProposalReader(layout, INPUT);
    const words = new Uint32Array(wordsPerMask(80));
    const exact = new Float32Array(3);
    const stored = new Float32Array(3);
    let into: Proposals | undefined;
    for (let n = 0; n < 4; n++) {
      reader.read(outputs, n);
      packProposals(reader, words);
      into = unpackProposals(words, 0, { classes: 80, ownObjectness, input: INPUT }, into);
      assert.equal(into.count, KEPT_PROPOSALS);
      scoreProposals(into, targets, DEFAULT_SIMILARITY, stored);
      scoreProposals(rowsKept(into, decodeProposals(outputs, n, layout)), targets, DEFAULT_SIMILARITY, exact);
      for (let t = 0; t < 3; t++) {
        assert.ok(exact[t] > 0.01);
        // The boxes are the same; class vectors are off by 1/510 of their best entry.
        assert.ok(Math.abs(stored[t] - exact[t]) < 0.004, `${stored[t]} for ${exact[t]}`);
      }
    }
  });
}
