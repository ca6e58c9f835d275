import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createMaskSum } from '../../src/core/masks/create-mask-sum.ts';
import { fillMask } from '../../src/core/masks/evaluate.ts';
import type { Proposals } from '../../src/core/proposals.ts';
import { prepareTargets } from '../../src/gpu/reference/prepare-targets.ts';
import { scoreProposals } from '../../src/gpu/reference/score-proposals.ts';
import {
  CLASSIFIER_PRESETS,
  classifierPreset,
  DETECTOR_PRESETS,
  detectorPreset,
  type MaskPreset,
  scaleMap,
} from '../../src/methods/presets.ts';

interface GoldenProposal {
  box: [number, number, number, number];
  classes: number[];
  objectness: number | null;
}

interface Golden {
  width: number;
  height: number;
  seed: number;
  /** Numbers of the masks written out in full. */
  painted: number[];
  /** Score of mask k. */
  scores: number[];
  targets: GoldenProposal[];
  pictures: { own: boolean; proposals: GoldenProposal[] }[];
  presets: Record<string, { grid: number; keep: number; masks: number[][]; map: number[]; similarities?: number[][] }>;
}

/** Made by make-presets.py, which shares nothing with the code under test. */
const golden: Golden = JSON.parse(readFileSync('test/golden/presets.json', 'utf8'));

const presets: [string, MaskPreset][] = [
  ...Object.entries(DETECTOR_PRESETS).map(([name, preset]): [string, MaskPreset] => [`detector ${name}`, preset]),
  ...Object.entries(CLASSIFIER_PRESETS).map(([name, preset]): [string, MaskPreset] => [`classifier ${name}`, preset]),
];

function specOf(preset: MaskPreset) {
  return preset.maskSpec({ width: golden.width, height: golden.height }, { ...preset, seed: golden.seed });
}

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let k = 0; k < actual.length; k++) {
    const difference = Math.abs(actual[k] - expected[k]);
    assert.ok(difference <= tolerance, `value ${k} is ${actual[k]}, not ${expected[k]}`);
  }
}

test('every preset has a golden record and every record a preset', () => {
  assert.deepEqual(presets.map(([name]) => name).sort(), Object.keys(golden.presets).sort());
});

for (const [name, preset] of presets) {
  const expected = golden.presets[name];

  test(`${name}: grid, keep and masks are the golden ones`, () => {
    assert.equal(preset.grid, expected.grid);
    assert.equal(preset.keep, expected.keep);
    const mask = new Float32Array(golden.width * golden.height);
    golden.painted.forEach((number, k) => {
      fillMask(specOf(preset), number, mask);
      // Weights are float32, up to eight in a pixel (5e-7); the record is rounded to 5e-8.
      assertClose(mask, expected.masks[k], 6e-7);
    });
  });

  test(`${name}: the map of given scores is the golden one`, () => {
    const sum = createMaskSum(specOf(preset), 1);
    golden.scores.forEach((score, number) => {
      sum.add(number, [score]);
    });
    // Masks are off by 5e-7 at most; dividing by keep (.1) or by a min-max range of about .1 makes that tenfold.
    assertClose(scaleMap(sum.map(0, preset.form), preset.scaling), expected.map, 5e-6);
  });
}

for (const [name, preset] of Object.entries(DETECTOR_PRESETS)) {
  test(`detector ${name}: similarities are the golden ones`, () => {
    const classes = golden.targets[0].classes.length;
    const targets = golden.targets.map((target) => ({
      box: target.box,
      classVector: Float32Array.from(target.classes),
      mask: null,
    }));
    golden.pictures.forEach((picture, k) => {
      const rows = picture.proposals;
      const proposals: Proposals = {
        count: rows.length,
        classes,
        boxes: Float32Array.from(rows.flatMap((row) => row.box)),
        objectness: Float32Array.from(rows, (row) => row.objectness ?? Math.max(...row.classes)),
        ownObjectness: picture.own,
        classScores: Float32Array.from(rows.flatMap((row) => row.classes)),
        coefficients: null,
      };
      const out = new Float32Array(targets.length);
      scoreProposals(proposals, prepareTargets(targets, classes, null), preset.similarity, out);
      const wanted = (golden.presets[`detector ${name}`].similarities as number[][])[k];
      // Boxes up to 90 pixels in float32 (4e-6 each) make an IoU of boxes of some pixels uncertain by 1e-5.
      assertClose(out, wanted, 1e-5);
    });
  });
}

test('every preset makes windows that lie inside the enlarged mask, whatever the size of the picture', () => {
  for (const [name, preset] of presets) {
    for (const [width, height] of [
      [1, 1],
      [15, 16],
      [17, 33],
      [100, 31],
      [255, 256],
      [416, 312],
      [640, 1],
    ]) {
      const spec = preset.maskSpec({ width, height }, { ...preset, seed: 1 });
      for (const [side, up, offsets] of [
        [width, spec.upWidth, spec.offsetsX],
        [height, spec.upHeight, spec.offsetsY],
      ]) {
        assert.ok(offsets >= 1 && side + offsets - 1 <= up, `${name} at ${width}x${height}`);
      }
    }
  }
});

test('a microsoft map without any detection is 0, not NaN', () => {
  const preset = detectorPreset('microsoft');
  const sum = createMaskSum(specOf(preset), 1);
  for (let number = 0; number < 5; number++) sum.add(number, [0]);
  assert.ok(scaleMap(sum.map(0, preset.form), preset.scaling).every((value) => value === 0));
});

test('scaleMap', () => {
  assert.deepEqual([...scaleMap(Float32Array.of(-1, 0, 3), 'min-max')], [0, 0.25, 1]);
  assert.deepEqual([...scaleMap(Float32Array.of(-1, 0, 4), 'max-abs')], [-0.25, 0, 1]);
  assert.deepEqual([...scaleMap(Float32Array.of(-8, 0, 4), 'max-abs')], [-1, 0, 0.5]);
  assert.deepEqual([...scaleMap(Float32Array.of(2, 2), 'min-max')], [0, 0]);
  assert.deepEqual([...scaleMap(Float32Array.of(2, 2), 'none')], [2, 2]);
});

test('an unknown preset is refused with the names that there are', () => {
  assert.equal(classifierPreset('openvino'), CLASSIFIER_PRESETS.openvino);
  assert.throws(() => detectorPreset('eclique'), { code: 'option-invalid', message: /paper, microsoft, hysts, xaitk/ });
  assert.throws(() => classifierPreset('toString'), { code: 'option-invalid', message: /eclique, openvino, xaitk/ });
});
