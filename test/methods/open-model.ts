import path from 'node:path';
import type { Box } from '../../src/core/boxes.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import type { Backend } from '../../src/runtime/backends.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { type LoadOptions, Model } from '../../src/tasks/model.ts';
import { sharedPath } from '../support/fixtures.ts';
import {
  type TinyOptions,
  tinyClassifier,
  tinyClassifierRecipe,
  tinyDetector,
  tinyDetectorRecipe,
} from '../support/tiny-detector.ts';
import { openRecipe } from '../tasks/open-fixture.ts';

// A second thread waits by spinning: it gains a third on an idle machine and costs twice the work on a busy one.
runtimeSettings.threads = 1;

export function openTinyDetector(options: TinyOptions = {}): Promise<Model> {
  return Model.load(tinyDetector(options), { backend: 'wasm', recipe: tinyDetectorRecipe, name: 'tiny-detector.onnx' });
}

export function openTinyClassifier(): Promise<Model> {
  return Model.load(tinyClassifier(), { backend: 'wasm', recipe: tinyClassifierRecipe, name: 'tiny-classifier.onnx' });
}

/** A shared model with its recipe from the test fixtures. */
export function openShared(name: string, backend: Backend = 'wasm', options: LoadOptions = {}): Promise<Model> {
  const file = sharedPath(path.join('models', name, 'model.onnx'));
  return Model.load(file, { backend, recipe: openRecipe(name), name, ...options });
}

/** Column and row of the highest value. */
export function peakOf({ data, width }: Pick<Saliency, 'data' | 'width'>): { x: number; y: number } {
  let at = 0;
  for (let k = 1; k < data.length; k++) if (data[k] > data[at]) at = k;
  return { x: at % width, y: Math.floor(at / width) };
}

/** @param margin how far outside of the box still counts, pixels */
export function isInside({ x, y }: { x: number; y: number }, box: Box, margin = 0): boolean {
  return x >= box[0] - margin && x < box[2] + margin && y >= box[1] - margin && y < box[3] + margin;
}

/** Largest difference of two maps, as a share of the range of the first. */
export function worstDifference(a: Float32Array, b: Float32Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let worst = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let k = 0; k < a.length; k++) {
    low = Math.min(low, a[k]);
    high = Math.max(high, a[k]);
    worst = Math.max(worst, Math.abs(a[k] - b[k]));
  }
  return worst / (high - low);
}
