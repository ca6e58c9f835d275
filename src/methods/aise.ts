import type { Box } from '../core/boxes.ts';
import { oneOf, wholeNumber } from '../core/check-options.ts';
import { Direct } from '../core/direct.ts';
import { boxToInput, type Placement } from '../core/placement.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { SoftWindows } from '../core/soft-windows.ts';
import { defaultFill } from '../tasks/fill.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { ALL_TASKS, isDetection } from '../tasks/recipe.ts';
import { ChangedPasses } from './changed-passes.ts';
import {
  checkPictureOptions,
  openPicture,
  type PictureChangeOptions,
  pictureMaps,
  usedSeed,
} from './changed-picture.ts';
import { scaleMap } from './presets.ts';
import { ask } from './question.ts';
import type { Method } from './registry.ts';

export interface AiseOptions extends PictureChangeOptions {
  /** Windows tried per width, 1 to 10 000. Default 50. */
  readonly windows?: number;
  /**
   * `default`, or `openvino`: as OpenVINO XAI ships it, windows of a detection stay within its box enlarged by half on each side, `zero` fill,
   * similarity IoU x score within the label, map scaled to 0..1.
   */
  readonly preset?: (typeof PRESETS)[number];
}

/** A search for places where a soft window of one width shows what makes the answer; shares of the content rectangle. */
interface Search {
  readonly width: number;
  readonly lower: readonly [x: number, y: number];
  readonly upper: readonly [x: number, y: number];
}

/** A window that was tried, and how much of the answer it shows. */
interface Tried {
  readonly point: readonly number[];
  readonly value: number;
}

const PRESETS = ['default', 'openvino'] as const;

const CLASS_WIDTHS = [0.1, 0.175, 0.25];
/** Widths of a detection's windows: its shorter side over these. */
const BOX_DIVISORS = [7, 4, 1];
/** Least share of the best value by which the search must hope to be better. */
const CLASS_EPSILON = 0.1;
const BOX_EPSILON = 0.05;
/** How far beyond its box, in sides of it, the `openvino` preset looks for a detection. */
const BOX_MARGIN = 0.5;

/** Windows tried per width unless it is said otherwise. */
const WINDOWS = 50;

/**
 * AISE, adaptive input sampling (the black-box method of OpenVINO XAI): soft round windows whose places are chosen by DIRECT, a
 * global search, so that the class is seen through the window and lost without it (docs/methods/aise.md). Each target is
 * searched on its own.
 * @throws XaiError through `result()`: `target-missing`, `no-detections`, `option-invalid`, `method-unsupported`, ...
 */
