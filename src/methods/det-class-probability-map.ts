import { XaiError } from '../core/errors.ts';
import type { DenseProposals } from '../core/proposals.ts';
import { gridToPicture } from '../core/resample.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { tensorToFloat32 } from '../core/tensor.ts';
import { decodeBoxes } from '../gpu/reference/decode-proposals.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { type ProposalLevel, proposalLevels } from '../tasks/proposal-levels.ts';
import { askTargets, feedsOf, type GradientOptions, requireClass } from './gradient/question.ts';
import { makeLazySaliency, makeProvenance } from './make-saliency.ts';
import type { Method } from './registry.ts';

/** Side of the common grid that all levels are brought to, as OpenVINO XAI has it. */
const SIDE = 23;
/** Keeps the logarithm of a score of 0 or 1 finite. */
const EPSILON = 1e-6;
/** Stands for a logit of minus infinity, which no mean of places could be taken with. */
const NEVER = -100;

/**
 * One plane a class: the class's logit at each place, the highest of a cell's proposals, averaged over levels.
 * @param logit of a class at a proposal
 * @returns length classes x SIDE x SIDE
 */
export function classLogitMaps(
  levels: readonly ProposalLevel[],
  classes: number,
  logit: (proposal: number, classIndex: number) => number,
): Float32Array {
  const area = SIDE * SIDE;
  const maps = new Float32Array(classes * area);
  for (const { first, columns, rows, perCell } of levels) {
    for (let c = 0; c < classes; c++) {
      const plane = Float32Array.from({ length: rows * columns }, (_, cell) => {
        let best = Number.NEGATIVE_INFINITY;
        for (let k = 0; k < perCell; k++) best = Math.max(best, logit(first + cell * perCell + k, c));
        return best;
      });
      const whole = { x: 0, y: 0, width: SIDE, height: SIDE };
      const size = { width: SIDE, height: SIDE };
      const brought = gridToPicture(plane, columns, rows, { picture: size, input: size, crop: whole, content: whole });
      for (let at = 0; at < area; at++) maps[c * area + at] += brought[at] / levels.length;
    }
  }
  return maps;
}

/** Softmax over the classes at each place, in place. */
export function softmaxOverClasses(maps: Float32Array, classes: number): Float32Array {
  const area = maps.length / classes;
  for (let at = 0; at < area; at++) {
    let top = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) top = Math.max(top, maps[c * area + at]);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(maps[c * area + at] - top);
    for (let c = 0; c < classes; c++) maps[c * area + at] = Math.exp(maps[c * area + at] - top) / sum;
  }
  return maps;
}

function explainProbabilities(model: Model, source: SubjectSource, options: GradientOptions): Run<Saliency[]> {
  return new Run(async ({ report }) => {
    const startedAt = performance.now();
    const { picture, graph, targets } = await askTargets(model, source, options);
    for (const { target } of targets) requireClass('det-class-probability-map', target, 'd-rise');
    const { layout } = graph;
    const { input } = model.pictureRecipe();
    if (layout?.kind !== 'dense') throw noGrids(model.name);
    const [{ prepared }] = targets;
    const outputs = await graph.runner.run(feedsOf(model, graph, prepared));
    const boxes = new Float32Array(layout.count * 4);
    decodeBoxes({ [layout.boxes.output]: tensorToFloat32(outputs[layout.boxes.output]) }, 0, layout, boxes);
    const levels = proposalLevels(layout, input, boxes);
    if (!levels) throw noGrids(model.name);
    const scores = tensorToFloat32(outputs[layout.scores.output]);
    const maps = softmaxOverClasses(classLogitMaps(levels, layout.classes, logitsOf(scores, layout)), layout.classes);
    report(1, 1);
    const provenance = makeProvenance(model, picture, 'det-class-probability-map', {}, null, startedAt);
    return targets.map(({ target }) => {
      const plane = maps.subarray(target.classIndex * SIDE * SIDE, (target.classIndex + 1) * SIDE * SIDE);
      const data = () => gridToPicture(plane, SIDE, SIDE, prepared.placement);
      return makeLazySaliency(data, null, picture, target, { masks: null, reliability: null, provenance });
    });
  }, options.signal);
}

function noGrids(name: string): XaiError {
  return new XaiError(
    'method-unsupported',
    `The proposals of ${name} do not lie on the grids of a usual pyramid. Use d-rise.`,
    { option: 'method' },
  );
}

/** Where the graph has made scores of its logits already, back again. */
function logitsOf(scores: Float32Array, { scores: view, scoreActivation }: DenseProposals) {
  return (proposal: number, classIndex: number): number => {
    const value = scores[view.offset + proposal * view.row + classIndex * view.column];
    if (scoreActivation !== 'none') return Math.max(value, NEVER);
    const share = Math.min(1 - EPSILON, Math.max(EPSILON, value));
    return Math.log(share / (1 - share));
  };
}

/**
 * DetClassProbabilityMap: where a detector's head gives each class, whatever the boxes (docs/methods/det-class-probability-map.md).
 */
export const DET_CLASS_PROBABILITY_MAP: Method = {
  name: 'det-class-probability-map',
  title: 'DetClassProbabilityMap',
  aliases: ['classwisesaliencymap', 'detclassprobabilitymap'],
  tasks: ['detection', 'instance-segmentation'],
  source: 'OpenVINO XAI, `DetClassProbabilityMap`',
  needs: 'A detector whose raw proposals lie on the grids of a pyramid, with several classes.',
  cost: 'one pass, for all classes together',
  together: true,
  options: [],
  passes: () => 1,
  run: (model, source, options) => explainProbabilities(model, source, options as GradientOptions),
};
