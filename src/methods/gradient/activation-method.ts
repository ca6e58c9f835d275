import type { FeatureGrid } from '../../core/feature-grid.ts';
import { once } from '../../core/lazily.ts';
import { gridToPicture } from '../../core/resample.ts';
import { Run } from '../../core/run.ts';
import type { Saliency } from '../../core/saliency.ts';
import { tapLayers } from '../../tasks/cut-graphs.ts';
import { defaultLayers } from '../../tasks/default-layer.ts';
import type { Model, SubjectSource } from '../../tasks/model.ts';
import type { PreparedInput } from '../../tasks/prepare.ts';
import { layerGrid } from '../layer-grid.ts';
import { makeLazySaliency, makeProvenance } from '../make-saliency.ts';
import { checkFuse, type Fuse, type FusedMap, fuseMaps } from './fuse-maps.ts';
import { type LayerChoice, namedLayers } from './layer-gradients.ts';
import { askTargets, type GradientOptions } from './question.ts';

export interface ActivationMethodOptions extends Omit<GradientOptions, 'score'>, LayerChoice {
  readonly fuse?: Fuse;
}

/** What an activation-only method makes of one layer. */
export interface ActivationMethod {
  readonly name: string;
  /** Options beside the layer, for the provenance. */
  readonly stated: Readonly<Record<string, unknown>>;
  /** Which method of its kind asks about a class. */
  readonly neighbour: string;
  /** @returns length rows x columns */
  map(activations: Float32Array, grid: FeatureGrid): Float32Array;
}

/**
 * A map of what a layer holds, whatever the class: every target gets the same one. Where no layer is named, the levels of a
 * detector's pyramid are fused.
 */
export function explainActivations(
  model: Model,
  source: SubjectSource,
  options: ActivationMethodOptions,
  { name, stated, neighbour, map }: ActivationMethod,
): Run<Saliency[]> {
  return new Run(async ({ signal, report }) => {
    const startedAt = performance.now();
    const fuse = checkFuse(options.fuse);
    const { picture, graph, targets } = await askTargets(model, source, options);
    const layers = namedLayers(model, options) ?? (await defaultLayers(model));
    const mapsOf = async (prepared: PreparedInput): Promise<FusedMap[]> => {
      const tapped = await tapLayers(model, graph, prepared, layers);
      const planes = await Promise.all(
        tapped.map(async ({ name: layer, dims, values }) => {
          const grid = await layerGrid(model, layer, dims);
          const plane = map(values, grid);
          return { name: layer, data: () => gridToPicture(plane, grid.columns, grid.rows, prepared.placement) };
        }),
      );
      return fuseMaps(planes, fuse).map(({ stated: at, data }) => ({ stated: at, data: once(data) }));
    };
    const maps: Saliency[] = [];
    report(0, targets.length);
    // Targets that are asked about in the same part of the picture share its maps.
    const known = new Map<PreparedInput, readonly FusedMap[]>();
    for (const { target, prepared } of targets) {
      signal.throwIfAborted();
      const shared = known.get(prepared) ?? (await mapsOf(prepared));
      known.set(prepared, shared);
      for (const { stated: at, data } of shared) {
        const provenance = makeProvenance(model, picture, name, { ...at, ...stated }, null, startedAt);
        const note = `${name} shows what the layer holds, whatever the target; ${neighbour} asks about the target.`;
        const notes = [...provenance.notes, note];
        const details = { masks: null, reliability: null, provenance: { ...provenance, notes } };
        maps.push(makeLazySaliency(data, null, picture, target, details));
      }
      report(target.index + 1, targets.length, null);
    }
    return maps;
  }, options.signal);
}
