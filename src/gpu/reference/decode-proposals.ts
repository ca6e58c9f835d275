import { XaiError } from '../../core/errors.ts';
import type { Activation, BoxCoding, DenseProposals, LabelledProposals, Proposals } from '../../core/proposals.ts';
import type { Tensor } from '../../core/tensor.ts';

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** The data of output `name`, or an error that names what is missing. */
export function outputData(outputs: Readonly<Record<string, Float32Array>>, name: string): Float32Array {
  const data = outputs[name];
  if (data) return data;
  const given = Object.keys(outputs).join(', ') || 'none';
  throw new XaiError('model-output', `The model has no output "${name}" (outputs: ${given}). Correct the recipe.`);
}

/** Where picture `picture` begins in an output: a table as long as for one picture is there once for the whole batch. */
export function pictureStart(layout: DenseProposals, output: string, data: Float32Array, picture: number): number {
  const step = layout.batchStride[output];
  return data.length === step ? 0 : picture * step;
}

/**
 * Writes the corners of a box, in model-input pixels, from `o` on. Its four numbers lie `column` apart in `data` from `b` on, its
 * priors from `o` on.
 */
type Decode = (
  data: Float32Array,
  b: number,
  column: number,
  priors: Float32Array,
  scale: readonly [sx: number, sy: number],
  out: Float32Array,
  o: number,
) => void;

const { fround } = Math;

/** Without an exponential every step is rounded to float32, as in `place-boxes.ts` and on the GPU, so that all agree to the last bit. */
const DECODE: { readonly [coding in BoxCoding]: Decode } = {
  xyxy: (data, b, column, _, scale, out, o) => {
    out[o] = data[b] * scale[0];
    out[o + 1] = data[b + column] * scale[1];
    out[o + 2] = data[b + 2 * column] * scale[0];
    out[o + 3] = data[b + 3 * column] * scale[1];
  },
  'ssd-corner': (data, b, column, priors, _, out, o) => {
    const [left, top, width, height] = [priors[o], priors[o + 1], priors[o + 2], priors[o + 3]];
    out[o] = fround(data[b] * width) + left;
    out[o + 1] = fround(data[b + column] * height) + top;
    out[o + 2] = fround(fround(data[b + 2 * column] * width) + left) + width;
    out[o + 3] = fround(fround(data[b + 3 * column] * height) + top) + height;
  },
  cxcywh: (data, b, column, _, scale, out, o) => {
    const width = fround(data[b + 2 * column] * scale[0]);
    const height = fround(data[b + 3 * column] * scale[1]);
    around(fround(data[b] * scale[0]), fround(data[b + column] * scale[1]), width, height, out, o);
  },
  yolox: (data, b, column, priors, _, out, o) => {
    const cx = data[b] * priors[o + 2] + priors[o];
    const cy = data[b + column] * priors[o + 3] + priors[o + 1];
    const width = Math.exp(data[b + 2 * column]) * priors[o + 2];
    around(cx, cy, width, Math.exp(data[b + 3 * column]) * priors[o + 3], out, o);
  },
  fastestdet: (data, b, column, priors, scale, out, o) => {
    const cx = priors[o] + Math.tanh(data[b]) * priors[o + 2];
    const cy = priors[o + 1] + Math.tanh(data[b + column]) * priors[o + 3];
    const width = sigmoid(data[b + 2 * column]) * scale[0];
    around(cx, cy, width, sigmoid(data[b + 3 * column]) * scale[1], out, o);
  },
  'ssd-centre': (data, b, column, priors, _, out, o) => {
    const cx = 0.1 * data[b] * priors[o + 2] + priors[o];
    const cy = 0.1 * data[b + column] * priors[o + 3] + priors[o + 1];
    const width = Math.exp(0.2 * data[b + 2 * column]) * priors[o + 2];
    around(cx, cy, width, Math.exp(0.2 * data[b + 3 * column]) * priors[o + 3], out, o);
  },
};

function around(cx: number, cy: number, width: number, height: number, out: Float32Array, o: number): void {
  out[o] = cx - width / 2;
  out[o + 1] = cy - height / 2;
  out[o + 2] = cx + width / 2;
  out[o + 3] = cy + height / 2;
}

