import { readFile } from 'node:fs/promises';
import { decodePicture } from '#decode-picture';
import { checkInside } from '../core/check-targets.ts';
import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import type { RegionArea, TargetSpec } from '../core/targets.ts';
import type { ExplainOptions } from '../methods/explain.ts';
import { chooseSpecs } from '../methods/gradient/choose-specs.ts';
import { toSpec } from '../methods/gradient/question.ts';
import type { Model } from '../tasks/model.ts';
import { pickSpecs } from '../tasks/pick-specs.ts';
import type { Prediction } from '../tasks/prediction.ts';
import { readWeights } from './read-weights.ts';
import { classNamed, type PlainChoice, pickByLabel, type TargetChoice } from './targets.ts';

/**
 * Asks the model about a picture, and turns what `--target` says into targets of the method.
 * @throws XaiError `no-detections`, `target-missing`, and what `Model.predict` throws
 */
export async function chooseTargets(
  model: Model,
  picture: Picture,
  choice: TargetChoice,
  scoreThreshold: number | undefined,
): Promise<ExplainOptions['targets']> {
  if (choice.kind === 'weights') return [await readWeights(choice.file)];
  if (choice.kind === 'part') return choosePart(model, picture, choice, scoreThreshold);
  if (choice.kind === 'versus') {
    const [a, b] = await Promise.all([choice.a, choice.b].map((side) => specOf(model, picture, side, scoreThreshold)));
    return [{ kind: 'difference', a, b }];
  }
  if (choice.kind === 'box') checkInside(choice.box, picture);
  if (choice.kind === 'pixel') {
    const [x, y] = choice.pixel;
    checkInside([x, y, x + 1, y + 1], picture, `pixel ${x},${y}`);
  }
  const part = model.recipe.task === 'attributes' && choice.kind === 'box' ? choice.box : undefined;
  const prediction = await model.predict(picture, { scoreThreshold, box: part });
  if (prediction.segmentation) return chooseRegions(prediction, choice, model);
  if (prediction.heads) return chooseAnswers(prediction, choice, model);
  if (prediction.vector) return [await chooseLikeness(model, choice)];
  if (prediction.boxes) return chooseBoxes(prediction, choice, model);
  return prediction.classes ? chooseClasses(prediction, choice, model) : pickSpecs(prediction, 'top');
}

/** @throws XaiError `option-invalid` for a side of a difference that names several answers */
async function specOf(
  model: Model,
  picture: Picture,
  side: TargetChoice,
  scoreThreshold: number | undefined,
): Promise<TargetSpec> {
  const specs = await specsOf(model, picture, side, scoreThreshold);
  if (specs.length === 1) return specs[0];
  const named = side.kind === 'part' ? side.of : side;
  const advice =
    named.kind === 'label'
      ? `"${named.label}" is the label of ${specs.length} answers, and a difference compares one with one; write ${named.label}:0 for the best of them, up to ${named.label}:${specs.length - 1}.`
      : `A side of the difference names ${specs.length} answers, one of each head; write HEAD=ANSWER in place of it.`;
  throw invalid(advice);
}

/** What a choice comes to, each as a target of its own. */
async function specsOf(
  model: Model,
  picture: Picture,
  choice: TargetChoice,
  scoreThreshold: number | undefined,
): Promise<readonly TargetSpec[]> {
  const chosen = await chooseTargets(model, picture, choice, scoreThreshold);
  if (Array.isArray(chosen)) return chosen.map((target) => toSpec(target).spec);
  const prediction = await model.predict(picture, { scoreThreshold });
  return chooseSpecs(model, picture, prediction, chosen === 'all' ? 'all' : 'top', scoreThreshold).map(
    ({ spec }) => spec,
  );
}

async function choosePart(
  model: Model,
  picture: Picture,
  { of, part }: Extract<TargetChoice, { kind: 'part' }>,
  scoreThreshold: number | undefined,
): Promise<TargetSpec[]> {
  const specs = await specsOf(model, picture, of, scoreThreshold);
  return specs.map((spec) => {
    if (spec.kind === 'box') return { ...spec, part };
    throw invalid(`${model.name} is for ${model.recipe.task}, which has no boxes, so --target can't end in #${part}.`);
  });
}

