import type { Tensor } from '../../src/core/tensor.ts';

/** A detection as these functions find it: corners in the picture's pixels. */
export interface Found {
  readonly classIndex: number;
  readonly score: number;
  readonly corners: readonly number[];
}

type Outputs = Readonly<Record<string, Tensor>>;
type Size = { readonly width: number; readonly height: number };

/** Row r of a tensor whose last axis has `width` entries. */
const rows = (tensor: Tensor, width: number): number[][] =>
  Array.from({ length: tensor.data.length / width }, (_, r) =>
    Array.from(tensor.data.subarray(r * width, (r + 1) * width), Number),
  );

const transpose = (matrix: number[][]): number[][] => matrix[0].map((_, column) => matrix.map((row) => row[column]));
const around = ([x, y, w, h]: number[]): number[] => [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
const top = (scores: number[]): [number, number] =>
  scores.reduce<[number, number]>((best, s, i) => (s > best[1] ? [i, s] : best), [-1, -1]);
const clipTo = (size: Size) => (corners: number[]) =>
  corners.map((v, i) => Math.max(0, Math.min(i % 2 ? size.height : size.width, v)));
const logistic = (x: number) => 0.5 + 0.5 * Math.tanh(x / 2);

/** One line per proposal: four corners in the picture, then what its scores are. */
type Reader = (
  outputs: Outputs,
  picture: Size,
) => { corners: number[]; scores: number[]; factor: (best: number) => number }[];

function yoloxCells(): { x: number; y: number; stride: number }[] {
  return [
    [52, 8],
    [26, 16],
    [13, 32],
  ].flatMap(([side, stride]) =>
    Array.from({ length: side * side }, (_, i) => ({ x: i % side, y: (i - (i % side)) / side, stride })),
  );
}

const readYolox: Reader = ({ output }, picture) => {
  const ratio = Math.min(416 / picture.width, 416 / picture.height);
  const cells = yoloxCells();
  return rows(output, 85).map(([dx, dy, lw, lh, objectness, ...scores], i) => {
    const { x, y, stride } = cells[i];
    const inInput = around([(dx + x) * stride, (dy + y) * stride, Math.exp(lw) * stride, Math.exp(lh) * stride]);
    return { corners: inInput.map((v) => v / ratio), scores, factor: (best) => objectness * best };
  });
};

const readYolov8: Reader = ({ output0 }, picture) => {
  const ratio = Math.min(320 / picture.width, 320 / picture.height);
  const padding = [(320 - picture.width * ratio) / 2, (320 - picture.height * ratio) / 2].map(Math.floor);
  return transpose(rows(output0, 2100)).map((column) => ({
    corners: around(column.slice(0, 4)).map((v, i) => (v - padding[i % 2]) / ratio),
    scores: column.slice(4, 84),
    factor: (best) => best,
  }));
};

const readFastestDet: Reader = (outputs, picture) =>
  transpose(rows(outputs['758'], 484)).map(([objectness, c1, c2, c3, c4, ...scores], i) => {
    const [x, y] = [i % 22, Math.floor(i / 22)];
    const relative = around([(x + Math.tanh(c1)) / 22, (y + Math.tanh(c2)) / 22, logistic(c3), logistic(c4)]);
    const corners = relative.map((v, k) => v * (k % 2 ? picture.height : picture.width));
    return { corners, scores, factor: (best) => objectness ** 0.6 * best ** 0.4 };
  });

const readUltraFace: Reader = ({ scores, boxes }, picture) => {
  const faces = rows(scores, 2);
  return rows(boxes, 4).map((corners, i) => ({
    corners: corners.map((v, k) => v * (k % 2 ? picture.height : picture.width)),
    scores: [faces[i][1]],
    factor: (best) => best,
  }));
};

const readStSsd: Reader = ({ classes_softmax, bboxes_concat, anchors_concat }, picture) => {
  const persons = rows(classes_softmax, 2);
  const anchors = rows(anchors_concat, 4);
  return rows(bboxes_concat, 4).map((offsets, i) => {
    const [ax1, ay1, ax2, ay2] = anchors[i];
    const spans = [ax2 - ax1, ay2 - ay1, ax2 - ax1, ay2 - ay1];
    const corners = offsets.map((o, k) => (o * spans[k] + anchors[i][k]) * (k % 2 ? picture.height : picture.width));
    return { corners, scores: [persons[i][1]], factor: (best) => best };
  });
};

const READERS: Readonly<Record<string, Reader>> = {
  'yolox-nano': readYolox,
  'yolov8n-320': readYolov8,
  'yolov8n-320-int8': readYolov8,
  'yolov8n-seg-320': readYolov8,
  fastestdet: readFastestDet,
  'ultraface-rfb-320': readUltraFace,
  'st-ssd-person': readStSsd,
};

const overlap = (a: readonly number[], b: readonly number[]): number => {
  const side = (k: number) => Math.max(0, Math.min(a[k + 2], b[k + 2]) - Math.max(a[k], b[k]));
  const area = (c: readonly number[]) => (c[2] - c[0]) * (c[3] - c[1]);
  const common = side(0) * side(1);
  return common / (area(a) + area(b) - common);
};

/** Non-maximum suppression by recursion: the best, then whatever it leaves. */
const thin = ([best, ...rest]: Found[], limit: number): Found[] =>
  best
    ? [
        best,
        ...thin(
          rest.filter((f) => f.classIndex !== best.classIndex || overlap(f.corners, best.corners) <= limit),
          limit,
        ),
      ]
    : [];

/** Detections of one picture worked out straight from the decoding that models.json gives in words. */
export function decodeIndependently(
  model: string,
  outputs: Outputs,
  picture: Size,
  thresholds: { score: number; iou: number },
): Found[] {
  if (model === 'yolox-nano-nms' || model === 'deimv2-atto-int8') {
    const scale =
      model === 'yolox-nano-nms'
        ? [Math.max(picture.width, picture.height) / 416, Math.max(picture.width, picture.height) / 416]
        : [picture.width / 320, picture.height / 320];
    return rows(outputs.boxes, 4)
      .map((box, i) => ({
        classIndex: Number(outputs.labels.data[i]),
        score: Number(outputs.scores.data[i]),
        corners: clipTo(picture)(box.map((v, k) => v * scale[k % 2])),
      }))
      .filter(({ score }) => score >= thresholds.score)
      .sort((a, b) => b.score - a.score);
  }
  const candidates = READERS[model](outputs, picture).map(({ corners, scores, factor }) => {
    const [classIndex, best] = top(scores);
    return { classIndex, score: factor(best), corners };
  });
  const strong = candidates.filter(({ score }) => score >= thresholds.score).sort((a, b) => b.score - a.score);
  return thin(strong, thresholds.iou).map((found) => ({ ...found, corners: clipTo(picture)([...found.corners]) }));
}
