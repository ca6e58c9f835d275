import type { MaskSpec } from '../core/masks/spec.ts';
import { FEWEST_FOR_ERROR } from '../core/masks/standard-error.ts';
import { mapToPicture } from '../core/resample.ts';
import type { RunContext } from '../core/run.ts';
import type { Saliency, Target } from '../core/saliency.ts';
import type { Answer } from '../gpu/answer-scorer.ts';
import { extraFeeds, mainInput, makeFeeds } from '../tasks/feeds.ts';
import { type MaskedGraph, readOutputs } from '../tasks/masked-graph.ts';
import { inputDims } from '../tasks/prepare.ts';
import { picturesPerRun } from './batch-size.ts';
import { BatchTuner } from './batch-tuner.ts';
import { CpuPasses } from './cpu-passes.ts';
import { GpuPasses } from './gpu-passes.ts';
import { makeLazySaliency, makeProvenance } from './make-saliency.ts';
import { MaskRecord } from './mask-record.ts';
import { runMasks } from './mask-run.ts';
import { type LazyPlane, type LazyReliability, Steadiness } from './mask-statistics.ts';
import type { MaskedPasses } from './masked-passes.ts';
import { type CheckedMaskOptions, copyWriter, type Estimate, estimateFor, maskedInput } from './masking.ts';
import { scaleMap, scaleOf } from './presets.ts';
import type { Question } from './question.ts';
import { checkSameRun, masksOf, type StoredRun } from './stored-run.ts';

/** What a method with random masks asks of a model. */
export interface MaskedQuestion extends Question {
  /** Name of the method. */
  readonly method: string;
  readonly options: CheckedMaskOptions;
  /** Options beside those of the masks, for the provenance. */
  readonly furtherOptions: Readonly<Record<string, unknown>>;
  readonly spec: MaskSpec;
}

/** How sure one map is. */
interface Sureness {
  readonly reliability: LazyReliability;
  readonly stableAt: number | null;
  readonly error: LazyPlane | null;
}

/** No part can be told from another by one mask. */
const ONE_MASK = 'One mask tells nothing: ask for some hundreds.';
const FEW_MASKS = `Fewer than ${FEWEST_FOR_ERROR} masks are too few to say how sure this map is: ask for some hundreds.`;

const UNMOVED =
  'No mask changed the score of this target, so there is no evidence for it in the picture: the map says nothing.';
const LAST_BITS = 1e-6;

/** One explanation by random masks under way: runs it, and turns scores into maps of the picture. */
export class MaskedExplanation {
  readonly record: MaskRecord;
  readonly #question: MaskedQuestion;
  readonly #startedAt: number;
  readonly #notes: string[] = [];
  readonly #estimate: Estimate;
  readonly #steadiness: Steadiness;

  constructor(question: MaskedQuestion, startedAt: number) {
    this.#question = question;
    this.#startedAt = startedAt;
    const { spec, targets, options, makeReader } = question;
    this.record = new MaskRecord(spec, targets.length, makeReader().keptWords, options.masks);
    this.#estimate = estimateFor(options, spec);
    this.#steadiness = new Steadiness(this.record, options.form, this.#estimate, options.reliability);
  }

  /** The run so far, as it can be saved. */
  store(): StoredRun {
    const { method, model, picture, spec, targets, options, furtherOptions } = this.#question;
    return {
      method,
      modelSha256: model.sha256,
      pictureSha256: picture.sha256,
      spec,
      asked: { fill: options.fill, ...furtherOptions },
      targets,
      scores: this.record.scores.slice(),
      kept: this.record.kept.slice(),
    };
  }

  async run(context: RunContext<Saliency[]>): Promise<Saliency[]> {
    const { model, options, targets } = this.#question;
    const { resume } = options;
    if (resume) {
      checkSameRun(resume, this.store(), this.record.keptWords);
      this.record.append(resume.scores, resume.kept, masksOf(resume));
    }
    const { masks, form, partialEvery } = options;
    const most = picturesPerRun(this.#question, masks, options.batch);
    const batched = most > 1 ? await this.#question.openBatched() : null;
    const graph = batched ?? this.#question.graph;
    const batch = batched?.batches ? most : 1;
    if (batched?.note) this.#notes.push(batched.note);
    const key = `${model.sha256} ${graph.runner.provider} ${graph.runner.adapter}`;
    const isTuned = options.batch === null && graph.runner.provider === 'webgpu';
    const tuner = new BatchTuner(isTuned ? key : null, batch);
    return runMasks<Saliency[]>(context, {
      runner: graph.runner,
      record: this.record,
      masks,
      tuner,
      form,
      steadiness: this.#steadiness,
      partialEvery,
      makePasses: () => this.#makePasses(graph, batch),
      finish: (maps, statistics) =>
        maps.map((map, index) => {
          if (statistics && this.#isUnmoved(index)) return this.#nothing(map, targets[index], statistics.error[index]);
          return this.#saliency(map, targets[index], this.#fewMasks(), {
            reliability: statistics?.reliability[index] ?? (() => null),
            stableAt: statistics?.stableAt[index] ?? null,
            error: statistics?.error[index] ?? null,
          });
        }),
    });
  }

