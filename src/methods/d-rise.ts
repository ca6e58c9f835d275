import { type Box, boxArea } from '../core/boxes.ts';
import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import { boxToInput, type Placement } from '../core/placement.ts';
import type { DetectionTarget, ProposalLayout } from '../core/proposals.ts';
import { Run } from '../core/run.ts';
import type { Saliency, Target } from '../core/saliency.ts';
import { unpackProposals } from '../gpu/reference/keep-proposals.ts';
import { prepareTargets } from '../gpu/reference/prepare-targets.ts';
import { scoreProposals } from '../gpu/reference/score-proposals.ts';
import type { SimilarityOptions } from '../gpu/reference/similarity.ts';
import type { PictureSource } from '../tasks/decode-picture.ts';
import type { Detection } from '../tasks/detections.ts';
import { type Model, toPicture } from '../tasks/model.ts';
import { DetectionReader } from './answer-readers.ts';
import type { MaskRecord } from './mask-record.ts';
import { MaskedExplanation } from './masked-method.ts';
import { checkMaskOptions, type MaskOptions } from './masking.ts';
import { detectorPreset } from './presets.ts';

/** A box to explain: one that the detector gave, or one drawn by hand, with a class or without. */
export type BoxTarget =
  | Detection
  | {
      /** Picture pixels. */
      readonly box: Box;
      /** Compare classes too: the class that the box is taken for. */
      readonly classIndex?: number;
      readonly label?: string;
    };

export interface DriseOptions extends MaskOptions {
  /** What to explain: the best detection, all of them, or the given boxes. Default `all`. */
  readonly targets?: 'top' | 'all' | readonly BoxTarget[];
  /** Detections below this score are not explained. Default: the recipe's. */
  readonly scoreThreshold?: number;
  /** `default`, or an implementation to reproduce: `paper`, `microsoft`, `hysts`, `xaitk`. Other options win over it. */
  readonly preset?: string;
  /** How like a target a proposal is. Default: IoU x cosine x objectness. */
  readonly similarity?: Partial<SimilarityOptions>;
}

/** A D-RISE run; when it has come some way it can be asked about further boxes without running the model again. */
export class DriseRun extends Run<Saliency[]> {
  #ask: ((target: BoxTarget) => Saliency) | null = null;

  /** @internal */
  answerWith(ask: (target: BoxTarget) => Saliency): void {
    this.#ask = ask;
  }

  /**
   * The map of another box from the proposals that were kept of each mask: a close approximation, in milliseconds.
   * @throws XaiError `target-missing` before the first batch is done, `option-invalid` for a box without area
   */
  ask(target: BoxTarget): Saliency {
    if (this.#ask) return this.#ask(target);
    throw new XaiError('target-missing', 'No mask has been run yet; ask again when the run has made a step.');
  }
}

/**
 * D-RISE: which parts of the picture made a detector find its objects (docs/methods/d-rise.md).
 * Gives one map per target, in order of falling score; all from one stream of masks.
 * @throws XaiError through `result()`: `no-detections`, `target-missing`, `option-invalid`, `method-unsupported`, ...
 */
export function drise(model: Model, source: PictureSource | Picture, options: DriseOptions = {}): DriseRun {
  const run: DriseRun = new DriseRun(async (context) => {
    const startedAt = performance.now();
    const { preset: presetName = 'default' } = options;
    const preset = detectorPreset(presetName);
    const checked = checkMaskOptions(options, presetName, preset);
    const similarity = { ...preset.similarity, ...options.similarity };
    const picture = await toPicture(source);
    const chosen = await chooseTargets(model, picture, options);
    context.signal.throwIfAborted();
    const prepared = model.prepare(picture);
    const { placement } = prepared;
    const graph = await model.maskedGraph(prepared);
    const layout = graph.layout as ProposalLayout;
    const wanted = chosen.map((target) => detectionTarget(target, placement, layout));
    const explanation = new MaskedExplanation(
      {
        method: 'd-rise',
        model,
        picture,
        prepared,
        graph,
        options: checked,
        furtherOptions: { similarity },
        spec: preset.maskSpec(placement.content, checked),
        targets: chosen.map((target, index) => describeTarget(model, target, index)),
        answer: layout.kind === 'dense' ? { kind: 'proposals', layout, targets: wanted, similarity } : null,
        makeReader: () => new DetectionReader(layout, wanted, similarity, placement.input),
      },
      startedAt,
    );
    run.answerWith((target) =>
      explanation.mapOf(
        describeTarget(model, target, chosen.length),
        scoreKept(explanation.record, layout, detectionTarget(target, placement, layout), similarity, placement),
        'Answered from the 32 best proposals kept of each mask.',
      ),
    );
    return explanation.run(context);
  }, options.signal);
  return run;
}

async function chooseTargets(model: Model, picture: Picture, options: DriseOptions): Promise<readonly BoxTarget[]> {
  const { targets = 'all' } = options;
  if (typeof targets !== 'string') {
    if (targets.length === 0)
      throw new XaiError('target-missing', 'The list of targets is empty; give at least one box.');
    return targets;
  }
  const prediction = await model.predict(picture, { scoreThreshold: options.scoreThreshold });
  if (!prediction.boxes) {
    throw new XaiError(
      'method-unsupported',
      `D-RISE explains detectors; ${model.name} is for ${prediction.task}. Use RISE.`,
    );
  }
  if (prediction.boxes.length === 0) {
    throw new XaiError(
      'no-detections',
      `${model.name} found nothing in ${picture.name ?? 'the picture'}; lower the score threshold, or give a box to explain.`,
    );
  }
  return targets === 'top' ? prediction.boxes.slice(0, 1) : prediction.boxes;
}

function detectionTarget(target: BoxTarget, placement: Placement, layout: ProposalLayout): DetectionTarget {
  if (boxArea(target.box) <= 0) {
    throw new XaiError(
      'option-invalid',
      `The box ${target.box.join(', ')} has no area; give x0, y0, x1, y1 in picture pixels.`,
      {
        option: 'targets',
      },
    );
  }
  if ('inputBox' in target) {
    const { inputBox, classVector, classIndex, mask } = target;
    // Where finished detections name no classes, only the proposals before NMS know how many there are.
    const fits = classVector.length === layout.classes;
    return { box: inputBox, classVector: fits ? classVector : oneHot(classIndex, layout.classes), mask };
  }
  const { classIndex } = target;
  let classVector: Float32Array | null = null;
  if (classIndex !== undefined) {
    if (!(Number.isInteger(classIndex) && classIndex >= 0 && classIndex < layout.classes)) {
      throw new XaiError('target-missing', `There is no class ${classIndex}; the model has ${layout.classes} classes.`);
    }
    classVector = oneHot(classIndex, layout.classes);
  }
  return { box: boxToInput(target.box, placement), classVector, mask: null };
}

function oneHot(classIndex: number, classes: number): Float32Array {
  const vector = new Float32Array(classes);
  vector[classIndex] = 1;
  return vector;
}

function describeTarget(model: Model, target: BoxTarget, index: number): Target {
  if ('inputBox' in target) {
    const { label, classIndex, score, box } = target;
    return { index, label, classIndex, score, box };
  }
  const { classIndex = -1, box } = target;
  const label = target.label ?? (classIndex >= 0 ? model.label(classIndex) : 'box drawn by hand');
  return { index, label, classIndex, score: null, box };
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
