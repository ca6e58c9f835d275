import { type Box, boxIou } from '../core/boxes.ts';
import { fillMask } from '../core/masks/evaluate.ts';
import type { MaskSpec } from '../core/masks/spec.ts';
import type { DetectionTarget, Proposals } from '../core/proposals.ts';

/** One masked picture in, the detector's raw proposals out. */
export type DetectOnce = (input: Float32Array) => Promise<Proposals>;

/**
 * D-RISE as docs/methods/d-rise.md defines it, one mask after the other and nothing clever: the yardstick for the
 * kernels, their CPU twins and the benchmark's naive way. Box similarity only, NCHW input.
 *
 * @param image normalised input tensor, channels x inputHeight x inputWidth
 * @param fill the same picture hidden everywhere, likewise
 * @param content where the mask space lies in the input: left, top
 * @returns one map of spec.height x spec.width per target
 */
export async function driseReference(
  image: Float32Array,
  fill: Float32Array,
  input: { width: number; height: number; channels: number },
  content: { x: number; y: number },
  spec: MaskSpec,
  masks: number,
  targets: readonly DetectionTarget[],
  detect: DetectOnce,
): Promise<Float64Array[]> {
  const pixels = spec.width * spec.height;
  const mask = new Float32Array(pixels);
  const maskSum = new Float64Array(pixels);
  const weighted = targets.map(() => new Float64Array(pixels));
  const scoreSum = new Float64Array(targets.length);

  for (let n = 0; n < masks; n++) {
    fillMask(spec, n, mask);
    const masked = Float32Array.from(image);
    for (let c = 0; c < input.channels; c++) {
      for (let y = 0; y < spec.height; y++) {
        for (let x = 0; x < spec.width; x++) {
          const at = (c * input.height + content.y + y) * input.width + content.x + x;
          const m = mask[y * spec.width + x];
          masked[at] = m * image[at] + (1 - m) * fill[at];
        }
      }
    }
    const proposals = await detect(masked);
    targets.forEach((target, t) => {
      const score = similarity(target, proposals);
      scoreSum[t] += score;
      for (let i = 0; i < pixels; i++) weighted[t][i] += score * mask[i];
    });
    for (let i = 0; i < pixels; i++) maskSum[i] += mask[i];
  }

  return weighted.map((sum, t) => sum.map((value, i) => value / masks - (scoreSum[t] / masks) * (maskSum[i] / masks)));
}

/** max over proposals of IoU x cosine x objectness; 0 when there is no proposal. */
export function similarity(target: DetectionTarget, proposals: Proposals): number {
  let best = 0;
  for (let j = 0; j < proposals.count; j++) {
    const box = proposals.boxes.slice(j * 4, j * 4 + 4) as unknown as Box;
    const scores = proposals.classScores.slice(j * proposals.classes, (j + 1) * proposals.classes);
    const alike = target.classVector === null ? 1 : cosine(target.classVector, scores);
    best = Math.max(best, boxIou(target.box as Box, box) * alike * proposals.objectness[j]);
  }
  return best;
}

function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return aa > 0 && bb > 0 ? dot / Math.sqrt(aa * bb) : 0;
}