  /** What is to be said of a run of few masks; while it goes on more are to come. */
  #fewMasks(): readonly string[] {
    const { count } = this.record;
    if (count < this.#question.options.masks || count >= FEWEST_FOR_ERROR) return [];
    return [count === 1 ? ONE_MASK : FEW_MASKS];
  }

  /** Whether no mask changed a target's score by more than the last bits of a float32. */
  #isUnmoved(target: number): boolean {
    const { scores, targets, count } = this.record;
    let low = scores[target];
    let high = scores[target];
    for (let at = target; at < count * targets; at += targets) {
      low = Math.min(low, scores[at]);
      high = Math.max(high, scores[at]);
    }
    return count > 1 && high - low <= LAST_BITS * Math.max(Math.abs(low), Math.abs(high));
  }

  /** The map of such a target: where the mean is subtracted, 0 in place of rounding errors that would look like a map. */
  #nothing(map: LazyPlane, target: Target, error: LazyPlane | null): Saliency {
    if (this.#question.options.form !== 'mean-subtracted')
      return this.#saliency(map, target, [UNMOVED], { reliability: () => error && 0, stableAt: null, error });
    const { width, height } = this.#question.spec;
    const none = () => new Float32Array(width * height);
    return this.#saliency(none, target, [UNMOVED], {
      reliability: () => error && 0,
      stableAt: null,
      error: error && none,
    });
  }

  /**
   * The map of a target that was not asked for when the masks ran.
   * @param scores one per recorded mask
   * @param options where they are others than the run's, for the provenance
   */
  mapOf(
    target: Target,
    scores: Float32Array,
    { notes = [], options = {} }: { notes?: readonly string[]; options?: MaskedQuestion['furtherOptions'] } = {},
  ): Saliency {
    const { map, reliability, error } = this.#steadiness.of(scores);
    return this.#saliency(map, target, notes, { reliability: () => reliability, stableAt: null, error }, options);
  }

  #saliency(
    plane: LazyPlane,
    target: Target,
    notes: readonly string[],
    sure: Sureness,
    others: MaskedQuestion['furtherOptions'] = {},
  ): Saliency {
    const { method, model, picture, prepared, options, furtherOptions } = this.#question;
    const { preset, masks, grid, keep, seed, fill, form, scaling, reliability: wanted } = options;
    const stated = {
      preset,
      masks,
      grid,
      keep,
      fill,
      form,
      estimate: this.#estimate,
      scaling,
      reliability: wanted,
      ...furtherOptions,
      ...others,
    };
    const provenance = makeProvenance(model, picture, method, stated, seed, this.#startedAt);
    const { reliability, stableAt, error } = sure;
    const { placement } = prepared;
    const stray =
      error &&
      (() => {
        const wide = mapToPicture(error(), placement);
        if (scaling === 'none') return wide;
        const { factor } = scaleOf(plane(), scaling);
        return wide.map((value) => value * factor);
      });
    const data = () => mapToPicture(scaling === 'none' ? plane() : scaleMap(plane().slice(), scaling), placement);
    return makeLazySaliency(data, stray, picture, target, {
      masks: this.record.count,
      reliability,
      provenance: {
        ...provenance,
        ...(wanted !== null && { stableAt }),
        notes: [...provenance.notes, ...this.#notes, ...notes],
      },
    });
  }

  /** Chosen anew after every fallback: a graph may have moved from the GPU to wasm. */
  async #makePasses(graph: MaskedGraph, batch: number): Promise<MaskedPasses> {
    const { model, prepared, options, spec, answer, makeReader } = this.#question;
    const { runner } = graph;
    const { recipe } = model;
    const port = mainInput(recipe, runner.inputs);
    const { device } = runner;
    if (device && answer && recipe.task !== 'series' && (port.type === 'float32' || port.type === 'float16')) {
      return GpuPasses.create({
        runner,
        pipeline: {
          device,
          spec,
          input: maskedInput(model, prepared, options),
          halfInput: port.type === 'float16',
          halfOutputs: runner.outputs.some(({ type }) => type === 'float16'),
          batch,
          answer: answerOf(answer, graph),
        },
        form: options.form,
        port: { name: port.name, type: port.type },
        dims: (count) => inputDims(recipe.input, count),
        furtherFeeds: (count) => extraFeeds(recipe, count),
      });
    }
    return new CpuPasses({
      runner,
      makeWriter: (buffers) => copyWriter(spec, model, prepared, options, batch, buffers),
      batch,
      reader: makeReader(),
      outputs: graph.layout?.kind === 'dense' ? readOutputs(graph) : null,
      feeds: (values, count) => makeFeeds(recipe, runner.inputs, values, count),
    });
  }
}

/** As this graph gives it: in a batch a table of boxes may be there once. */
function answerOf(answer: Answer, { layout }: MaskedGraph): Answer {
  return answer.kind === 'proposals' && layout?.kind === 'dense' ? { ...answer, layout } : answer;
}
