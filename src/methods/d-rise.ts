import { XaiError } from '../core/errors.ts';
import type { Placement } from '../core/placement.ts';
import type { DetectionTarget, ProposalLayout } from '../core/proposals.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { unpackProposals } from '../gpu/reference/keep-proposals.ts';
import { prepareTargets } from '../gpu/reference/prepare-targets.ts';
import { scoreProposals } from '../gpu/reference/score-proposals.ts';
import { checkSimilarity, type SimilarityOptions } from '../gpu/reference/similarity.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { askBoxes, type BoxQuestionOptions, type BoxTarget, describeTarget, detectionTarget } from './box-question.ts';
import type { MaskRecord } from './mask-record.ts';
import { MaskedExplanation } from './masked-method.ts';
import { checkMaskOptions, MASK_OPTIONS, type MaskOptions } from './masking.ts';
import { DETECTOR_PRESETS, detectorPreset } from './presets.ts';
import type { Method } from './registry.ts';
import type { StoredRun } from './stored-run.ts';

export interface DriseOptions extends MaskOptions, BoxQuestionOptions {
  /** `default`, or an implementation to reproduce: `paper`, `microsoft`, `hysts`, `xaitk`. Other options win over it. */
  readonly preset?: string;
}

type AnswerBox = (target: BoxTarget, similarity?: Partial<SimilarityOptions>) => Saliency;

const FROM_KEPT = 'Answered from the 32 best proposals kept of each mask.';
const BY_BOXES = 'Boxes were compared, not masks: masks are compared in a run of their own.';

/** A D-RISE run; when it has come some way it can be asked about further boxes without running the model again. */
export class DriseRun extends Run<Saliency[]> {
  #ask: AnswerBox | null = null;
  #store: (() => StoredRun) | null = null;

  /** @internal */
  answerWith(ask: AnswerBox | null, store: () => StoredRun): void {
    this.#ask = ask;
    this.#store = store;
  }

  /**
   * The map of another box from the 32 best proposals that were kept of each mask, in milliseconds: near to a run of its own
   * for what the detector sees there, less so for places where it finds next to nothing. Instance segmenters are answered by
   * boxes, since masks are not kept. Its error and reliability are of the chance of the masks only.
   * @param similarity what is to be compared in another way than in the run. Default: nothing.
   * @throws XaiError `target-missing` before the first batch is done, `option-invalid` for a box without area
   */
  ask(target: BoxTarget, similarity?: Partial<SimilarityOptions>): Saliency {
    if (this.#ask) return this.#ask(target, similarity);
    throw new XaiError('target-missing', 'No mask has been run yet; ask again when the run has made a step.');
  }

  /**
   * The run so far, to be saved and gone on with (option `resume`).
   * @throws XaiError `target-missing` before the first batch is done
   */
  store(): StoredRun {
    if (this.#store) return this.#store();
    throw new XaiError('target-missing', 'No mask has been run yet; store the run when it has made a step.');
  }
}

/**
 * D-RISE: which parts of the picture made a detector find its objects (docs/methods/d-rise.md).
 * Gives one map per target, in order of falling score; all from one stream of masks.
 * @throws XaiError through `result()`: `no-detections`, `target-missing`, `option-invalid`, `method-unsupported`, ...
 */
export function drise(model: Model, source: SubjectSource, options: DriseOptions = {}): DriseRun {
  const run: DriseRun = new DriseRun(async (context) => {
    const startedAt = performance.now();
    const { preset: presetName = 'default' } = options;
    const preset = detectorPreset(presetName);
    const checked = checkMaskOptions(options, presetName, preset);
    const question = await askBoxes(model, source, {
      ...options,
      similarity: { ...preset.similarity, ...options.similarity },
    });
    context.signal.throwIfAborted();
    const { layout, similarity, prepared, targets } = question;
    const { placement } = prepared;
    const explanation = new MaskedExplanation(
      {
        ...question,
        method: 'd-rise',
        options: checked,
        furtherOptions: { similarity },
        spec: preset.maskSpec(placement.content, checked),
      },
      startedAt,
    );
    const ask = (target: BoxTarget, other: Partial<SimilarityOptions> = {}) => {
      const asked = { ...similarity, ...checkSimilarity(other) };
      const notes = [FROM_KEPT];
      if (layout.kind === 'dense' && layout.masks) notes.push(BY_BOXES);
      return explanation.mapOf(
        describeTarget(model, target, targets.length),
        scoreKept(explanation.record, layout, detectionTarget(target, placement, layout), asked, placement),
        { notes, options: { similarity: asked } },
      );
    };
    run.answerWith(ask, () => explanation.store());
    return explanation.run(context);
  }, options.signal);
  return run;
}

/** One score per recorded mask for a target that was not asked for when the masks ran. */
function scoreKept(
  record: MaskRecord,
  layout: ProposalLayout,
  target: DetectionTarget,
  similarity: SimilarityOptions,
  placement: Placement,
): Float32Array {
  const ownObjectness = layout.kind === 'labelled' || layout.objectness !== null;
  const shape = { classes: layout.classes, ownObjectness, input: placement.input };
  const prepared = prepareTargets([{ ...target, mask: null }], layout.classes, null);
  const scores = new Float32Array(record.count);
  for (let n = 0; n < record.count; n++) {
    scoreProposals(unpackProposals(record.kept, n * record.keptWords, shape), prepared, similarity, scores, n);
  }
  return scores;
}

export const DRISE: Method = {
  name: 'd-rise',
  title: 'D-RISE',
  tasks: ['detection', 'instance-segmentation'],
  source: 'Petsiuk et al., CVPR 2021, arXiv:2006.03204',
  cost: 'one pass of the model per mask, for all boxes together',
  together: true,
  options: [...MASK_OPTIONS, 'similarity'],
  presets: Object.keys(DETECTOR_PRESETS),
  passes: ({ masks, preset = 'default' }) => masks ?? detectorPreset(preset).masks,
  run: (model, source, options) => drise(model, source, options as DriseOptions),
};
