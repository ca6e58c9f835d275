import assert from 'node:assert/strict';
import { GRADIENT_CASES } from './cases.ts';
import { testOnWebgpu } from './webgpu-gradients.ts';

/** Some of the families of rules, the most used; all cases run in `test:full`. */
const REPRESENTATIVE = [
  'Mul 2,3,4 with 3,1 opset 17',
  'Relu {} opset 17',
  'SiLU',
  'Conv x 2,3,5,6 w 4,3,3,3 {"pads":[1,1,1,1]} opset 17',
  'ConvTranspose x 1,3,4,5 w 3,2,3,3 {"strides":[2,2],"pads":[1,1,1,1],"output_padding":[1,1]} opset 17',
  'MatMul 2,1,3,4 with 5,4,2 opset 17',
  'Softmax {"axis":1} opset 17',
  'BatchNormalization x 2,3,4 scale 3,shift 3,mean 3,variance 3 {} opset 17',
  'LayerNormalization x 2,3,4 scale 4,shift 4 {} opset 17',
  'MaxPool x 1,2,7,6  {"kernel_shape":[3,3],"strides":[2,2],"pads":[1,1,1,1]} opset 17',
  'Transpose {"perm":[2,0,1]} opset 17',
  'Pad x 3,4 pads 4 {} opset 17',
  'Gather x 4,5 indices 4 {"axis":0} opset 17',
  'Resize {"scales":[1,1,2,1.5]} {"mode":"linear","coordinate_transformation_mode":"half_pixel"}',
];

const cases = REPRESENTATIVE.map((name) => {
  const item = GRADIENT_CASES.find((candidate) => candidate.name === name);
  assert.ok(item, `there is no case "${name}"`);
  return item;
});

testOnWebgpu(cases);
