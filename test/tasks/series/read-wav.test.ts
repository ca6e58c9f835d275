import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecording } from '../../../src/tasks/series/read-session.ts';
import { readWav } from '../../../src/tasks/series/read-wav.ts';
import { refusal } from '../../support/refusals.ts';
import { type WavKind, wavFile } from '../../support/wav.ts';

const tone = (hertz: number) =>
  Float64Array.from({ length: 400 }, (_, k) => 0.9 * Math.sin((2 * Math.PI * hertz * k) / 8000));
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0);

// Half a step of the coarser of the file's numbers and of float32.
const STEP: Record<WavKind, number> = {
  '8': 2 ** -8,
  '16': 2 ** -16,
  '24': 2 ** -24,
  '32': 2 ** -24,
  '32f': 2 ** -24,
  '64f': 2 ** -24,
};

for (const kind of Object.keys(STEP) as WavKind[]) {
  test(`${kind}: one, two and five channels come out as they went in`, () => {
    for (const count of [1, 2, 5]) {
      const planes = Array.from({ length: count }, (_, c) => tone(100 * (c + 1)));
      for (const extensible of [false, true]) {
        const recording = readWav(wavFile(planes, 8000, kind, extensible), 'tone.wav', 'f00');
        assert.deepEqual([recording.rate, recording.data.length, recording.data[0].length], [8000, count, 400]);
        planes.forEach((plane, c) => {
          const off = farthest(recording.data[c], plane);
          assert.ok(off <= STEP[kind] * 1.01 + 1e-9, `${count} channels: ${off}`);
        });
      }
    }
  });
}

test('a file is taken for WAV by its first bytes, whatever it is called', async () => {
  const recording = await readRecording(wavFile([tone(50)], 8000, '16'), 'tone.bin');
  assert.deepEqual([recording.rate, recording.channels], [8000, ['sound']]);
  assert.match(recording.sha256, /^[0-9a-f]{64}$/);
});

test('chunks before the samples are passed over', () => {
  const plain = wavFile([tone(50)], 8000, '16');
  const note = new Uint8Array([...new TextEncoder().encode('note'), 3, 0, 0, 0, 1, 2, 3, 0]);
  const bytes = new Uint8Array([...plain.subarray(0, 36), ...note, ...plain.subarray(36)]);
  assert.equal(readWav(bytes, 'tone.wav', 'f00').data[0].length, 400);
});

test('broken files are refused with the reason', () => {
  const good = wavFile([tone(50), tone(60)], 8000, '16');
  const changed = (change: (view: DataView) => void, length = good.length) => {
    const bytes = good.slice(0, length);
    change(new DataView(bytes.buffer));
    return bytes;
  };
  const refuses = (bytes: Uint8Array, pattern: RegExp) =>
    assert.throws(() => readWav(bytes, 'tone.wav', 'f00'), refusal('recording-unreadable', pattern));
  refuses(new Uint8Array(), /empty/);
  refuses(new TextEncoder().encode('time,x\n0,1\n1,2\n'), /no WAV file/);
  refuses(good.slice(0, 10), /no WAV file/);
  refuses(good.slice(0, 30), /no format/);
  refuses(good.slice(0, 40), /no samples/);
  refuses(good.slice(0, 44), /says that it has 1600 bytes of samples, and 0 are there/);
  refuses(good.slice(0, 1000), /says that it has 1600 bytes of samples, and 956 are there.*cut off/);
  refuses(
    changed((view) => view.setUint32(40, 2 ** 31, true), 1024),
    /has 2147483648 bytes of samples, and 980 are there/,
  );
  refuses(
    changed((view) => view.setUint32(16, 2 ** 31, true)),
    /no samples/,
  );
  refuses(
    changed((view) => view.setUint32(40, 1599, true)),
    /1599 bytes of samples, which are no whole number of 4/,
  );
  refuses(
    changed((view) => view.setUint16(22, 0, true)),
    /0 channels/,
  );
  refuses(
    changed((view) => view.setUint32(24, 0, true)),
    /at 0 Hz/,
  );
  refuses(
    changed((view) => view.setUint16(20, 85, true)),
    /format 85/,
  );
  refuses(
    changed((view) => view.setUint16(34, 48, true)),
    /48 bits/,
  );
  refuses(
    changed((view) => view.setUint32(40, 0, true)),
    /has no samples/,
  );
  const broken = wavFile([[0, Number.NaN, 1]], 8000, '32f');
  refuses(broken, /samples in channel 1 that are no numbers/);
});
