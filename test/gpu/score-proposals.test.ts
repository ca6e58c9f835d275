import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DenseProposals, Proposals } from '../../src/core/proposals.ts';
import { decodeProposals } from '../../src/gpu/reference/decode-proposals.ts';
import { type PreparedTarget, prepareTargets } from '../../src/gpu/reference/prepare-targets.ts';
import { ProposalReader } from '../../src/gpu/reference/proposal-reader.ts';
import { MASK_CANDIDATES } from '../../src/gpu/reference/score-masks.ts';
import { scoreProposals } from '../../src/gpu/reference/score-proposals.ts';
import { DEFAULT_SIMILARITY, type SimilarityOptions } from '../../src/gpu/reference/similarity.ts';
import { INPUT, inventDetector, inventTargets } from './detector-data.ts';

function iou(a: ArrayLike<number>, b: ArrayLike<number>, offset: number): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]) + offset);
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]) + offset);
  const area = (c: ArrayLike<number>) => (c[2] - c[0] + offset) * (c[3] - c[1] + offset);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** The definition, every proposal of every target, nothing skipped. */
function plainScore(proposals: Proposals, target: PreparedTarget, options: SimilarityOptions): number {
  const { classes } = proposals;
  const expand = (vector: number[], score: number) => {
    const top = vector.indexOf(Math.max(...vector));
    return [...vector.map((_, c) => (c === top ? score : (1 - score) / classes)), (1 - score) / classes];
  };
  let best = 0;
  for (let p = 0; p < proposals.count; p++) {
    const vector = [...proposals.classScores.slice(p * classes, (p + 1) * classes)];
    const top = Math.max(...vector);
    const score = proposals.ownObjectness ? proposals.objectness[p] * top : top;
    const rules = {
      auto: proposals.objectness[p],
      own: proposals.ownObjectness ? proposals.objectness[p] : 1,
      score,
      none: 1,
    };
    let alike = 1;
    if (target.classVector && options.classes === 'same-label') {
      alike = vector.indexOf(top) === target.topClass ? 1 : 0;
    } else if (target.classVector && options.classes === 'cosine') {
      const a = options.expandTop1 ? expand(vector, score) : vector;
      const own = [...target.classVector];
      const b = options.expandTop1 ? expand(own, Math.max(...own)) : own;
      const dot = (u: number[], v: number[]) => u.reduce((sum, value, c) => sum + value * v[c], 0);
      alike = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }
    best = Math.max(
      best,
      iou(proposals.boxes.subarray(p * 4), target.box, options.iouPixelOffset) * alike * rules[options.objectness],
    );
  }
  return best;
}

const OPTIONS: SimilarityOptions[] = [
  DEFAULT_SIMILARITY,
  { objectness: 'own', classes: 'cosine', iouPixelOffset: 0 },
  { objectness: 'score', classes: 'same-label', iouPixelOffset: 0 },
  { objectness: 'none', classes: 'cosine', iouPixelOffset: 0, expandTop1: true },
  { objectness: 'auto', classes: 'cosine', iouPixelOffset: 1 },
  { objectness: 'none', classes: 'ignore', iouPixelOffset: 0 },
];

for (const ownObjectness of [false, true]) {
  // Few targets look at all proposals, many at those near them.
  for (const count of [5, 30]) {
    for (const options of OPTIONS) {
      test(`scores are the definition's, own objectness ${ownObjectness}, ${count} targets, ${JSON.stringify(options)}`, () => {
        const { layout, outputs } = inventDetector(
          { count: 211, classes: 9, ownObjectness, activation: 'sigmoid' },
          3,
          7,
        );
        const targets = prepareTargets(inventTargets(count, 9, 3), 9, null);
        const reader = new ProposalReader(layout, INPUT);
        const out = new Float32Array(3 * count + 1).fill(-7);
        for (let n = 0; n < 3; n++) {
          reader.read(outputs, n);
          scoreProposals(reader, targets, options, out, n * count);
        }
        for (let n = 0; n < 3; n++) {
          const decoded = decodeProposals(outputs, n, layout);
          const again = new Float32Array(count);
          scoreProposals(decoded, targets, options, again);
          targets.forEach((target, t) => {
            const expected = plainScore(decoded, target, options);
            assert.ok(expected > 0.01, 'the case must have something to find');
            // Decoded scores are rounded to float32, raw ones are not.
            assert.ok(Math.abs(out[n * count + t] - expected) < 1e-6, `${out[n * count + t]} for ${expected}`);
            assert.ok(Math.abs(again[t] - expected) < 1e-6);
          });
        }
        assert.equal(out[3 * count], -7);
      });
    }
  }
}

test('many targets: those far from all proposals score 0, those beside the input have theirs', () => {
  const box = (x: number) => [x, 10, x + 20, 30] as [number, number, number, number];
  const places = [-60, 0, 40, 80, 120, 160, 200, 400];
  const targets = prepareTargets(
    places.map((x) => ({ box: box(x), classVector: null, mask: null })),
    1,
    null,
  );
  const boxes = Float32Array.of(...box(-55), ...box(80), ...box(405), ...box(500));
  const objectness = Float32Array.of(0.5, 0.25, 1, 0.9);
  const classScores = Float32Array.of(1, 1, 1, 1);
  const reader = new ProposalReader(null, INPUT);
  reader.readDecoded({ count: 4, classes: 1, boxes, objectness, ownObjectness: true, classScores, coefficients: null });
  const out = new Float32Array(places.length);
  scoreProposals(reader, targets, DEFAULT_SIMILARITY, out);
  const near = (15 * 20) / (2 * 20 * 20 - 15 * 20);
  const expected = [0.5 * near, 0, 0, 0.25, 0, 0, 0, near];
  out.forEach((score, t) => {
    assert.ok(Math.abs(score - expected[t]) < 1e-6, `${score} for ${expected[t]}`);
  });
});

