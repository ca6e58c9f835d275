import assert from 'node:assert/strict';
import { fixInputDims } from '../../src/onnx/input-dims.ts';
import { findLayers, type LayerOptions } from '../../src/onnx/layers/find-layers.ts';
import type { Layer } from '../../src/onnx/layers/layer.ts';
import { type OnnxModel, trueInputs } from '../../src/onnx/model.ts';
import { tensorShapes } from '../../src/onnx/shapes.ts';
import { probe } from './sessions.ts';

/** Layers of a model fed with one picture; `length` is put for open axes other than the batch. */
export async function layersOf(model: OnnxModel, options?: LayerOptions, length = 1600): Promise<readonly Layer[]> {
  const inputs = trueInputs(model.graph).map(({ name, dims }) => {
    const fixed = (dims ?? []).map((dim, axis) => (typeof dim === 'number' ? null : axis === 0 ? 1 : length));
    return [name, fixed] as const;
  });
  const fixed = fixInputDims(model, Object.fromEntries(inputs));
  return findLayers(fixed, await tensorShapes(fixed, probe), options);
}

export const names = (layers: readonly Layer[]) => layers.map((layer) => layer.name);

/** Whatever a layer says of itself must be in its dims. */
export function assertSound(
  { name, dims, kind, layout, channels, height, width, prefixTokens, reason }: Layer,
  leastHeight = 2,
): void {
  const size = { N: 1, C: channels, H: height, W: width, T: 0 };
  assert.equal(layout.length, dims.length, name);
  for (const [axis, letter] of [...layout].entries()) {
    if (letter === 'T') assert.ok(dims[axis] >= prefixTokens + height * width, name);
    else assert.equal(dims[axis], size[letter as keyof typeof size], name);
  }
  assert.equal(kind === 'tokens', layout === 'NTC');
  assert.ok(height >= leastHeight && width > 1 && channels > 1 && reason.length > 10, name);
}
