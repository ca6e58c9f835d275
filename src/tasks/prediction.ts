import type { Box } from '../core/boxes.ts';
import { XaiError } from '../core/errors.ts';
import type { ClassScore } from './classes.ts';
import type { Detection } from './detections.ts';
import type { HeadAnswers } from './heads.ts';
import type { Recipe, Task } from './recipe.ts';
import type { Segmentation } from './segmentation/segmentation.ts';
import type { Frames } from './series/frames-output.ts';

export interface PredictOptions {
  /** Detectors: answers below this score are left out. Default: the recipe's. */
  readonly scoreThreshold?: number;
  /**
   * Ask about this part of the picture only, picture pixels: the model is shown the box with 15 % of its longer side all
   * round, in the shape of its input. For models that give one answer about the whole of what they see. Default: all.
   */
  readonly box?: Box;
  readonly signal?: AbortSignal;
}

/** What the models of each task give. */
interface Answers {
  /** Objects, best first. */
  boxes: readonly Detection[];
  /** Classes or tags, best first. */
  classes: readonly ClassScore[];
  /** The class of each pixel. */
  segmentation: Segmentation;
  /** The answers of each head. */
  heads: readonly HeadAnswers[];
  /** As the model gave it; compare two with `cosineSimilarity`. */
  vector: Float32Array;
  /** One value per frame of the recording. */
  frames: Frames;
}

type Gives<K extends keyof Answers, T extends Task> = {
  readonly task: T;
  readonly picture: { readonly width: number; readonly height: number };
} & { readonly [A in K]: Answers[A] } & { readonly [A in Exclude<keyof Answers, K>]?: undefined };

/** What a model says of a picture, or of a window of a recording (whose size is in steps of time and rows). */
export type Prediction =
  | Gives<'boxes', 'detection' | 'instance-segmentation'>
  | Gives<'classes', 'classification' | 'tagging'>
  | Gives<'segmentation', 'semantic-segmentation'>
  | Gives<'heads', 'attributes'>
  | Gives<'vector', 'embedding'>
  | Gives<'classes', 'series'>
  | Gives<'frames', 'series'>;

const WHOLE: ReadonlySet<Task> = new Set(['classification', 'tagging', 'attributes', 'embedding']);

/** @throws XaiError `option-invalid` for a box with a model that answers about places of a picture */
export function refuseBox(recipe: Recipe, box: Box | undefined): void {
  if (!box || WHOLE.has(recipe.task)) return;
  throw new XaiError(
    'option-invalid',
    `A model for ${recipe.task} says itself where things are, so it is shown whole pictures only; leave out "box".`,
    { option: 'box' },
  );
}
