import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shorten } from '../../src/elements/xai-viewer/shorten.ts';

test('the end of a path names a layer', () => {
  assert.equal(shorten('/backbone/layer.7/Relu_output_0'), '…/layer.7/Relu');
  assert.equal(shorten('hardtanh_34'), 'hardtanh_34');
  assert.equal(shorten('/tower/Relu_output_0'), 'tower/Relu');
});

test('layers whose paths end alike are told apart by the step that differs', () => {
  const names = [
    '/model.21/cv2/act/Mul_output_0',
    '/model.18/cv2/act/Mul_output_0',
    '/m/cv2.2/cv2.2.1/act/Mul_output_0',
  ];
  assert.deepEqual(
    names.map((name) => shorten(name, names)),
    ['model.21/cv2/act/Mul', 'model.18/cv2/act/Mul', '…/cv2.2.1/act/Mul'],
  );
  const long = ['/block.11/attention/output/Add_output_0', '/block.10/attention/output/Add_output_0'];
  assert.deepEqual(
    long.map((name) => shorten(name, long)),
    ['block.11/…/Add', 'block.10/…/Add'],
  );
});

test('what is still too long is cut in front', () => {
  assert.equal(shorten('StatefulPartitionedCall_mobilenet_block_12').length, 24);
});