test('no proposals, and no proposal near the target, score 0', () => {
  const targets = prepareTargets(inventTargets(1, 2, 3), 2, null);
  const out = Float32Array.of(9, 9);
  const empty: Proposals = {
    count: 0,
    classes: 2,
    boxes: new Float32Array(0),
    objectness: new Float32Array(0),
    ownObjectness: true,
    classScores: new Float32Array(0),
    coefficients: null,
  };
  scoreProposals(empty, targets, DEFAULT_SIMILARITY, out, 1);
  assert.deepEqual([...out], [9, 0]);
  const far = { ...empty, count: 1, boxes: Float32Array.of(0, 0, 5, 5), objectness: Float32Array.of(1) };
  scoreProposals({ ...far, classScores: Float32Array.of(1, 1) }, targets, DEFAULT_SIMILARITY, out, 1);
  assert.deepEqual([...out], [9, 0]);
});

/** Mask similarity by the definition: every candidate's mask drawn in full. */
function plainMaskScore(
  outputs: Record<string, Float32Array>,
  layout: DenseProposals,
  decoded: Proposals,
  target: PreparedTarget,
): number {
  const { count, width, height } = (layout.masks as NonNullable<DenseProposals['masks']>).prototypes;
  const order = Array.from({ length: decoded.count }, (_, p) => p)
    .map((p) => ({ p, iou: iou(decoded.boxes.subarray(p * 4), target.box, 0) }))
    .filter(({ iou: value }) => value > 0)
    .sort((a, b) => b.iou - a.iou || a.p - b.p)
    .slice(0, MASK_CANDIDATES);
  const bits = target.mask as Uint8Array;
  let best = 0;
  for (const { p } of order) {
    let shared = 0;
    let either = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const px = (x * INPUT.width) / width;
        const py = (y * INPUT.height) / height;
        const [x0, y0, x1, y1] = decoded.boxes.subarray(p * 4);
        let sum = 0;
        for (let k = 0; k < count; k++) {
          sum +=
            (decoded.coefficients as Float32Array)[p * count + k] * outputs.prototypes[(k * height + y) * width + x];
        }
        const mine = sum > 0 && px >= x0 && px < x1 && py >= y0 && py < y1 ? 1 : 0;
        const theirs = bits[y * width + x];
        shared += mine & theirs;
        either += mine | theirs;
      }
    }
    const vector = decoded.classScores.subarray(p * decoded.classes, (p + 1) * decoded.classes);
    let dot = 0;
    let squares = 0;
    vector.forEach((value, c) => {
      dot += value * (target.classVector?.[c] ?? 0);
      squares += value * value;
    });
    const alike = target.classVector ? dot / (Math.sqrt(squares) * target.norm) : 1;
    best = Math.max(best, (shared / either) * alike * decoded.objectness[p]);
  }
  return best;
}

for (const count of [1, 90, 400]) {
  test(`mask similarity is the definition's for ${count} proposals`, () => {
    const prototypes = { count: 5, width: 40, height: 30 };
    const { layout, outputs } = inventDetector({ count, classes: 6, prototypes }, 1, 11);
    const targets = prepareTargets(inventTargets(4, 6, 2, prototypes), 6, prototypes);
    const reader = new ProposalReader(layout, INPUT);
    reader.read(outputs, 0);
    const out = new Float32Array(4);
    scoreProposals(reader, targets, DEFAULT_SIMILARITY, out);
    const decoded = decodeProposals(outputs, 0, layout);
    targets.forEach((target, t) => {
      const expected = plainMaskScore(outputs, layout, decoded, target);
      assert.ok(Math.abs(out[t] - expected) < 1e-6, `${out[t]} for ${expected}`);
    });
    assert.ok(out.some((value) => value > 0));
  });
}

test('targets of the wrong size are refused', () => {
  assert.throws(() => prepareTargets(inventTargets(1, 3, 1), 4, null), { code: 'option-invalid' });
  const small = inventTargets(1, 3, 1, { width: 4, height: 4 });
  assert.throws(() => prepareTargets(small, 3, { width: 5, height: 4 }), { code: 'option-invalid' });
});

test('a proposal that is worth nothing may have no box, however many targets there are', () => {
  const { layout, outputs } = inventDetector({ count: 40, classes: 2, ownObjectness: true }, 1, 4);
  const raw = outputs.raw.slice();
  const spoil = (objectness: number) => {
    for (const p of [0, 8, 39]) {
      raw[layout.boxes.offset + p * layout.boxes.row] = Number.NaN;
      raw[(layout.objectness?.offset ?? 0) + p * (layout.objectness?.row ?? 0)] = objectness;
    }
    const reader = new ProposalReader(layout, INPUT);
    reader.read({ raw }, 0);
    return reader;
  };
  const targets = prepareTargets(inventTargets(9, 2, 2), 2, null);
  const together = new Float32Array(targets.length);
  scoreProposals(spoil(0), targets, DEFAULT_SIMILARITY, together);
  const alone = targets.map((target) => {
    const out = new Float32Array(1);
    scoreProposals(spoil(0), [target], DEFAULT_SIMILARITY, out);
    return out[0];
  });
  assert.deepEqual([...together], alone);
  assert.ok(together.some((score) => score > 0));
  assert.throws(() => scoreProposals(spoil(0.9), targets, DEFAULT_SIMILARITY, together), /not numbers or infinite/);
});
