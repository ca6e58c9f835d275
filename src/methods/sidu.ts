import { channelPlane } from '../core/feature-grid.ts';
import { GridEnlarger } from '../core/grid-enlarger.ts';
import { nextTurn } from '../core/next-turn.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { tapLayer } from '../tasks/cut-graphs.ts';
import { defaultLayer } from '../tasks/default-layer.ts';
import type { ClassScores } from '../tasks/masked-graph.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { ClassReader } from './answer-readers.ts';
import { ChangedPasses } from './changed-passes.ts';
import {
  checkPictureOptions,
  openPicture,
  type PictureChangeOptions,
  pictureMaps,
  usedSeed,
} from './changed-picture.ts';
import { askClasses, type ClassQuestionOptions } from './class-question.ts';
import { layerGrid } from './layer-grid.ts';
import type { Method } from './registry.ts';

export interface SiduOptions extends PictureChangeOptions {
  /** Name of the tensor whose channels are the masks. Default: the recipe's, or the last that still has places. */
  readonly layer?: string;
}

/** A channel shows the picture where it is above this, as in the authors' code. */
const THRESHOLD = 0.1;
/** Width of the kernel over differences of predictions. */
const WIDTH = 0.25;

/**
 * SIDU (Muddamsetty et al., "Visual explanation of black-box model: similarity difference and uniqueness (SIDU) method",
 * Pattern Recognition 2022, arXiv:2101.10710): the channels of a layer as masks, weighted by how near the masked picture's
 * prediction is to the whole one's and how far it is from the other masks' (docs/methods/sidu.md). It explains the
 * prediction as a whole, all classes together: the map is the same for every class.
 * @throws XaiError through `result()`: `target-missing`, `option-invalid`, `method-unsupported`, ...
 */
export function sidu(model: Model, source: SubjectSource, options: SiduOptions = {}): Run<Saliency[]> {
  return new Run(async (context) => {
    const startedAt = performance.now();
    const checked = checkPictureOptions(options, 'zero');
    const question = await askClasses(model, source, options as ClassQuestionOptions);
    const { prepared, classes, graph, targets } = question;
    const { placement } = prepared;
    const layer = options.layer ?? (await defaultLayer(model));
    const { dims, values } = await tapLayer(model, graph, prepared, layer);
    const grid = await layerGrid(model, layer, dims);
    const enlarger = new GridEnlarger(grid, placement.input, placement.content, 'mirror');
    const paint = (channel: number, out: Float32Array) => {
      const shown = channelPlane(values, grid, channel).map((value) => (value > THRESHOLD ? 1 : 0));
      enlarger.enlarge(shown, out);
    };
    const { channels } = grid;
    // The last copy is the picture as it is.
    const { most, run, note } = await openPicture(question, checked, channels + 1, (copy, out) => {
      if (copy < channels) paint(copy, out);
      else out.fill(1);
    });
    const { output, activation } = graph.scores as ClassScores;
    const all = Array.from(classes.keys());
    const reader = new ClassReader({ name: output, classes: all.length }, activation, all);
    const passes = new ChangedPasses(reader, most, context.signal);
    const predictions = await passes.score(channels + 1, run, (done) => context.report(done, channels + 1));
    const weights = await siduWeights(predictions, all.length, context.signal);
    const { width, height } = placement.content;
    const map = new Float32Array(width * height);
    const mask = new Float32Array(width * height);
    weights.forEach((weight, channel) => {
      paint(channel, mask);
      for (let pixel = 0; pixel < map.length; pixel++) map[pixel] += (weight * mask[pixel]) / channels;
    });
    const method = { name: 'sidu', options: { layer, fill: checked.fill }, seed: usedSeed(checked), startedAt };
    const notes = ['This method explains the prediction as a whole: the map is the same for every class.'];
    if (note !== null) notes.push(note);
    return pictureMaps(
      question,
      notes.join(' '),
      method,
      targets.map(() => map),
      channels,
    );
  }, options.signal);
}

/**
 * Similarity difference times uniqueness of each mask.
 * @param predictions one row of `classes` a mask, then the whole picture's
 */
async function siduWeights(predictions: Float32Array, classes: number, signal: AbortSignal): Promise<Float64Array> {
  const masks = predictions.length / classes - 1;
  const distance = (a: number, b: number): number => {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += (predictions[a * classes + k] - predictions[b * classes + k]) ** 2;
    return Math.sqrt(sum);
  };
  const uniqueness = new Float64Array(masks);
  for (let a = 0; a < masks; a++) {
    for (let b = a + 1; b < masks; b++) {
      const apart = distance(a, b);
      uniqueness[a] += apart;
      uniqueness[b] += apart;
    }
    if (a % ROWS_A_TURN === 0) {
      await nextTurn();
      signal.throwIfAborted();
    }
  }
  const low = uniqueness.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = uniqueness.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return uniqueness.map((value, mask) => {
    const similarity = Math.sqrt(Math.exp(-(distance(mask, masks) ** 2) / WIDTH ** 2));
    return high > low ? (similarity * (value - low)) / (high - low) : similarity;
  });
}

/** Rows of distances between two looks at the signal. */
const ROWS_A_TURN = 16;

export const SIDU: Method = {
  name: 'sidu',
  title: 'SIDU',
  tasks: ['classification', 'tagging', 'series'],
  source: 'Muddamsetty et al., Pattern Recognition 2022, arXiv:2101.10710',
  needs: 'A feature map between picture and scores.',
  cost: 'one pass of the model per channel of the layer',
  classAgnostic: true,
  together: true,
  options: ['layer', 'fill', 'seed'],
  passes: () => null,
  run: (model, source, options) => sidu(model, source, options as SiduOptions),
};
