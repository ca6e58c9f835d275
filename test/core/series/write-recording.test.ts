import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recording } from '../../../src/core/series/recording.ts';
import { csvParts, fitsWav, wavParts } from '../../../src/core/series/write-recording.ts';
import { readCsv } from '../../../src/tasks/series/read-csv.ts';
import { readWav } from '../../../src/tasks/series/read-wav.ts';

const wave = (rate: number, length: number): Recording => ({
  name: 'live',
  sha256: '',
  rate,
  start: 0,
  channels: ['x', 'a, "b"'],
  data: [0, 1].map((channel) => Float32Array.from({ length }, (_, k) => Math.sin(k / 7 + channel) * 10 ** (k % 5))),
  gaps: [],
  findings: [],
});

const bytesOf = async (parts: BlobPart[]) => new Uint8Array(await new Blob(parts).arrayBuffer());

for (const rate of [50, 59.7, 16_000]) {
  test(`CSV at ${rate} Hz reads back as it was`, () => {
    // More than one part.
    const recording = wave(rate, 20_000);
    const read = readCsv(csvParts(recording).join(''), 'live.csv', '');
    assert.ok(Math.abs(read.rate / rate - 1) < 2e-5, `${read.rate} Hz`);
    assert.deepEqual(read.channels, recording.channels);
    assert.deepEqual(read.data, recording.data);
    assert.deepEqual(read.gaps, []);
  });
}

test('gaps are left out of a CSV file, and found again when it is read', () => {
  const recording = { ...wave(50, 500), gaps: [{ start: 100, end: 120 }] };
  const read = readCsv(csvParts(recording).join(''), 'live.csv', '');
  assert.deepEqual(read.gaps, [{ start: 100, end: 120 }]);
  assert.equal(read.data[0].length, 500);
  assert.deepEqual(read.data[0].slice(120), recording.data[0].slice(120));
});

test('WAV of two channels reads back as it was', async () => {
  const recording = wave(48_000, 20_000);
  const read = readWav(await bytesOf(wavParts(recording)), 'live.wav', '');
  assert.equal(read.rate, 48_000);
  assert.deepEqual(read.data, recording.data);
});

test('a WAV file has a whole rate', () => {
  assert.equal(fitsWav(wave(48_000, 10)), true);
  assert.equal(fitsWav(wave(59.7, 10)), false);
});
