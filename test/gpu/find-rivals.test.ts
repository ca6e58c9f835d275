import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../src/core/boxes.ts';
import { BLOCK } from '../../src/gpu/reference/find-rivals.ts';
import { prepareTargets } from '../../src/gpu/reference/prepare-targets.ts';
import { ProposalBlocks } from '../../src/gpu/reference/proposal-blocks.ts';
import { ProposalReader } from '../../src/gpu/reference/proposal-reader.ts';
import { DEFAULT_SIMILARITY, iouWith } from '../../src/gpu/reference/similarity.ts';
import { TargetGroups } from '../../src/gpu/reference/target-groups.ts';
import { INPUT, inventDetector, inventTargets, uniform } from './detector-data.ts';

/** Boxes of every size all over the input, neighbours beside each other, as a detector's grid has them. */
function gridOfBoxes(count: number): Float32Array {
  const random = uniform(count * 4, 5);
  const boxes = new Float32Array(count * 4);
  for (let p = 0; p < count; p++) {
    const x = ((p % 60) / 60) * INPUT.width + random[p * 4] * 20;
    const y = (p / count) * INPUT.height + random[p * 4 + 1] * 20;
    const size = 4 + 120 * random[p * 4 + 2] ** 4;
    boxes.set([x, y, x + size, y + size * (0.5 + random[p * 4 + 3])], p * 4);
  }
  return boxes;
}

function decoded(count: number, classScores: Float32Array, classes: number): ProposalReader {
  const reader = new ProposalReader(null, INPUT);
  const objectness = uniform(count, 11).map((r) => r ** 6);
  const boxes = gridOfBoxes(count);
  reader.readDecoded({ count, classes, boxes, objectness, ownObjectness: true, classScores, coefficients: null });
  return reader;
}

for (const count of [1, 31, 64, 2001]) {
  for (const offset of [0, 1] as const) {
    test(`of ${count} proposals the first four with a rival are found, pixels ${offset}`, () => {
      const reader = decoded(count, new Float32Array(count).fill(1), 1);
      const { values } = reader.objectnesses();
      const targets = prepareTargets(inventTargets(12, 1, 2), 1, null);
      const blocks = new ProposalBlocks();
      // A second picture in the same memory: what the first left behind must not matter.
      for (const share of [0.5, 1])
        blocks.begin(
          reader,
          values.map((value) => share * value),
          { groups: 1, offset },
        );
      let found = 0;
      for (const target of targets) {
        for (const best of [0, 1e-4, 0.01, 0.2]) {
          const worth = (p: number) => (p < count ? iouWith(target, reader.boxes, p * 4, offset) * values[p] : 0);
          const rivals = Array.from({ length: blocks.end }, (_, p) => worth(p) > best);
          const fours = rivals.flatMap((is, p) => (is ? [p - (p % 4)] : [])).filter((p, k, all) => p !== all[k - 1]);
          const seen: number[] = [];
          for (let at = blocks.next(0, 0, target, best); at < count; at = blocks.next(at + 4, 0, target, best))
            seen.push(at);
          assert.deepEqual(seen, fours, `best ${best}`);
          found += seen.length;
        }
      }
      assert.ok(count < 60 || found > 12, 'the case must have something to find');
    });
  }
}

test('bounds of a group hold for each of its targets, and those of one class vector are exact', () => {
  const [count, classes] = [300, 6];
  const classScores = uniform(count * classes, 3).map((r) => r ** 5);
  const reader = decoded(count, classScores, classes);
  const vectors = Array.from({ length: 20 }, (_, t) =>
    uniform(classes, 40 + t).map((r, c) => (c === t % 3 ? 1 : r * 0.4)),
  );
  const box: Box = [0, 0, 50, 50];
  const targets = prepareTargets(
    [...vectors, ...vectors.slice(0, 1)].map((classVector) => ({ box, classVector, mask: null })),
    classes,
    null,
  );
  const cosine = (p: number, { classVector, norm }: (typeof targets)[number]) => {
    const own = classScores.subarray(p * classes, (p + 1) * classes);
    const dot = own.reduce((sum, value, c) => sum + value * (classVector as Float32Array)[c], 0);
    return dot / (Math.hypot(...own) * norm);
  };
  const groups = new TargetGroups(targets, DEFAULT_SIMILARITY);
  assert.equal(groups.count, 3);
  const alone = new TargetGroups([targets[0], targets[20]], DEFAULT_SIMILARITY);
  let below = 0;
  for (let p = 0; p < count; p++) {
    targets.forEach((target, t) => {
      const bound = groups.bound(reader, p, groups.of(t));
      assert.ok(bound >= cosine(p, target) - 1e-9, `${bound} for ${cosine(p, target)}`);
      if (bound < 0.9) below++;
    });
    assert.ok(Math.abs(alone.bound(reader, p, 0) - cosine(p, targets[0])) < 1e-6);
  }
  assert.ok(below > 500, 'bounds that are all 1 say nothing');
});

test('a block is looked into once for each group', () => {
  const { layout, outputs } = inventDetector({ count: 40, classes: 2, ownObjectness: true }, 1, 4);
  const reader = new ProposalReader(layout, INPUT);
  reader.read(outputs, 0);
  const blocks = new ProposalBlocks();
  blocks.begin(reader, reader.objectnesses().values, { groups: 2, offset: 0 });
  const before = blocks.bound(9, 0);
  assert.ok(before > 0);
  const asked: number[] = [];
  const half = (p: number) => {
    asked.push(p);
    return 0.5;
  };
  assert.ok(blocks.refine(9, 0, 40, half));
  assert.ok(!blocks.refine(10, 0, 40, half));
  assert.deepEqual(
    asked,
    Array.from({ length: BLOCK }, (_, k) => BLOCK + k),
  );
  assert.ok(Math.abs(blocks.bound(9, 0) / before - 0.5) < 1e-4);
  assert.equal(blocks.bound(9, 1), before);
});
