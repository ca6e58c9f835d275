import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { XaiError } from '../../src/core/errors.ts';
import { elementCount } from '../../src/core/tensor.ts';
import { freeBatchByProbe } from '../../src/onnx/free-batch.ts';
import { fixInputDims } from '../../src/onnx/input-dims.ts';
import { type OnnxModel, trueInputs } from '../../src/onnx/model.ts';
import { reachRawProposals } from '../../src/onnx/reach-raw-proposals.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { assertBatchEqualsSingles, probe } from './sessions.ts';

/** Smooth, different patterns per picture, in [0, 1]. */
function pattern(picture: number, index: number): number {
  return 0.5 + 0.5 * Math.sin(index * 0.013 * (picture + 1) + picture * 2 + (index % 97) * 0.1);
}

/** Bits of a half-precision number in (2^-14, 1], truncated. */
function halfBits(value: number): number {
  const word = new Uint32Array(Float32Array.of(Math.max(value, 1e-3)).buffer)[0];
  return (((word >>> 23) - 112) << 10) | ((word >>> 13) & 0x3ff);
}

function pictureFor(model: OnnxModel, picture: number): Record<string, ort.Tensor> {
  return Object.fromEntries(
    trueInputs(model.graph).map(({ name, type, dims }) => {
      const shape = (dims ?? []).map((dim, axis) => (axis === 0 ? 1 : Number(dim)));
      const values = Float32Array.from({ length: elementCount(shape) }, (_, index) => pattern(picture, index));
      if (type === 'float16') return [name, new ort.Tensor('float16', Uint16Array.from(values, halfBits), shape)];
      return [name, new ort.Tensor('float32', values, shape)];
    }),
  );
}

const freed: { name: string; length?: number }[] = [
  { name: 'squeezenet-fp32' },
  { name: 'squeezenet-fp16' },
  { name: 'yolov8n-320' },
  { name: 'yolov8n-seg-320' },
  { name: 'yolox-nano' },
  { name: 'fastestdet' },
  { name: 'ultraface-rfb-320' },
  { name: 'deeplabv3-mnv2' },
  { name: 'swift-f0', length: 1600 },
  { name: 'st-ssd-person' },
];

for (const { name, length } of freed) {
  const file = `models/${name}/model.onnx`;
  test(`${name}: a batch of two pictures equals two single runs`, { skip: missing(file) }, async () => {
    let model = readModel(sharedFile(file));
    if (length) model = fixInputDims(model, { [trueInputs(model.graph)[0].name]: [null, length] });
    const { bytes, shared } = await freeBatchByProbe(model, probe);
    assert.deepEqual(shared, []);
    await assertBatchEqualsSingles(writeModel(model), bytes, [pictureFor(model, 0), pictureFor(model, 1)]);
  });
}

const refused: [name: string, operator: string, says: RegExp][] = [
  ['yolov8n-320-int8', 'DynamicQuantizeLinear', /one scale for the whole batch/],
  ['deimv2-atto-int8', 'DynamicQuantizeLinear', /one scale for the whole batch/],
  ['yolox-nano-nms', 'NonMaxSuppression', /raw proposals/],
];

for (const [name, operator, says] of refused) {
  const file = `models/${name}/model.onnx`;
  test(`${name}: refused, naming ${operator}`, { skip: missing(file) }, async () => {
    const model = readModel(sharedFile(file));
    await assert.rejects(freeBatchByProbe(model, probe), (error) => {
      assert.ok(error instanceof XaiError);
      assert.equal(error.code, 'batch-fixed');
      assert.equal(error.operator, operator);
      assert.ok(
        model.graph.nodes.some((node) => node.name === error.node && node.opType === operator),
        error.node,
      );
      assert.match(error.message, says);
      return true;
    });
  });
}

const nms = 'models/yolox-nano-nms/model.onnx';
test('yolox-nano-nms: cut before the suppression, its batch can be freed', { skip: missing(nms) }, async () => {
  const raw = reachRawProposals(readModel(sharedFile(nms)));
  assert.ok(raw);
  const model = readModel(raw.bytes);
  const { bytes } = await freeBatchByProbe(model, probe);
  await assertBatchEqualsSingles(raw.bytes, bytes, [pictureFor(model, 0), pictureFor(model, 1)]);
});
