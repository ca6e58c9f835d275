import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundingBox, rasterise } from '../../src/core/region.ts';
import { drise } from '../../src/methods/d-rise.ts';
import { openProbe } from '../../src/methods/open-probe.ts';
import { LinearImputer } from '../../src/metrics/linear-imputation.ts';
import type { Judged } from '../../src/metrics/metric.ts';
import { allMetrics, defineMetric, findMetric, measure } from '../../src/metrics/registry.ts';
import { Dice } from '../../src/scenes/dice.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import type { Probe } from '../../src/tasks/probe.ts';
import { openTinyDetector } from '../methods/open-model.ts';
import { TINY_SIDE } from '../support/tiny-detector.ts';
import { squareBox, squarePicture } from '../support/tiny-pictures.ts';
import { GOLDEN, goldenMap, goldenPicture, mapOf, openTwoLayers, redness } from './golden.ts';

/** A probe that counts its passes. */
function counting(probe: Probe): { probe: Probe; passes: () => number } {
  let passes = 0;
  let isWholeKnown = false;
  return {
    passes: () => passes,
    probe: {
      ...probe,
      score: (count, write) => {
        passes += count;
        return probe.score(count, write);
      },
      whole: () => {
        if (!isWholeKnown) passes++;
        isWholeKnown = true;
        return probe.whole();
      },
    },
  };
}

test('every metric keeps to its range and costs what it says', async () => {
  await using model = await openTwoLayers();
  const picture = await goldenPicture();
  const { input } = model.pictureRecipe();
  for (const metric of allMetrics()) {
    const { probe, passes } = counting(await openProbe(model, picture, { target: 0 }));
    let explanations = 0;
    const explain: Judged['explain'] = async (changed, other) => {
      explanations++;
      const map = await redness(changed);
      return other === undefined ? map : mapOf(map.data.map((value, at) => value * Math.sin(at)));
    };
    const subject = {
      map: goldenMap(),
      picture,
      probe,
      model,
      explain,
      object: { kind: 'box', box: GOLDEN.box },
      others: [goldenMap('other')],
    } satisfies Judged;
    const { value } = await metric.measure(subject);
    const [least, most] = metric.range;
    assert.ok(value !== null && value >= least && value <= most, `${metric.name}: ${value}`);
    assert.deepEqual({ passes: passes(), explanations }, metric.count({}, input), metric.name);
    assert.ok(metric.title && metric.question.endsWith('?') && metric.source && metric.cost, metric.name);
  }
});

test('a metric says what it misses, and unknown ones are refused', async () => {
  const subject = { map: goldenMap(), picture: await goldenPicture() };
  for (const metric of allMetrics()) {
    const [first] = metric.needs;
    if (first) await assert.rejects(metric.measure(subject), { code: 'option-invalid', option: first }, metric.name);
  }
  assert.throws(() => findMetric('insrtion'), /insertion/);
  assert.throws(() => defineMetric(findMetric('road')), { code: 'option-invalid' });
});

test('a flat map, a map of zeros and an object without pixels have no value', async () => {
  const picture = await goldenPicture();
  const zeros = mapOf(new Float32Array(GOLDEN.side ** 2));
  const object = { kind: 'box', box: [0, 0, 0, 0] } as const;
  await using model = await openTwoLayers();
  const probe = await openProbe(model, picture, { target: 0 });
  const subject = { map: zeros, picture, object, probe, model, explain: redness };
  for (const name of [
    ...['pointing-game', 'energy-pointing-game', 'relevance-rank', 'entropy'],
    ...['average-drop', 'average-increase', 'average-gain', 'adcc', 'max-sensitivity', 'average-stability'],
  ]) {
    assert.equal((await measure(name, subject)).value, null, name);
  }
});

test('pointing game: tolerance is a distance, one of several peaks is enough, masks of another size are read', async () => {
  const picture = await goldenPicture();
  const data = new Float32Array(32 * 32);
  data[10 * 32 + 20] = 1;
  const at = (x: number, y: number) => ({ kind: 'box', box: [x, y, x + 1, y + 1] }) as const;
  const points = async (object: Judged['object'], tolerance: number, map = mapOf(data)) =>
    (await measure('pointing-game', { map, picture, object }, { tolerance })).value;
  assert.equal(await points(at(20, 10), 0), 1);
  assert.equal(await points(at(21, 10), 0), 0);
  assert.equal(await points(at(23, 14), 4.9), 0);
  assert.equal(await points(at(23, 14), 5), 1);
  const twice = mapOf(data.map((value, k) => (k === 5 ? 1 : value)));
  assert.equal(await points(at(20, 10), 0, twice), 1);
  assert.equal(await points(at(5, 0), 0, twice), 1);
  const mask = new Uint8Array(16 * 16);
  mask[5 * 16 + 10] = 9;
  assert.equal(await points({ kind: 'mask', width: 16, height: 16, data: mask }, 0), 1);
});

test('a box has the pixels whose centre lies in it, also when it leaves the picture', () => {
  const inside = rasterise({ kind: 'box', box: [-3, 1.5, 2.5, 99] }, 4, 3);
  assert.deepEqual([...inside], [0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0]);
  assert.deepEqual(boundingBox({ width: 4, data: inside }), [0, 1, 2, 3]);
  assert.equal(boundingBox({ width: 4, data: new Uint8Array(12) }), null);
});

