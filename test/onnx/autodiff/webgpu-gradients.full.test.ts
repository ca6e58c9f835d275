import { GRADIENT_CASES } from './cases.ts';
import { testOnWebgpu } from './webgpu-gradients.ts';

testOnWebgpu(GRADIENT_CASES);
