import { oneOf } from '../../core/check-options.ts';
import { XaiError } from '../../core/errors.ts';
import { once } from '../../core/lazily.ts';
import { gridToPicture } from '../../core/resample.ts';
import { Run } from '../../core/run.ts';
import type { Saliency } from '../../core/saliency.ts';
import { freeArrays } from '../../runtime/free-arrays.ts';
import type { Model, SubjectSource } from '../../tasks/model.ts';
import { ALL_TASKS } from '../../tasks/recipe.ts';
import { makeLazySaliency, makeProvenance } from '../make-saliency.ts';
import type { Method } from '../registry.ts';
import { checkSign, rectify, type Sign } from '../sign.ts';
import { checkFuse, type Fuse, fuseMaps } from './fuse-maps.ts';
import {
  gradientsAtLayers,
  type LayerChoice,
  type NamedLayerGradient,
  namedLayers,
  openLayerGradients,
} from './layer-gradients.ts';
import type { LayerMap } from './layer-maps.ts';
import { askGradient, type GradientOptions, type GradientQuestion, type TargetScore } from './question.ts';

export interface LayerMethodOptions extends GradientOptions, LayerChoice {
  readonly fuse?: Fuse;
  /** Default `positive`, as the papers have it. */
  readonly sign?: Sign;
  /**
   * Grad-CAM and Finer-CAM: whether a channel's weight is its mean gradient over `all` places, as the paper has it, or
   * `nearby` each place. Default: `nearby` for targets that have a place (boxes, areas, differences of them), since their score is read off a few
   * places of the layer and the same channels mean other things elsewhere; `all` for the others.
   */
  readonly average?: 'all' | 'nearby';
}

/** A class activation map that needs one gradient at one layer: one run of one session a target. */
export function layerMethod(about: {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly map: LayerMap;
  /** Whether the map averages gradients, so that `average` means something. */
  readonly averages?: boolean;
}): Method {
  const { name, title, source, averages } = about;
  return {
    name,
    title,
    tasks: ALL_TASKS,
    source,
    needs: 'A layer with places of the picture, and a gradient rule for every operator behind it.',
    cost: 'one forward and backward pass a target; the backward pass only from the score to the layer',
    options: ['layer', 'layers', 'fuse', 'sign', 'score', ...(averages ? (['average'] as const) : [])],
    passes: ({ targets }) => (Array.isArray(targets) ? targets.length : 1),
    run: (model, picture, options) => explainAtLayers(about, model, picture, options as LayerMethodOptions),
  };
}

/** @param prepare changes what the gradient is taken of */
export function explainAtLayers(
  { name, map, averages }: { readonly name: string; readonly map: LayerMap; readonly averages?: boolean },
  model: Model,
  source: SubjectSource,
  options: LayerMethodOptions,
  prepare: (question: GradientQuestion) => Promise<GradientQuestion> | GradientQuestion = (question) => question,
): Run<Saliency[]> {
  return new Run(async ({ signal, report }) => {
    const startedAt = performance.now();
    const sign = checkSign(options.sign ?? 'positive');
    const fuse = checkFuse(options.fuse);
    oneOf('average', options.average ?? 'all', ['all', 'nearby']);
    const question = await prepare(await askGradient(model, source, options));
    signal.throwIfAborted();
    const opened = await openLayerGradients(question, options);
    const { picture, targets } = question;
    const makers: ((leftOut: readonly string[]) => Saliency)[] = [];
    // Who asks for all there is to explain gets what a layer can tell; the others are named.
    const refusals: XaiError[] = [];
    const maps = () => makers.map((make) => make(refusals.map(({ message }) => message)));
    report(0, targets.length);
    for (const [done, target] of targets.entries()) {
      signal.throwIfAborted();
      const found = await gradientsAtLayers(question, opened, target);
      const used = await chooseLayers(question, options, found, target).catch((cause) => {
        if (options.targets !== 'all' || !(cause instanceof XaiError)) throw cause;
        refusals.push(cause);
        return [];
      });
      if (used.length === 0) continue;
      const average = options.average ?? (hasPlace(target) ? 'nearby' : 'all');
      const layers = used.map((layer) => {
        const { rows, columns } = layer.grid;
        const plane = rectify(map({ ...layer, nearby: average === 'nearby' }), sign);
        return { name: layer.name, data: () => gridToPicture(plane, columns, rows, target.prepared.placement) };
      });
      freeArrays(found.flatMap(({ activations, gradients }) => [activations, gradients]));
      for (const { stated: at, data } of fuseMaps(layers, fuse)) {
        const stated = {
          ...at,
          score: options.score ?? 'logit',
          sign,
          ...(averages ? { average } : {}),
        };
        const provenance = makeProvenance(model, picture, name, stated, null, startedAt);
        const shared = once(data);
        makers.push((leftOut) => {
          const notes = [...provenance.notes, ...opened.notes, ...leftOut];
          const details = { masks: null, reliability: null, provenance: { ...provenance, notes } };
          return makeLazySaliency(shared, null, picture, target.target, details);
        });
      }
      report(done + 1, targets.length, done + 1 < targets.length ? maps() : null);
    }
    if (makers.length === 0 && refusals.length > 0) throw refusals[0];
    return maps();
  }, options.signal);
}

function hasPlace({ sides }: TargetScore): boolean {
  return sides.every(({ spec: { kind } }) => kind === 'box' || kind === 'region');
}

/**
 * The layers asked for; where none was named, the last one that the target depends on: what a proposal of a detector
 * comes from directly, not what feeds it through another level. Of a difference the last one that feeds both sides.
 * @throws XaiError `method-unsupported` when a layer does not feed the target, offering one that does
 */
async function chooseLayers(
  question: GradientQuestion,
  choice: LayerChoice,
  found: readonly NamedLayerGradient[],
  target: TargetScore,
): Promise<readonly NamedLayerGradient[]> {
  const named = namedLayers(question.model, choice);
  if (named === null && found.length > 0) return [lastComputed(question, found)];
  const missing = named?.find((name) => !found.some((one) => one.name === name));
  if (named && missing === undefined) return found;
  const where = missing === undefined ? 'every layer that was tried' : `"${missing}"`;
  const why =
    target.sides.length === 1 ? 'it does not feed this score' : 'it does not feed both sides, or feeds them alike';
  throw new XaiError(
    'method-unsupported',
    `The gradient of ${target.target.label} at ${where} is 0 everywhere: ${why}. ${named ? await offer(question, target) : 'Name another layer.'}`,
    { node: missing, option: 'targets' },
  );
}

/** Which of the layers that the model offers does feed a target. */
async function offer(question: GradientQuestion, target: TargetScore): Promise<string> {
  const found = await openLayerGradients(question, {})
    .then((opened) => gradientsAtLayers(question, opened, target))
    .catch(() => []);
  return found.length > 0 ? `"${lastComputed(question, found).name}" does.` : 'Name another layer.';
}

function lastComputed({ order }: GradientQuestion, found: readonly NamedLayerGradient[]): NamedLayerGradient {
  return found.reduce((last, one) => ((order.get(one.name) ?? 0) > (order.get(last.name) ?? 0) ? one : last));
}
