import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as v from 'valibot';
import type { Features } from '../../../src/tasks/series/processors/features.ts';
import { RealFourier } from '../../../src/tasks/series/processors/fourier.ts';
import { defineProcessor, makeProcessor, processorSchema } from '../../../src/tasks/series/processors/registry.ts';
import { refusal } from '../../support/refusals.ts';

interface Golden {
  readonly signals: Readonly<Record<string, { readonly rate: number; readonly channels: number[][] }>>;
  readonly cases: readonly { on: string; chain: Record<string, unknown>[]; shape: number[]; values: number[] }[];
}

const golden: Golden = JSON.parse(readFileSync('test/fixtures/features/golden.json', 'utf8'));

function samplesOf(name: string): Features {
  const { rate, channels } = golden.signals[name];
  return {
    channels: channels.length,
    bands: 1,
    columns: channels[0].length,
    rate,
    data: Float32Array.from(channels.flat()),
  };
}

const make = (options: unknown) => makeProcessor(v.parse(processorSchema, options));

for (const { on, chain, shape, values } of golden.cases) {
  test(`${chain.map((one) => Object.values(one).join(' ')).join(', then ')} agrees with numpy and scipy`, () => {
    let features = samplesOf(on);
    for (const options of chain) {
      const processor = make(options);
      const { columns } = features;
      features = processor.apply(features);
      assert.equal(features.bands, processor.bands ?? features.bands);
      // So many columns must be possible with what was given, and one more must not.
      const fewest = processor.columnsFor?.(features.columns) ?? columns;
      assert.ok(fewest <= columns);
      if (processor.timing) assert.ok((processor.columnsFor?.(features.columns + 1) ?? 0) > columns);
    }
    assert.deepEqual([features.channels, features.bands, features.columns], shape);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    // Powers run into the thousands, where float32 itself steps by more.
    const limit = Math.max(1e-4 * Math.min(1, high - low), Math.max(-low, high) * 2 ** -22);
    const farthest = features.data.reduce((most, value, k) => Math.max(most, Math.abs(value - values[k])), 0);
    assert.ok(farthest <= limit, `${farthest}`);
  });
}

test('transforms of any length, also of one sample', () => {
  for (const length of [1, 2, 3, 17, 64, 100]) {
    const input = Float64Array.from({ length }, (_, k) => Math.sin(k * k));
    const fourier = new RealFourier(length);
    const out = new Float64Array(fourier.bins);
    fourier.magnitudes(input, out, 1);
    out.forEach((value, bin) => {
      let [real, imaginary] = [0, 0];
      input.forEach((x, k) => {
        real += x * Math.cos((2 * Math.PI * bin * k) / length);
        imaginary += x * Math.sin((2 * Math.PI * bin * k) / length);
      });
      assert.ok(Math.abs(value - Math.hypot(real, imaginary)) < 1e-9, `${length}: ${bin}`);
    });
  }
});

test('a level of nothing but itself standardises to 0, not to nothing', () => {
  const level: Features = { channels: 1, bands: 1, columns: 4, rate: 1, data: Float32Array.of(3, 3, 3, 3) };
  assert.deepEqual([...make({ kind: 'standardise' }).apply(level).data], [0, 0, 0, 0]);
});

test('own processors are found by name, taken once, and refused when nobody has defined them', () => {
  defineProcessor('own:doubled', ({ times = 2 }) => ({
    apply: (features) => ({ ...features, data: features.data.map((value) => value * (times as number)) }),
  }));
  const signal = samplesOf('motion');
  assert.equal(make({ kind: 'own:doubled', times: 4 }).apply(signal).data[7], Math.fround(signal.data[7] * 4));
  assert.throws(
    () => defineProcessor('own:doubled', () => ({ apply: (f) => f })),
    refusal('option-invalid', /own:doubled/),
  );
  assert.throws(
    () => defineProcessor('Mine', () => ({ apply: (f) => f })),
    refusal('option-invalid', /begin with own:/),
  );
  assert.throws(() => make({ kind: 'own:other' }), refusal('recipe-invalid', /nobody has defined/));
});

test('options that do not go together are refused', () => {
  const signal = samplesOf('motion');
  const refuses = (options: unknown, pattern: RegExp) =>
    assert.throws(() => make(options).apply(signal), refusal('recipe-invalid', pattern));
  refuses({ kind: 'low-pass', hertz: 25 }, /needs a rate above 50 Hz/);
  refuses({ kind: 'stft', window: 20, transform: 16, hop: 4 }, /window of 20 samples/);
  refuses({ kind: 'stft', window: 400, transform: 400, hop: 4 }, /too short for one frame/);
  const mel = { window: 32, transform: 32, hop: 8, bands: 8, lowHertz: 1, highHertz: 20, logOffset: 1 };
  refuses({ kind: 'log-mel', ...mel, highHertz: 30 }, /do not fit below half the rate of 50 Hz/);
  refuses({ kind: 'mfcc', coefficients: 9, ...mel }, /9 coefficients can't be made of 8/);
  const fft = { kind: 'fft', transform: 64 };
  const spectrum = make(fft).apply(signal);
  assert.throws(() => make(fft).apply(spectrum), refusal('recipe-invalid', /spectrum of a spectrum/));
});
