import type { FeatureGrid } from '../core/feature-grid.ts';
import { gridToPicture } from '../core/resample.ts';
import type { Saliency } from '../core/saliency.ts';
import { openTail, runTail, type Tail, type Tapped, tapPicture } from '../tasks/cut-graphs.ts';
import { defaultLayer } from '../tasks/default-layer.ts';
import type { Model } from '../tasks/model.ts';
import { layersPerRun } from './batch-size.ts';
import type { ChangeOptions, RunCopies } from './changed-passes.ts';
import { layerGrid } from './layer-grid.ts';
import { type MethodRun, makeLazySaliency, makeProvenance } from './make-saliency.ts';
import type { Question } from './question.ts';

export interface LayerOptions extends ChangeOptions {
  /** Name of the tensor whose places or channels are changed. Default: the recipe's, or the last that still has places. */
  readonly layer?: string;
}

/** A layer of one picture, ready to be changed. */
export interface ChangedLayer {
  readonly name: string;
  readonly grid: FeatureGrid;
  readonly tail: Tail;
  readonly tapped: Tapped;
  /** Changed copies per run at most. */
  readonly most: number;
  /** A sentence about the batch axis, or null. */
  readonly note: string | null;
}

/**
 * Opens the tail behind a layer and taps the picture's activations there.
 * @param guess names the layer where the options name none
 * @throws XaiError `option-invalid` when the layer is not there, does not lie between picture and answer, or is no grid;
 *   `method-unsupported`
 */
export async function openLayer(
  question: Question,
  options: LayerOptions,
  batch: number | null,
  guess: (model: Model) => Promise<string> = defaultLayer,
): Promise<ChangedLayer> {
  const { model, graph, prepared } = question;
  const name = options.layer ?? (await guess(model));
  const tail = await openTail(model, graph, prepared, name);
  const grid = await layerGrid(model, name, tail.dims);
  const tapped = await tapPicture(model, tail, prepared);
  const most = tail.batches ? layersPerRun(tail.size, batch) : 1;
  return { name, grid, tail, tapped, most, note: tail.note };
}

/**
 * @param write writes copy number `index` of the layer at `out[at...]`, which holds 0
 */
export function runLayers(
  { tail, tapped }: ChangedLayer,
  write: (index: number, out: Float32Array, at: number) => void,
): RunCopies {
  const { length } = tapped.layer;
  return (first, count) => {
    const layers = new Float32Array(count * length);
    for (let n = 0; n < count; n++) write(first + n, layers, n * length);
    return runTail(tail, tapped, layers, count);
  };
}

/**
 * Maps on a layer's grid as maps of the picture.
 * @param planes one per target, length rows x columns
 */
export function layerMaps(
  question: Question,
  layer: Pick<ChangedLayer, 'name' | 'grid' | 'note'>,
  method: MethodRun,
  planes: readonly Float32Array[],
): Saliency[] {
  const { model, picture, prepared, score, targets } = question;
  const options = { layer: layer.name, score, ...method.options };
  const provenance = makeProvenance(model, picture, method.name, options, method.seed, method.startedAt);
  const notes = [...provenance.notes, ...(layer.note === null ? [] : [layer.note])];
  const { columns, rows } = layer.grid;
  return planes.map((plane, index) => {
    const isFlat = plane.every((value) => value === plane[0]);
    const emptied = method.options.sign === 'positive' ? ', or all that does speaks against it' : '';
    // Of a partial map the plane is still added to.
    const own = plane.slice();
    return makeLazySaliency(
      () => gridToPicture(own, columns, rows, prepared.placement),
      null,
      picture,
      targets[index],
      {
        masks: null,
        reliability: null,
        provenance: {
          ...provenance,
          notes: isFlat
            ? [
                ...notes,
                `Nothing that was changed in "${layer.name}" changes this answer${emptied}; another layer may.`,
              ]
            : notes,
        },
      },
    );
  });
}