test('imputation: a plane that rises evenly is found again, and what is known stays', () => {
  const [width, height] = [40, 30];
  const plane = Float32Array.from({ length: width * height }, (_, at) => 3 * (at % width) - Math.floor(at / width));
  const missing = plane.map((_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return x > 0 && x < width - 1 && y > 0 && y < height - 1 ? 1 : 0;
  });
  const found = plane.map((value, at) => (missing[at] ? 1e6 : value));
  new LinearImputer(Uint8Array.from(missing), width, height).fill(found);
  // Relative to a range of 150.
  plane.forEach((value, at) => {
    assert.ok(Math.abs(found[at] - value) < 0.01, `${at}: ${found[at]} instead of ${value}`);
  });
});

test('imputation: ragged holes are filled as a direct solver fills them, several planes at once', () => {
  const [width, height] = [23, 17];
  const dice = new Dice(5);
  const planes = [0, 1, 2].map(() => Float32Array.from({ length: width * height }, () => dice.range(-2, 2)));
  for (const share of [0.05, 0.5, 0.95]) {
    const missing = Uint8Array.from({ length: width * height }, () => (dice.chance(share) ? 1 : 0));
    missing[0] = 0;
    const found = planes.map((plane) => plane.map((value, at) => (missing[at] ? 1e3 : value)));
    new LinearImputer(missing, width, height).fill(...found);
    planes.forEach((plane, k) => {
      directly(plane, missing, width, height).forEach((value, at) => {
        assert.ok(Math.abs(found[k][at] - value) < 1e-3, `${share}, plane ${k}, ${at}: ${found[k][at]}, not ${value}`);
      });
    });
  }
});

/** By elimination, from the definition: each missing value is the mean of its neighbours, sides twice as heavy as corners. */
function directly(plane: Float32Array, missing: Uint8Array, width: number, height: number): Float64Array {
  const unknown = [...missing.keys()].filter((at) => missing[at]);
  const rows = unknown.map((at) => {
    const row = new Float64Array(unknown.length + 1);
    for (const dy of [-1, 0, 1]) {
      for (const dx of [-1, 0, 1]) {
        const [x, y] = [(at % width) + dx, Math.floor(at / width) + dy];
        if ((dx === 0 && dy === 0) || x < 0 || y < 0 || x >= width || y >= height) continue;
        const weight = dx === 0 || dy === 0 ? 2 : 1;
        row[unknown.indexOf(at)] += weight;
        const other = unknown.indexOf(y * width + x);
        if (other < 0) row[unknown.length] += weight * plane[y * width + x];
        else row[other] -= weight;
      }
    }
    return row;
  });
  for (let k = 0; k < rows.length; k++) {
    for (let other = 0; other < rows.length; other++) {
      if (other === k || rows[other][k] === 0) continue;
      const times = rows[other][k] / rows[k][k];
      for (let at = k; at <= rows.length; at++) rows[other][at] -= times * rows[k][at];
    }
  }
  const filled = Float64Array.from(plane);
  unknown.forEach((at, k) => {
    filled[at] = rows[k][rows.length] / rows[k][k];
  });
  return filled;
}

test('a detector: insertion and deletion follow the box in a picture that is letterboxed', async () => {
  await using model = await openTinyDetector();
  const square = { label: 'red', column: 2, row: 3 } as const;
  const whole = await squarePicture([square, { label: 'blue', column: 6, row: 3 }]);
  // The middle half: 64 x 32, so that a quarter of the model's input is padding above and below.
  const half = whole.data.subarray((whole.data.length * 1) / 4, (whole.data.length * 3) / 4);
  const picture = await pictureFromPixels(whole.width, whole.height / 2, half);
  const [target] = (await model.predict(picture)).boxes?.filter(({ label }) => label === 'red') ?? [];
  assert.ok(target);
  const probe = await openProbe(model, picture, { target });
  const { content } = probe.placement;
  assert.deepEqual([content.y, content.width, content.height], [8, TINY_SIDE, TINY_SIDE / 2]);
  // IoU, cosine and objectness of the detection with itself: its score.
  assert.ok(Math.abs((await probe.whole()) - target.score) < 1e-5);
  const [x0, y0, x1, y1] = squareBox(square);
  const box = [x0, y0 - 16, x1, y1 - 16] as const;
  const onSquare = mapOf(
    Float32Array.from(rasterise({ kind: 'box', box }, picture.width, picture.height)),
    picture.width,
  );
  const beside = mapOf(
    onSquare.data.map((value) => 1 - value),
    picture.width,
  );
  const value = async (name: string, map = onSquare) => (await measure(name, { map, picture, probe })).value ?? 0;
  // The square is an eighth of what the model sees of the picture.
  assert.ok((await value('insertion')) > 0.85 && (await value('deletion')) < 0.15);
  assert.ok((await value('insertion', beside)) < 0.15 && (await value('deletion', beside)) > 0.85);
  const [map] = await drise(model, picture, { targets: [target], masks: 400, seed: 1 }).result();
  assert.ok((await value('insertion', map)) > 0.6 && (await value('deletion', map)) < 0.25);
});
