import { LAYOUTS } from '../support/impulse-model.ts';
import { testImpulse } from './planted-impulse.ts';

for (const layout of LAYOUTS) testImpulse(layout, ['grad-cam', 'integrated-gradients', 'occlusion', 'rise']);
