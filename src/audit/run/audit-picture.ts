import { decodePicture } from '#decode-picture';
import { packGrid } from '../../core/packed-grid.ts';
import type { Picture } from '../../core/picture.ts';
import { type Region, rasterise } from '../../core/region.ts';
import type { Saliency } from '../../core/saliency.ts';
import { layerText } from '../../core/stated-layers.ts';
import { type ExplainOptions, explain } from '../../methods/explain.ts';
import { openProbe } from '../../methods/open-probe.ts';
import type { Judged, Need } from '../../metrics/metric.ts';
import { findMetric } from '../../metrics/registry.ts';
import type { Model } from '../../tasks/model.ts';
import type { DataPicture, DataSet } from '../data/data-set.ts';
import { attempt, failureOf } from './attempt.ts';
import { type AuditTarget, type ChosenTargets, chooseAuditTargets } from './audit-targets.ts';
import { classesOf, type Knowledge, knowledgeOf } from './knowledge.ts';
import { gridOf } from './map-grid.ts';
import type { CheckedAudit } from './options.ts';
import type { ExplanationRecord, PictureRecord, ResultRecord } from './record.ts';
import { transferTargets } from './transfer-targets.ts';

/**
 * Explains one picture with every model, and measures its maps. A picture that can't be read, or that a model fails on, is said to
 * have failed.
 * @throws XaiError of a code in {@link FATAL}, or the abort reason
 */
export async function auditPicture(
  models: readonly Model[],
  data: Pick<DataSet, 'format' | 'read'>,
  entry: DataPicture,
  options: CheckedAudit,
  signal: AbortSignal,
): Promise<PictureRecord> {
  const base = { picture: entry.name, split: entry.truth.split, labels: [...entry.truth.labels] };
  try {
    const picture = await decodePicture(await data.read(entry.name, signal), { name: entry.name });
    const knowledge = await knowledgeOf(data, entry, picture, classesOf(models[0]), signal);
    const problems = new Set(knowledge.problems);
    const results: ResultRecord[] = [];
    let first: readonly AuditTarget[] | null = null;
    for (const model of models) {
      const asked = await ask(model, picture, knowledge, options, first, signal);
      if ('chosen' in asked) {
        for (const problem of asked.chosen.problems) problems.add(problem);
        first ??= asked.chosen.targets;
        results.push(
          await attempt(() => explainTargets(model, picture, asked.chosen.targets, options, signal), signal),
        );
      } else {
        results.push(asked);
      }
    }
    const { sha256, width, height } = picture;
    const objects = knowledge.objects.map(({ label, box: [x0, y0, x1, y1] }) => ({
      label,
      box: [x0, y0, x1, y1] as [number, number, number, number],
    }));
    return { ...base, sha256, width, height, objects, problems: [...problems], results };
  } catch (cause) {
    const failed = failureOf(cause, signal);
    const nothing = { sha256: null, width: null, height: null, objects: [], problems: [] };
    return { ...base, ...nothing, results: models.map(() => failed) };
  }
}

async function ask(
  model: Model,
  picture: Picture,
  knowledge: Knowledge,
  options: CheckedAudit,
  first: readonly AuditTarget[] | null,
  signal: AbortSignal,
): Promise<{ readonly chosen: ChosenTargets } | ResultRecord> {
  try {
    const { scoreThreshold } = options.explain;
    const prediction = await model.predict(picture, { scoreThreshold, signal });
    const chosen = first
      ? transferTargets(first, model, picture, prediction, knowledge)
      : chooseAuditTargets(options.rule, model, picture, prediction, knowledge);
    return chosen.targets.length > 0 ? { chosen } : { status: 'empty', reason: NOTHING[options.rule] };
  } catch (cause) {
    return failureOf(cause, signal);
  }
}

const NOTHING: Readonly<Record<CheckedAudit['rule'], string>> = {
  top: 'The model found nothing over the threshold.',
  all: 'The model found nothing over the threshold.',
  annotated: 'The annotations name nothing that the model could be asked about.',
  wrong: 'Nothing is wrong.',
};

async function explainTargets(
  model: Model,
  picture: Picture,
  targets: readonly AuditTarget[],
  options: CheckedAudit,
  signal: AbortSignal,
): Promise<ResultRecord> {
  const startedAt = performance.now();
  const asked = targets.map(({ target }) => target) as Exclude<ExplainOptions['targets'], string | undefined>;
  const settings = { ...options.explain, partialEvery: null, signal };
  const maps = await explain(model, picture, { ...settings, targets: asked }).result();
  const explanations: ExplanationRecord[] = [];
  for (const [k, map] of maps.entries()) {
    explanations.push(await recordOf(model, picture, targets[k], map, options, signal));
  }
  const { method, options: stated, notes } = maps[0].provenance;
  const milliseconds = Math.round(performance.now() - startedAt);
  return { status: 'explained', method, layer: layerText(stated), explanations, notes: [...notes], milliseconds };
}

async function recordOf(
  model: Model,
  picture: Picture,
  { target, label, outcome, truth, object }: AuditTarget,
  map: Saliency,
  options: CheckedAudit,
  signal: AbortSignal,
): Promise<ExplanationRecord> {
  const again = async (other: Picture, changed: Model = model, seed = options.explain.seed) => {
    const settings = { ...options.explain, ...(seed !== undefined && { seed }), partialEvery: null, signal };
    const targets = [target] as ExplainOptions['targets'];
    const [one] = await explain(changed, other, { ...settings, targets }).result();
    return one;
  };
  const metrics: Record<string, number | null> = {};
  let probe: Judged['probe'];
  for (const name of options.metrics) {
    signal.throwIfAborted();
    const metric = findMetric(name);
    const needs = (need: Need) => metric.needs.includes(need);
    if (needs('object') && !object) {
      metrics[name] = null;
      continue;
    }
    if (needs('probe')) probe ??= await openProbe(model, picture, { target, signal });
    const others = needs('others') && map.provenance.seed !== null;
    if (needs('others') && !others) {
      metrics[name] = null;
      continue;
    }
    const subject: Judged = {
      map,
      picture,
      probe,
      model,
      explain: again,
      signal,
      ...(object && { object }),
      ...(others && { others: [await again(picture, model, (map.provenance.seed ?? 0) + 1)] }),
    };
    metrics[name] = (await metric.measure(subject, { seed: options.seed })).value;
  }
  const { box, classIndex, score } = map.target;
  return {
    label,
    class: classIndex,
    score,
    box: box && [...box],
    outcome,
    truth,
    metrics,
    ...energyOf(map, object),
    map: packGrid(gridOf(map)),
    masks: map.masks,
    reliability: map.reliability,
  };
}

/** Share of the positive weight inside the object, and of the picture that the object is. */
function energyOf({ width, height, data }: Saliency, object: Region | null) {
  if (!object) return { inside: null, area: null };
  const mask = rasterise(object, width, height);
  let within = 0;
  let all = 0;
  let area = 0;
  for (let at = 0; at < data.length; at++) {
    const weight = Math.max(0, data[at]);
    all += weight;
    area += mask[at];
    if (mask[at]) within += weight;
  }
  return { inside: all > 0 ? within / all : null, area: area / data.length };
}
