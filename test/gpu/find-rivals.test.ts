import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../src/core/boxes.ts';
import { BLOCK } from '../../src/gpu/reference/find-rivals.ts';
import { prepareTargets } from '../../src/gpu/reference/prepare-targets.ts';
import { ProposalBlocks } from '../../src/gpu/reference/proposal-blocks.ts';
import { ProposalReader } from '../../src/gpu/reference/proposal-reader.ts';
import { DEFAULT_SIMILARITY, iouWith, type SimilarityOptions } from '../../src/gpu/reference/similarity.ts';
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
    test(`of ${count} proposals all fours with a rival are found, pixels ${offset}`, () => {
      const reader = decoded(count, new Float32Array(count).fill(1), 1);
      const { values } = reader.objectnesses();
      const targets = prepareTargets(inventTargets(12, 1, 2), 1, null);
      const groups = new TargetGroups(targets, DEFAULT_SIMILARITY);
      const blocks = new ProposalBlocks();
      // A second picture in the same memory: what the first left behind must not matter.
      for (const share of [0.5, 1])
        blocks.begin(
          reader,
          values.map((value) => share * value),
          0,
          groups,
          offset,
        );
      let found = 0;
      for (const target of targets) {
        for (const best of [0, 1e-4, 0.01, 0.2]) {
          const worth = (p: number) => (p < count ? iouWith(target, reader.boxes, p * 4, offset) * values[p] : 0);
          const rivals = Array.from({ length: blocks.end }, (_, p) => worth(p) > best);
          const fours = rivals.flatMap((is, p) => (is ? [p - (p % 4)] : [])).filter((p, k, all) => p !== all[k - 1]);
          const listed = blocks.list(0, target, best);
          const seen = Array.from({ length: listed }, (_, k) => blocks.listed(k));
          assert.deepEqual(seen, fours, `best ${best}`);
          const greatest = Math.max(...Array.from({ length: count }, (_, p) => worth(p)));
          const at = blocks.best(0, target, best);
          if (fours.length === 0) assert.ok(at >= count);
          else
            assert.ok(
              [0, 1, 2, 3].some((k) => worth(at + k) > greatest * (1 - 1e-6)),
              `best ${best}`,
            );
          found += seen.length;
        }
      }
      assert.ok(count < 60 || found > 12, 'the case must have something to find');
    });
  }
}

/** What each proposal can be worth to a group at most, all else being 1. */
function lowered(groups: TargetGroups, group: number, reader: ProposalReader): Float32Array {
  const worth = new Float32Array(reader.count).fill(1);
  groups.lower(reader, group, [0, reader.count], worth, 0, 0);
  return worth;
}

/** Vectors with one class above the others, three such classes in turn. */
function vectorsOf(count: number, classes: number): Float32Array[] {
  return Array.from({ length: count }, (_, t) => uniform(classes, 40 + t).map((r, c) => (c === t % 3 ? 1 : r * 0.4)));
}

