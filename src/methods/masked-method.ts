import { createMaskSum, mapsFromScores } from '../core/masks/create-mask-sum.ts';
import type { MaskSpec } from '../core/masks/spec.ts';
import type { Picture } from '../core/picture.ts';
import type { RunContext } from '../core/run.ts';
import type { Saliency, Target } from '../core/saliency.ts';
import { makeFeeds } from '../tasks/feeds.ts';
import type { MaskedGraph, Model } from '../tasks/model.ts';
import type { PreparedInput } from '../tasks/prepare.ts';
import { type AnswerReader, CpuPasses } from './cpu-passes.ts';
import { MaskRecord } from './mask-record.ts';
import { runMasks } from './mask-run.ts';
import { type CheckedMaskOptions, makeProvenance, makeSaliency, maskedInput } from './masking.ts';
import { scaleMap } from './presets.ts';

/** What a method with random masks asks of a model, and how the answers are scored. */
export interface MaskedQuestion {
  /** Name of the method. */
  readonly method: string;
  readonly model: Model;
  readonly picture: Picture;
  readonly prepared: PreparedInput;
  readonly graph: MaskedGraph;
  readonly options: CheckedMaskOptions;
  /** Options beside those of the masks, for the provenance. */
  readonly furtherOptions: Readonly<Record<string, unknown>>;
  readonly spec: MaskSpec;
  readonly targets: readonly Target[];
  makeReader(): AnswerReader;
}

/** One explanation by random masks under way: runs it, and turns scores into maps of the picture. */
export class MaskedExplanation {
  readonly record: MaskRecord;
  readonly #question: MaskedQuestion;
  readonly #startedAt: number;

  constructor(question: MaskedQuestion, startedAt: number) {
    this.#question = question;
    this.#startedAt = startedAt;
    this.record = new MaskRecord(question.spec, question.targets.length, question.makeReader().keptWords);
  }

  run(context: RunContext<Saliency[]>): Promise<Saliency[]> {
    const { graph, options, targets } = this.#question;
    const { masks, form, reliability, partialEvery } = options;
    return runMasks<Saliency[]>(context, {
      runner: graph.runner,
      record: this.record,
      masks,
      form,
      reliability,
      partialEvery,
      makePasses: async () => this.#cpuPasses(),
      finish: (maps, reached) => maps.map((map, index) => this.#saliency(map, targets[index], reached[index], [])),
    });
  }

  /**
   * The map of a target that was not asked for when the masks ran.
   * @param scores one per recorded mask
   */
  mapOf(target: Target, scores: Float32Array, note?: string): Saliency {
    const { spec, options } = this.#question;
    const [map] = mapsFromScores(spec, scores, 1, options.form);
    return this.#saliency(map, target, null, note === undefined ? [] : [note]);
  }

  #saliency(map: Float32Array, target: Target, reliability: number | null, notes: readonly string[]): Saliency {
    const { method, model, picture, prepared, options, furtherOptions } = this.#question;
    const { preset, masks, grid, keep, seed, fill, form, scaling, reliability: wanted } = options;
    const stated = { preset, masks, grid, keep, fill, form, scaling, reliability: wanted, ...furtherOptions };
    const provenance = makeProvenance(model, picture, method, stated, seed, this.#startedAt);
    return makeSaliency(scaleMap(map, scaling), prepared.placement, target, {
      masks: this.record.count,
      reliability,
      provenance: { ...provenance, notes: [...provenance.notes, ...notes] },
    });
  }

  #cpuPasses(): CpuPasses {
    const { model, graph, prepared, options, spec, targets, makeReader } = this.#question;
    const { runner } = graph;
    return new CpuPasses({
      runner,
      spec,
      input: maskedInput(model, prepared, options),
      batch: options.batch ?? 1,
      form: options.form,
      sum: createMaskSum(spec, targets.length),
      reader: makeReader(),
      feeds: (values, count) => makeFeeds(model.recipe, runner.inputs, values, count),
    });
  }
}
