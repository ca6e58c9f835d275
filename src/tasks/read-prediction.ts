import type { Placement } from '../core/placement.ts';
import type { ProposalLayout } from '../core/proposals.ts';
import { type Tensor, tensorToFloat32 } from '../core/tensor.ts';
import { decodeLabelled, decodeProposals } from '../gpu/reference/decode-proposals.ts';
import { refuseNonFiniteProposals } from './check-outputs.ts';
import { checkProposals } from './check-proposals.ts';
import { readClasses } from './classes.ts';
import { type Detection, detect } from './detections.ts';
import { readVector } from './embedding.ts';
import { proposalLayout } from './formats/proposal-layout.ts';
import { readHeads } from './heads.ts';
import type { Prediction, PredictOptions } from './prediction.ts';
import { type DetectionRecipe, givesClasses, type Recipe } from './recipe.ts';
import { ClassGrid } from './segmentation/class-grid.ts';
import { Segmentation } from './segmentation/segmentation.ts';
import { readFrames } from './series/frames-output.ts';

type Outputs = Readonly<Record<string, Tensor>>;

/** Reads what a model's outputs say, as its recipe has it. */
export class PredictionReader {
  readonly #recipe: Recipe;
  #layout: ProposalLayout | null = null;

  constructor(recipe: Recipe) {
    this.#recipe = recipe;
  }

  /** Where a detector's proposals lie, which the first outputs tell; null before them. */
  get layout(): ProposalLayout | null {
    return this.#layout;
  }

  /** @throws XaiError `model-output` when the numbers are none or infinite, `labels-invalid`, ... */
  read(outputs: Outputs, placement: Placement, options: PredictOptions): Prediction {
    const recipe = this.#recipe;
    const size = placement.picture;
    switch (recipe.task) {
      case 'detection':
      case 'instance-segmentation':
        return { task: recipe.task, picture: size, boxes: this.#detect(recipe, outputs, placement, options) };
      case 'classification':
      case 'tagging':
        return { task: recipe.task, picture: size, classes: readClasses(outputs, recipe) };
      case 'semantic-segmentation': {
        const segmentation = new Segmentation(new ClassGrid(outputs, recipe), placement);
        return { task: recipe.task, picture: size, segmentation };
      }
      case 'attributes':
        return { task: recipe.task, picture: size, heads: readHeads(outputs, recipe) };
      case 'embedding':
        return { task: recipe.task, picture: size, vector: readVector(outputs, recipe) };
      case 'series':
        return givesClasses(recipe)
          ? { task: recipe.task, picture: size, classes: readClasses(outputs, recipe) }
          : { task: recipe.task, picture: size, frames: readFrames(outputs, recipe) };
    }
  }

  #detect(
    recipe: DetectionRecipe,
    outputs: Outputs,
    placement: Placement,
    { scoreThreshold }: PredictOptions,
  ): Detection[] {
    this.#layout ??= proposalLayout(recipe, outputs);
    const layout = this.#layout;
    const floats = mapValues(outputs, tensorToFloat32);
    refuseNonFiniteProposals(floats, layout);
    const proposals = layout.kind === 'dense' ? decodeProposals(floats, 0, layout) : decodeLabelled(outputs, layout);
    checkProposals(proposals, recipe, scoreThreshold ?? recipe.scoreThreshold);
    return detect(proposals, layout, recipe, placement, { scoreThreshold, outputs: floats });
  }
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, convert: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
}