function chooseBoxes(
  { boxes }: Extract<Prediction, { readonly boxes: object }>,
  choice: PlainChoice,
  model: Model,
): ExplainOptions['targets'] {
  if (choice.kind === 'box') {
    if (choice.label === undefined) return [{ box: choice.box }];
    return [{ box: choice.box, label: choice.label, classIndex: classNamed(labelsOf(model), choice.label) }];
  }
  if (choice.kind === 'pixel' || choice.kind === 'like') throw unsuited(model, choice, 'LABEL, box:x0,y0,x1,y1 or top');
  if (boxes.length === 0) {
    throw new XaiError(
      'no-detections',
      'The model found nothing at this threshold; lower --score-threshold, or ask for --target box:x0,y0,x1,y1.',
    );
  }
  return choice.kind === 'label' ? pickByLabel(boxes, choice) : choice.kind;
}

function chooseClasses(
  { classes }: Extract<Prediction, { readonly classes: object }>,
  choice: PlainChoice,
  model: Model,
): ExplainOptions['targets'] {
  if (choice.kind === 'label') return pickByLabel(classes, choice).map(({ classIndex }) => classIndex);
  if (choice.kind === 'top' || choice.kind === 'all') return choice.kind;
  throw unsuited(model, choice, 'LABEL or top');
}

function chooseRegions(
  prediction: Extract<Prediction, { readonly segmentation: object }>,
  choice: PlainChoice,
  model: Model,
): ExplainOptions['targets'] {
  const { segmentation } = prediction;
  const { segments, labels } = segmentation;
  const region = (classIndex: number, area: RegionArea = {}): TargetSpec => ({
    kind: 'region',
    class: classIndex,
    ...area,
  });
  switch (choice.kind) {
    case 'like':
      throw unsuited(model, choice, 'LABEL, pixel:x,y, box:x0,y0,x1,y1 or top');
    case 'label':
      return pickByLabel(segments, choice).map(({ classIndex }) => region(classIndex));
    case 'box':
    case 'pixel': {
      const area = choice.kind === 'box' ? { box: choice.box } : { pixel: choice.pixel };
      const classIndex = choice.label === undefined ? segmentation.commonClass(area) : classNamed(labels, choice.label);
      return [region(classIndex, area)];
    }
    default:
      return choice.kind;
  }
}

function chooseAnswers(
  prediction: Extract<Prediction, { readonly heads: object }>,
  choice: PlainChoice,
  model: Model,
): ExplainOptions['targets'] {
  if (choice.kind === 'pixel' || choice.kind === 'like') throw unsuited(model, choice, 'HEAD=ANSWER, all or top');
  if (choice.kind === 'top' || choice.kind === 'all') return choice.kind;
  const attribute = (head: string, answer: number): TargetSpec => {
    return { kind: 'attribute', head, answer, ...(choice.kind === 'box' && { box: choice.box }) };
  };
  if (choice.label === undefined) {
    return prediction.heads.map(({ name, answers }) => attribute(name, answers[0].classIndex));
  }
  const answers = prediction.heads.flatMap(({ name, answers }) =>
    answers.map(({ label, classIndex }) => ({ head: name, classIndex, label: `${name}=${label}` })),
  );
  const rank = choice.kind === 'label' ? choice.rank : null;
  return pickByLabel(answers, { label: choice.label, rank }).map(({ head, classIndex }) => attribute(head, classIndex));
}

async function chooseLikeness(model: Model, choice: PlainChoice): Promise<TargetSpec> {
  if (choice.kind !== 'like') throw unsuited(model, choice, 'like:FILE, a picture to compare with');
  const bytes = await readFile(choice.file).catch((cause) => {
    throw new XaiError('input-missing', `${choice.file} can't be read (${cause.message}); check --target.`, {
      file: choice.file,
      option: 'target',
      cause,
    });
  });
  const { vector } = await model.predict(await decodePicture(bytes, { name: choice.file }));
  if (!vector) throw unsuited(model, choice, 'LABEL or top');
  return { kind: 'similarity', vector, label: choice.file };
}

function labelsOf({ recipe }: Model): readonly string[] {
  return Array.isArray(recipe.labels) ? recipe.labels : [];
}

function unsuited(model: Model, choice: PlainChoice, forms: string): XaiError {
  return invalid(`${model.name} is for ${model.recipe.task}, so --target can't be "${choice.kind}"; ask for ${forms}.`);
}

/** What no picture could be asked. */
function invalid(message: string): XaiError {
  return new XaiError('option-invalid', message, { option: 'target' });
}
