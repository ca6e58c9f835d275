import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { encodeGrey16 } from '../../src/core/grey16.ts';

test('another decoder reads 16 bits of grey, and the scores come back from the two numbers', async () => {
  const [width, height] = [37, 23];
  const data = Float32Array.from({ length: width * height }, (_, at) => Math.sin(at / 50) * 0.3 - 0.1);
  const png = await encodeGrey16({ width, height, data });
  const image = sharp(png);
  const { depth, channels, comments } = await image.metadata();
  assert.deepEqual([depth, channels], ['ushort', 1]);
  const { data: raw, info } = await image
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [width, height]);
  const read = new Uint16Array(raw.buffer, raw.byteOffset, raw.length / 2);
  const text = Object.fromEntries((comments ?? []).map(({ keyword, text }) => [keyword, Number(text)]));
  assert.deepEqual([text.low, text.high], [Math.min(...data), Math.max(...data)]);
  for (let at = 0; at < data.length; at++) {
    const score = text.low + ((text.high - text.low) * read[at]) / 65535;
    // Half of one of 65535 steps, and the rounding of 32-bit floats.
    assert.ok(Math.abs(score - data[at]) <= (text.high - text.low) / 131070 + 1e-7, `${at}`);
  }
});

test('a map that is the same everywhere is black, and so is what is no number', async () => {
  for (const data of [new Float32Array(6).fill(2), new Float32Array([Number.NaN, 0, 0, 0, 0, 0])]) {
    const raw = await sharp(await encodeGrey16({ width: 3, height: 2, data }))
      .raw()
      .toBuffer();
    assert.ok(raw.every((byte) => byte === 0));
  }
});