/** The same proposals with the classes of each side by side, and with the proposals of each class. */
const LAYOUTS = ['rows', 'columns'] as const;
for (const layout of LAYOUTS) {
  // Squares of the tiny ones are more than float32 can hold.
  for (const kind of ['none', 'sigmoid', 'softmax', 'none, tiny'] as const) {
    test(`bounds of a group hold for each of its targets: scores in ${layout}, activation ${kind}`, () => {
      const [count, classes] = [300, 6];
      const activation = kind === 'none, tiny' ? 'none' : kind;
      const scale = kind === 'none, tiny' ? 1e-22 : 1;
      const raw = uniform(count * classes, 3).map((r) => (activation === 'none' ? scale * r ** 2 : 8 * r - 6));
      const view = layout === 'rows' ? { row: classes, column: 1 } : { row: 1, column: count };
      const { layout: base } = inventDetector({ count, classes, ownObjectness: false }, 1, 4);
      const reader = new ProposalReader(
        {
          ...base,
          scores: { ...base.scores, output: 'scores', offset: 0, ...view },
          scoreActivation: activation,
          batchStride: { ...base.batchStride, scores: count * classes },
        },
        INPUT,
      );
      reader.read({ [base.boxes.output]: new Float32Array(count * 4), scores: raw }, 0);
      const vectors = vectorsOf(20, classes);
      const alone = new Float32Array(classes);
      alone[2] = 0.7;
      const box: Box = [0, 0, 50, 50];
      const targets = prepareTargets(
        [...vectors, alone].map((classVector) => ({ box, classVector, mask: null })),
        classes,
        null,
      );
      const cosine = (p: number, { classVector, norm }: (typeof targets)[number]) => {
        const own = new Float32Array(classes);
        const from = reader.vectors.find(p);
        own.set(reader.vectors.data.subarray(from, from + classes));
        const dot = own.reduce((sum, value, c) => sum + value * (classVector as Float32Array)[c], 0);
        return dot / (Math.hypot(...own) * norm);
      };
      const groups = new TargetGroups(targets, DEFAULT_SIMILARITY);
      assert.ok(groups.count >= 3);
      const bounds = Array.from({ length: groups.count }, (_, group) => lowered(groups, group, reader));
      let below = 0;
      for (let p = 0; p < count; p++) {
        targets.forEach((target, t) => {
          const bound = bounds[groups.of(t)][p];
          assert.ok(bound >= cosine(p, target) - 1e-6, `${bound} for ${cosine(p, target)}`);
          if (bound < 0.95) below++;
        });
      }
      assert.ok(below > 500, `bounds that are all 1 say nothing: ${below}`);
      // Of a class alone they are what it is like, where no activation is to come.
      const exact = lowered(new TargetGroups([targets[20]], DEFAULT_SIMILARITY), 0, reader);
      for (let p = 0; p < count; p++) {
        const own = cosine(p, targets[20]);
        assert.ok(kind === 'none' ? Math.abs(exact[p] - own) < 1e-6 : exact[p] >= own - 1e-6, `${exact[p]} for ${own}`);
      }
    });
  }
}

test('where classes do not matter all targets are one group, and where labels have to agree others are worth nothing', () => {
  const [count, classes] = [60, 6];
  const reader = decoded(count, uniform(count * classes, 9), classes);
  const box: Box = [0, 0, 50, 50];
  const targets = prepareTargets(
    vectorsOf(6, classes).map((classVector) => ({ box, classVector, mask: null })),
    classes,
    null,
  );
  const boundsOf = (options: Partial<SimilarityOptions>, group: number) => {
    const groups = new TargetGroups(targets, { ...DEFAULT_SIMILARITY, ...options });
    return { count: groups.count, out: [...lowered(groups, group, reader)] };
  };
  assert.deepEqual(boundsOf({ classes: 'ignore' }, 0), { count: 1, out: Array(count).fill(1) });
  assert.deepEqual(boundsOf({ expandTop1: true }, 0), { count: 1, out: Array(count).fill(1) });
  const labels = Array.from({ length: count }, (_, p) => (reader.topClass(p) === 1 ? 1 : 0));
  assert.deepEqual(boundsOf({ classes: 'same-label' }, 1), { count: 3, out: labels });
});

for (const number of [1, 8]) {
  test(`bounds of a group of ${number} are looked into ${number < 8 ? 'block by block, once' : 'at once'}`, () => {
    const { layout, outputs } = inventDetector({ count: 40, classes: 2, ownObjectness: true }, 1, 4);
    const reader = new ProposalReader(layout, INPUT);
    reader.read(outputs, 0);
    const { values } = reader.objectnesses();
    const classVector = Float32Array.of(0, 1);
    const box: Box = [0, 0, 50, 50];
    const targets = prepareTargets(Array(number).fill({ box, classVector, mask: null }), 2, null);
    const groups = new TargetGroups(targets, DEFAULT_SIMILARITY);
    const shares = lowered(groups, 0, reader);
    const blocks = new ProposalBlocks();
    blocks.begin(reader, values, 0, groups, 0);
    const isNear = (p: number, wanted: number) => Math.abs(blocks.bound(p, 0) - wanted) <= 1e-5 * wanted;
    const within = (p: number) => p >= BLOCK && p < 2 * BLOCK;
    if (number < 8) {
      for (let p = 0; p < 40; p++) assert.ok(isNear(p, values[p]));
      assert.ok(blocks.refine(BLOCK + 1, reader, groups, 0));
    }
    assert.ok(!blocks.refine(BLOCK + 2, reader, groups, 0));
    for (let p = 0; p < 40; p++) assert.ok(isNear(p, number < 8 && !within(p) ? values[p] : values[p] * shares[p]));
    assert.ok(shares.some((share) => share < 0.9));
  });
}
