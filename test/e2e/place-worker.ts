/**
 * The engine's worker with one more method, for tasks and targets that a test wants to see come through: its map is 1 in the
 * place that a target is about, and 0 elsewhere; it says nothing about the model.
 */
import { Run } from '../../src/core/run.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import type { TargetSpec } from '../../src/core/targets.ts';
import { libraryCalls } from '../../src/engine/worker-calls.ts';
import { serveCalls, type WorkerScope } from '../../src/engine/worker-port.ts';
import { defineMethod } from '../../src/methods/explain.ts';
import { makeProvenance } from '../../src/methods/masking.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { toPicture } from '../../src/tasks/model.ts';
import type { Prediction } from '../../src/tasks/prediction.ts';
import { specTarget } from '../../src/tasks/spec-target.ts';

defineMethod({
  name: 'place',
  tasks: ['semantic-segmentation', 'attributes', 'embedding'],
  passes: () => 0,
  run: (model, source, { targets, signal }) =>
    new Run<Saliency[]>(async () => {
      const picture = await toPicture(source);
      const maps: Saliency[] = [];
      for (const [index, spec] of (targets as readonly TargetSpec[]).entries()) {
        const prediction = await model.predict(picture, spec.kind === 'attribute' ? { box: spec.box } : {});
        maps.push({
          width: picture.width,
          height: picture.height,
          data: placeOf(spec, prediction),
          target: specTarget(spec, index, prediction),
          masks: null,
          reliability: null,
          provenance: makeProvenance(model, picture, 'place', {}, null, performance.now()),
        });
      }
      return maps;
    }, signal),
});

function placeOf(spec: TargetSpec, { picture, segmentation }: Prediction): Float32Array {
  const { width, height } = picture;
  const [x0, y0, x1, y1] = (spec.kind === 'region' || spec.kind === 'attribute' ? spec.box : null) ?? [
    0,
    0,
    width,
    height,
  ];
  return Float32Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const isInside = x >= x0 && x < x1 && y >= y0 && y < y1;
    const isMarked = spec.kind !== 'region' || !spec.mask || spec.mask.data[at] !== 0;
    const isPlace = spec.kind !== 'region' || Boolean(spec.box ?? spec.mask);
    const isOwn = isPlace || segmentation?.classMap[at] === spec.class;
    return Number(isInside && isMarked && isOwn);
  });
}

serveCalls(self as unknown as WorkerScope, libraryCalls(), (runtime) => {
  runtimeSettings.wasmPaths = runtime;
});
