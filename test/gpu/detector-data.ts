import type { BoxCoding, DenseProposals, DetectionTarget } from '../../src/core/proposals.ts';
import { threefry2x32 } from '../../src/core/random.ts';

/** Uniform numbers in [0, 1) that any machine makes alike. */
export function uniform(length: number, seed: number): Float32Array {
  const words = new Uint32Array(2);
  return Float32Array.from({ length }, (_, i) => {
    threefry2x32(seed, 0, i, 0, words);
    return words[0] / 2 ** 32;
  });
}

export interface DetectorShape {
  readonly count: number;
  readonly classes: number;
  readonly coding?: BoxCoding;
  /** Proposals side by side (YOLOv8) or one after the other (YOLOX). */
  readonly columns?: boolean;
  readonly ownObjectness?: boolean;
  readonly activation?: DenseProposals['scoreActivation'];
  /** A background class, which only a softmax takes note of. */
  readonly background?: 'first' | 'last';
  readonly prototypes?: { readonly count: number; readonly width: number; readonly height: number };
}

export const INPUT = { width: 320, height: 240 } as const;

/**
 * An invented detector: its layout and the raw outputs of `pictures` pictures. Boxes crowd around three places, so that
 * they overlap each other and the targets; few class scores are high, as in a real detector.
 */
export function inventDetector(shape: DetectorShape, pictures: number, seed: number) {
  const { count, classes, coding = 'cxcywh', columns = true, ownObjectness = false, activation = 'none' } = shape;
  const { background } = shape;
  const coefficients = shape.prototypes?.count ?? 0;
  const components = 4 + (ownObjectness ? 1 : 0) + classes + (background ? 1 : 0) + coefficients;
  const view = (component: number) =>
    columns
      ? { output: 'raw', offset: component * count, row: 1, column: count }
      : { output: 'raw', offset: component, row: components, column: 1 };
  const classStart = 4 + (ownObjectness ? 1 : 0) + (background === 'first' ? 1 : 0);
  const classEnd = classStart + classes + (background === 'last' ? 1 : 0);
  const priors = coding === 'xyxy' || coding === 'cxcywh' ? null : inventPriors(count, coding);
  const prototypes = shape.prototypes ? { output: 'prototypes', ...shape.prototypes } : null;
  const layout: DenseProposals = {
    kind: 'dense',
    count,
    classes,
    boxes: view(0),
    coding,
    boxScale: coding === 'fastestdet' ? [INPUT.width, INPUT.height] : [1, 1],
    priors,
    scores: view(classStart),
    scoreActivation: activation,
    ...(background && { background: background === 'first' ? -1 : classes }),
    objectness: ownObjectness ? view(4) : null,
    objectnessActivation: activation === 'none' ? 'none' : 'sigmoid',
    scorePowers: [1, 1],
    masks: prototypes ? { coefficients: view(classEnd), prototypes } : null,
    batchStride: {
      raw: components * count,
      prototypes: prototypes ? prototypes.count * prototypes.width * prototypes.height : 0,
    },
  };
  const raw = new Float32Array(pictures * components * count);
  const random = uniform(raw.length, seed);
  for (let n = 0, i = 0; n < pictures; n++) {
    for (let p = 0; p < count; p++) {
      for (let k = 0; k < components; k++, i++) {
        const r = random[i];
        let value: number;
        if (k < 4) value = inventBox(coding, k, p, r);
        else if (k >= classEnd) value = r - 0.5;
        else value = activation === 'none' ? r ** 8 : r * 8 - 6;
        const v = k;
        const at = columns ? v * count + p : p * components + v;
        raw[n * components * count + at] = value;
      }
    }
  }
  const outputs: Record<string, Float32Array> = { raw };
  if (prototypes) {
    outputs.prototypes = uniform(pictures * layout.batchStride.prototypes, seed + 1).map((r) => r - 0.45);
  }
  return { layout, outputs };
}

const CENTRES = [
  [80, 80],
  [160, 120],
  [250, 170],
] as const;

function inventBox(coding: BoxCoding, k: number, p: number, r: number): number {
  const [x, y] = CENTRES[p % 3];
  const centre = (k % 2 === 0 ? x : y) + (r - 0.5) * 60;
  const size = 30 + r * 80;
  if (coding === 'cxcywh') return k < 2 ? centre : size;
  if (coding === 'xyxy') return k < 2 ? centre - 40 : centre + 40;
  return (r - 0.5) * 1.5;
}

function inventPriors(count: number, coding: BoxCoding): Float32Array {
  const priors = new Float32Array(count * 4);
  for (let p = 0; p < count; p++) {
    const [x, y] = CENTRES[p % 3];
    priors.set(coding === 'ssd-corner' ? [x - 40, y - 40, 80, 90] : [x, y, 40, 60], p * 4);
  }
  return priors;
}

/** `count` targets near the places where the invented boxes crowd; every third has no class vector. */
export function inventTargets(
  count: number,
  classes: number,
  seed: number,
  prototypes?: { readonly width: number; readonly height: number },
): DetectionTarget[] {
  return Array.from({ length: count }, (_, t) => {
    const random = uniform(classes + 4, seed + t);
    const [x, y] = CENTRES[t % 3];
    const box = [x - 30 - random[0] * 20, y - 30 - random[1] * 20, x + 30 + random[2] * 20, y + 30 + random[3] * 20];
    return {
      box: box as [number, number, number, number],
      classVector: t % 3 === 2 ? null : random.slice(4).map((r) => r ** 8),
      mask: prototypes ? boxMask(box, prototypes) : null,
    };
  });
}

/** A mask of every other row inside the box, so that mask IoU and box IoU differ. */
function boxMask(box: readonly number[], size: { readonly width: number; readonly height: number }): Uint8Array {
  const mask = new Uint8Array(size.width * size.height);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const px = (x * INPUT.width) / size.width;
      const py = (y * INPUT.height) / size.height;
      if (y % 2 === 0 && px >= box[0] && px < box[2] && py >= box[1] && py < box[3]) mask[y * size.width + x] = 1;
    }
  }
  return mask;
}