export function aise(model: Model, source: SubjectSource, options: AiseOptions = {}): Run<Saliency[]> {
  return new Run(async (context) => {
    const startedAt = performance.now();
    const preset = oneOf('preset', options.preset ?? 'default', PRESETS);
    const isOpenvino = preset === 'openvino';
    const windows = wholeNumber('windows', options.windows ?? WINDOWS, 1, 10_000);
    const checked = checkPictureOptions(options, isOpenvino ? 'zero' : defaultFill(model.recipe));
    const similarity = isOpenvino ? ({ objectness: 'score', classes: 'same-label' } as const) : {};
    const question = await ask(model, source, options, { score: 'probability', similarity });
    const { targets, prepared } = question;
    const { placement } = prepared;
    // A detection is looked for in the window only; a class must be lost without it too.
    const isBox = isDetection(model.recipe);
    const copies = isBox ? 1 : 2;
    const epsilon = isBox ? BOX_EPSILON : CLASS_EPSILON;
    const plans = targets.map(({ box }) => searches(isBox ? box : null, placement, isOpenvino));
    const total = plans.flat().length * windows * copies;
    const shown = new SoftWindows(placement.content);
    const { most, run, note } = await openPicture(question, checked, total, (copy, out) => {
      shown.paint(Math.floor(copy / copies), copy % copies === 1, out);
    });
    const passes = new ChangedPasses(question.makeReader(), most, context.signal);
    const { fill } = checked;
    const method = { name: 'aise', options: { preset, windows, fill }, seed: usedSeed(checked), startedAt };
    const maps = targets.map(() => new Float32Array(placement.content.width * placement.content.height));
    const finish = (used: number) => {
      const planes = isOpenvino ? maps.map((map) => scaleMap(map.slice(), 'min-max')) : maps;
      return pictureMaps(question, note, method, planes, used);
    };
    let done = 0;
    context.report(done, total);
    for (const [target, plan] of plans.entries()) {
      for (const { width, lower, upper } of plan) {
        const direct = new Direct(lower, upper, { epsilon });
        const tried: Tried[] = [];
        for (let left = windows; left > 0; ) {
          const points = direct.ask(left);
          if (points.length === 0) break;
          shown.place(points, width);
          const scores = await passes.score(points.length * copies, run);
          const values = points.map((_, k) => {
            const at = k * copies * targets.length + target;
            return scores[at] - (copies === 2 ? scores[at + targets.length] : 0);
          });
          direct.tell(values.map((value) => -value));
          tried.push(...points.map((point, k) => ({ point, value: values[k] })));
          left -= points.length;
          done += points.length * copies;
          context.report(done, total);
        }
        addWindows(shown, tried, width, isOpenvino, maps[target]);
        if (checked.partialEvery !== null) context.report(done, total, finish(done));
      }
    }
    context.report(total, total);
    return finish(done);
  }, options.signal);
}

/**
 * Adds the windows of one width to a map, each as high as its value, together at most 1 high. Values are counted from the
 * lowest one, or the map would be low where the search looked most as soon as no single window is enough; `asTheyAre` does not.
 */
function addWindows(
  shown: SoftWindows,
  tried: readonly Tried[],
  width: number,
  asTheyAre: boolean,
  map: Float32Array,
): void {
  const lowest = asTheyAre ? 0 : tried.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const sum = new Float32Array(map.length);
  shown.place(
    tried.map(({ point }) => point),
    width,
  );
  for (const [k, { value }] of tried.entries()) shown.add(k, value - lowest, sum);
  const highest = sum.reduce((a, b) => Math.max(a, b), 0);
  const scale = highest > 0 ? 1 / highest : 1;
  for (let pixel = 0; pixel < map.length; pixel++) map[pixel] += scale * sum[pixel];
}

/** @param box picture pixels; null for an answer about the whole picture */
function searches(box: Box | null, placement: Placement, isLimited: boolean): Search[] {
  const whole = { lower: [0, 0], upper: [1, 1] } as const;
  if (!box) return CLASS_WIDTHS.map((width) => ({ width, ...whole }));
  const { content } = placement;
  const [x0, y0, x1, y1] = boxToInput(box, placement);
  const [left, right] = [x0, x1].map((x) => (x - content.x) / content.width);
  const [top, bottom] = [y0, y1].map((y) => (y - content.y) / content.height);
  const [across, down] = [right - left, bottom - top];
  const within = {
    lower: [Math.max(0, left - BOX_MARGIN * across), Math.max(0, top - BOX_MARGIN * down)],
    upper: [Math.min(1, right + BOX_MARGIN * across), Math.min(1, bottom + BOX_MARGIN * down)],
  } as const;
  return BOX_DIVISORS.map((divisor) => ({
    width: Math.min(across, down) / divisor,
    ...(isLimited ? within : whole),
  }));
}

export const AISE: Method = {
  name: 'aise',
  title: 'AISE',
  tasks: ALL_TASKS,
  source: 'OpenVINO XAI, black_box/aise',
  cost: 'one pass of the model per window and target, two for classes',
  options: ['windows', 'preset', 'score', 'fill', 'seed'],
  presets: PRESETS,
  passes: ({ windows = WINDOWS }, model) => windows * CLASS_WIDTHS.length * (isDetection(model.recipe) ? 1 : 2),
  run: (model, source, options) => aise(model, source, options as AiseOptions),
};