/**
 * Decodes the box of proposal p, whose first number is at `data[at]`, to corners in model-input pixels from `out[p * 4]` on.
 * @throws XaiError `model-output` when it is not a number, or infinite
 */
export type DecodeBox = (data: Float32Array, at: number, p: number, out: Float32Array) => void;

/** What decodes the boxes of a layout. */
export function boxDecoder({ boxScale, boxes, coding, priors }: DenseProposals): DecodeBox {
  const { column, output } = boxes;
  const decode = DECODE[coding];
  const table = priors ?? NO_PRIORS;
  return (data, at, p, out) => {
    const sum = data[at] + data[at + column] + data[at + 2 * column] + data[at + 3 * column];
    // What is not finite less itself is no number.
    if (sum - sum !== 0) throw notNumbers(output);
    decode(data, at, column, table, boxScale, out, p * 4);
  };
}

/** @throws XaiError `recipe-invalid` when the coding takes priors and too few are given. */
export function checkPriors({ coding, count, priors }: DenseProposals): void {
  if (coding === 'xyxy' || coding === 'cxcywh' || (priors && priors.length >= count * 4)) return;
  throw new XaiError('recipe-invalid', `Boxes of the coding "${coding}" need ${count} rows of four priors.`);
}

/**
 * Decodes the boxes of one picture.
 * @param picture position in the batch.
 * @param out length count x 4: corners in model-input pixels.
 * @throws XaiError as {@link DecodeBox} and {@link checkPriors} do.
 */
export function decodeBoxes(
  outputs: Readonly<Record<string, Float32Array>>,
  picture: number,
  layout: DenseProposals,
  out: Float32Array,
): void {
  checkPriors(layout);
  const { offset, output } = layout.boxes;
  const data = outputData(outputs, output);
  const at = offset + pictureStart(layout, output, data, picture);
  const decode = boxDecoder(layout);
  for (let p = 0; p < layout.count; p++) decode(data, at + p * layout.boxes.row, p, out);
}

function notNumbers(output: string): XaiError {
  return new XaiError(
    'model-output',
    `The model gave boxes that are not numbers or infinite in output "${output}". Check the recipe's scale, mean and standard deviation, or try another backend.`,
  );
}

const NO_PRIORS = new Float32Array(0);

/** Applies an activation to `classes` values of `data` in place, from `at`; a softmax has `background` beside them. */
function activate(
  data: Float32Array,
  at: number,
  classes: number,
  activation: Activation,
  background = Number.NEGATIVE_INFINITY,
): void {
  if (activation === 'sigmoid') {
    for (let c = at; c < at + classes; c++) data[c] = sigmoid(data[c]);
  } else if (activation === 'softmax') {
    let top = Number.NEGATIVE_INFINITY;
    for (let c = at; c < at + classes; c++) top = Math.max(top, data[c]);
    let sum = Math.exp(background - top);
    for (let c = at; c < at + classes; c++) sum += Math.exp(data[c] - top);
    for (let c = at; c < at + classes; c++) data[c] = Math.exp(data[c] - top) / sum;
  }
}

/**
 * Decodes every proposal of one picture, class scores included: for display and for tests. Scoring reads the raw
 * outputs through `ProposalReader`, which leaves most class scores unread.
 * @param outputs the raw outputs of a batch by name, float32.
 * @param picture position in the batch.
 * @param into proposals of an earlier call with the same layout, overwritten.
 */
export function decodeProposals(
  outputs: Readonly<Record<string, Float32Array>>,
  picture: number,
  layout: DenseProposals,
  into?: Proposals,
): Proposals {
  const { count, classes } = layout;
  const views = layout.masks;
  const proposals: Proposals = into ?? {
    count,
    classes,
    boxes: new Float32Array(count * 4),
    objectness: new Float32Array(count),
    ownObjectness: layout.objectness !== null,
    classScores: new Float32Array(count * classes),
    coefficients: views ? new Float32Array(count * views.prototypes.count) : null,
  };
  decodeBoxes(outputs, picture, layout, proposals.boxes);

  const scores = outputData(outputs, layout.scores.output);
  const start = layout.scores.offset + pictureStart(layout, layout.scores.output, scores, picture);
  for (let p = 0, o = 0; p < count; p++, o += classes) {
    const at = start + p * layout.scores.row;
    for (let c = 0; c < classes; c++) proposals.classScores[o + c] = scores[at + c * layout.scores.column];
    const background =
      layout.background === undefined ? undefined : scores[at + layout.background * layout.scores.column];
    activate(proposals.classScores, o, classes, layout.scoreActivation, background);
  }

  if (layout.objectness) {
    const data = outputData(outputs, layout.objectness.output);
    let at = layout.objectness.offset + pictureStart(layout, layout.objectness.output, data, picture);
    for (let p = 0; p < count; p++, at += layout.objectness.row) {
      proposals.objectness[p] = layout.objectnessActivation === 'sigmoid' ? sigmoid(data[at]) : data[at];
    }
  } else {
    for (let p = 0, o = 0; p < count; p++) {
      let best = 0;
      for (let c = 0; c < classes; c++, o++) best = Math.max(best, proposals.classScores[o]);
      proposals.objectness[p] = best;
    }
  }

  if (views && proposals.coefficients) {
    const { coefficients, prototypes } = views;
    const data = outputData(outputs, coefficients.output);
    const base = coefficients.offset + pictureStart(layout, coefficients.output, data, picture);
    for (let p = 0, o = 0; p < count; p++) {
      const at = base + p * coefficients.row;
      for (let k = 0; k < prototypes.count; k++, o++) proposals.coefficients[o] = data[at + k * coefficients.column];
    }
  }
  return proposals;
}

/**
 * Detections after NMS or TopK in the graph: one-hot class vectors that carry 1 at the label, the score as objectness.
 * Rows whose label is no class are left out; zero rows give zero proposals.
 * @param outputs boxes [..., rows, 4], scores [..., rows], labels [..., rows], of one picture.
 * @throws XaiError `model-output` when an output is missing, misshapen or not a number.
 */
export function decodeLabelled(outputs: Readonly<Record<string, Tensor>>, layout: LabelledProposals): Proposals {
  const find = (name: string): Tensor => {
    const tensor = outputs[name];
    if (tensor) return tensor;
    const given = Object.keys(outputs).join(', ') || 'none';
    throw new XaiError('model-output', `The model has no output "${name}" (outputs: ${given}). Correct the recipe.`);
  };
  const boxes = find(layout.boxes.output).data;
  const scores = find(layout.scores.output).data;
  const labels = find(layout.labels.output).data;
  const rows = scores.length / layout.scores.row;
  if (boxes.length !== rows * layout.boxes.row || labels.length !== rows * layout.labels.row) {
    throw new XaiError(
      'model-output',
      `Boxes (${boxes.length} values), scores (${scores.length}) and labels (${labels.length}) do not have the same number of rows. Correct the recipe.`,
    );
  }
  const { classes } = layout;
  const { offset, row: step, first } = layout.labels;
  const labelOf = (row: number) => Number(labels[offset + row * step]) - first;
  const kept: number[] = [];
  for (let p = 0; p < rows; p++) {
    const label = labelOf(p);
    if (label >= 0 && label < classes) kept.push(p);
  }
  const count = kept.length;
  const proposals: Proposals = {
    count,
    classes,
    boxes: new Float32Array(count * 4),
    objectness: new Float32Array(count),
    ownObjectness: true,
    classScores: new Float32Array(count * classes),
    coefficients: null,
  };
  const sx = layout.boxScale[0];
  const sy = layout.boxScale[1];
  kept.forEach((row, p) => {
    const at = layout.boxes.offset + row * layout.boxes.row;
    const a = Number(boxes[at]) * sx;
    const b = Number(boxes[at + 1]) * sy;
    const c = Number(boxes[at + 2]) * sx;
    const d = Number(boxes[at + 3]) * sy;
    const score = Number(scores[layout.scores.offset + row * layout.scores.row]);
    if (Number.isNaN(a + b + c + d + score)) {
      throw new XaiError('model-output', 'The model gave a box or a score that is not a number. Try another backend.');
    }
    const corners = layout.boxes.coding === 'xyxy' ? [a, b, c, d] : [a - c / 2, b - d / 2, a + c / 2, b + d / 2];
    proposals.boxes.set(corners, p * 4);
    proposals.objectness[p] = score;
    proposals.classScores[p * classes + labelOf(row)] = 1;
  });
  return proposals;
}
