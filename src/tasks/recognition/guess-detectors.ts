import type { Finding } from './finding.ts';
import { guessed, type Scene, shape } from './scene.ts';

/** Boxes, scores and labels, one row per detection. */
export function guessFinishedDetections({ description, input, outputs }: Scene): Finding | null {
  const named = (pattern: RegExp) => outputs.find(({ name }) => pattern.test(name));
  const boxes = named(/box/i);
  const scores = named(/score|conf/i);
  const labels = named(/label|class/i);
  if (!boxes || !scores || !labels || boxes === scores || scores === labels) return null;
  if (labels.type !== 'int64' && labels.type !== 'int32' && labels.dims.length !== scores.dims.length) return null;
  if (scores.dims.length > 2 || labels.dims.length > 2 || scores.dims.length !== labels.dims.length) return null;
  const sizes = description.inputs.find(({ name, dims }) => /size/i.test(name) && dims?.length === 2);
  const type = sizes?.type === 'float32' || sizes?.type === 'int32' ? sizes.type : ('int64' as const);
  return guessed(
    {
      version: 1,
      task: 'detection',
      input: { ...input, resize: sizes ? 'stretch' : 'letterbox-centre' },
      ...(sizes && {
        extraInputs: [{ name: sizes.name, type, dims: ['batch' as const, 2], value: 'input-width-height' as const }],
      }),
      output: {
        format: 'detections',
        boxes: boxes.name,
        scores: scores.name,
        labels: labels.name,
        classes: FINISHED_CLASSES,
      },
    },
    `Guessed a detector with NMS or TopK in the graph because its outputs are called "${boxes.name}", "${scores.name}" and "${labels.name}".`,
    sizes
      ? `Guessed stretching and RGB scaled to 0..1 because the second input "${sizes.name}" is that of the RT-DETR family.`
      : 'Assumed a centred letterbox and RGB scaled to 0..1: nothing in the file tells, so check them.',
    `The file does not tell the number of classes: up to ${FINISHED_CLASSES} are read, without names.`,
  );
}

/** One tensor with a row for each detection: corners, score, class. */
export function guessDetectionRows({ input, outputs, port }: Scene): Finding | null {
  const [output] = outputs;
  if (outputs.length !== 1 || output.dims.length < 2 || output.dims.length > 3 || output.dims.at(-1) !== 6) return null;
  const rows = output.dims.at(-2);
  if (typeof rows === 'number' && rows > MOST_ROWS) return null;
  return guessed(
    {
      version: 1,
      task: 'detection',
      input: { ...input, scale: port.type === 'uint8' ? 1 : 1 / 255, resize: 'letterbox-centre' },
      output: { format: 'detection-rows', output: output.name, classes: FINISHED_CLASSES },
    },
    `Guessed finished detections because the one output ${shape(output.dims)} has room for two corners, a score and a class in each row.`,
    'Assumed a centred letterbox and RGB scaled to 0..1, as YOLOv10 and its successors have.',
    `The file does not tell the number of classes: up to ${FINISHED_CLASSES} are read, without names.`,
  );
}

/** More rows than this are proposals rather than what is left of them. */
const MOST_ROWS = 1000;

/** Room for COCO's 80 classes in either numbering, and a few more. */
const FINISHED_CLASSES = 100;

/** Scores, box offsets and anchors. */
export function guessAnchoredSsd({ input, outputs }: Scene): Finding | null {
  const anchors = outputs.find(({ name, dims }) => /anchor|prior/i.test(name) && dims.length === 3 && dims[2] === 4);
  if (!anchors || outputs.length < 3) return null;
  const rest = outputs.filter((output) => output !== anchors && output.dims.length === 3);
  const boxes = rest.find(({ name, dims }) => /box|loc|reg/i.test(name) && dims[2] === 4);
  const scores = rest.find((output) => output !== boxes && output.dims[1] === anchors.dims[1]);
  if (!boxes || !scores) return null;
  const isSoft = /soft|prob/i.test(scores.name);
  return guessed(
    {
      version: 1,
      task: 'detection',
      input: { ...input, scale: 1 / 127.5, mean: [1], resize: 'stretch' },
      output: {
        format: 'ssd',
        scores: scores.name,
        boxes: boxes.name,
        anchors: anchors.name,
        activation: isSoft ? 'none' : 'softmax',
      },
      scoreThreshold: 0.5,
      iouThreshold: 0.5,
    },
    `Guessed an SSD because the output "${anchors.name}" ${shape(anchors.dims)} looks like anchors for ${shape(boxes.dims)} and ${shape(scores.dims)}.`,
    'Assumed corner offsets in anchor sizes, a background class first, and RGB scaled to -1..1: check them.',
  );
}

/** Anchors per cell at strides 8, 16, 32, 64 of Ultra-Light-Fast-Generic-Face-Detector. */
export function guessUltraFace({ input, outputs }: Scene): Finding | null {
  if (outputs.length !== 2) return null;
  const scores = outputs.find(({ dims }) => dims.length === 3 && dims[2] === 2);
  const boxes = outputs.find(({ dims }) => dims.length === 3 && dims[2] === 4);
  const perCell = [3, 2, 2, 3];
  const expected = perCell.reduce((sum, anchors, level) => {
    const stride = 8 << level;
    return sum + anchors * Math.ceil(input.width / stride) * Math.ceil(input.height / stride);
  }, 0);
  if (!scores || !boxes || scores.dims[1] !== expected || boxes.dims[1] !== expected) return null;
  return guessed(
    {
      version: 1,
      task: 'detection',
      input: { ...input, scale: 1, mean: [127], std: [128], resize: 'stretch' },
      output: {
        format: 'scored-boxes',
        boxes: boxes.name,
        scores: scores.name,
        boxUnit: 'relative',
        background: 'first',
      },
      labels: ['face'],
      scoreThreshold: 0.7,
      iouThreshold: 0.3,
    },
    `Guessed UltraFace because ${expected} proposals with two scores are what it has at ${input.width} x ${input.height}.`,
    'Assumed its normalisation (pixel - 127) / 128 in RGB.',
  );
}

function cellCount(input: Scene['input'], strides: readonly number[]): number {
  return strides.reduce((sum, stride) => sum + Math.floor(input.width / stride) * Math.floor(input.height / stride), 0);
}

/** One tensor with a row per cell of grids at strides 8, 16, 32: YOLOX, YOLOv5, YOLOv8. */
export function guessGridDetector({ description, input, outputs, port }: Scene): Finding | null {
  const output = outputs.find(({ dims }) => dims.length === 3);
  if (!output || outputs.length !== 1) return null;
  const [, second, third] = output.dims;
  if (typeof second !== 'number' || typeof third !== 'number') return null;
  const cells = cellCount(input, [8, 16, 32]);
  const scale = port.type === 'uint8' ? 1 : 1 / 255;
  const grid = `at ${input.width} x ${input.height} with strides 8, 16 and 32`;
  if (third === cells && second > 4 && second < cells) {
    return guessed(
      {
        version: 1,
        task: 'detection',
        input: { ...input, scale, resize: 'letterbox-centre' },
        output: { format: 'yolov8', output: output.name },
        iouThreshold: 0.5,
      },
      `Guessed YOLOv8 or YOLO11 because the output ${shape(output.dims)} has a column for each of the ${cells} cells ${grid}.`,
      'Assumed a centred letterbox and RGB scaled to 0..1, as its exporter does.',
    );
  }
  if (second === cells && third > 5) {
    const decoded = (description.operators.Exp ?? 0) > 0;
    return guessed(
      {
        version: 1,
        task: 'detection',
        input: { ...input, channels: port.channels === 1 ? 'grey' : 'BGR', scale: 1, resize: 'letterbox-top-left' },
        output: { format: 'yolox', output: output.name, decoded },
      },
      `Guessed YOLOX because the output ${shape(output.dims)} has a row for each of the ${cells} cells ${grid}.`,
      `Assumed that boxes are ${decoded ? '' : 'not '}decoded in the graph because it has ${decoded ? 'an' : 'no'} Exp node.`,
      'Assumed BGR pixels 0..255 and a letterbox that pads right and below, as YOLOX has since version 0.1.1.',
    );
  }
  if (second === 3 * cells && third > 5) {
    return guessed(
      {
        version: 1,
        task: 'detection',
        input: { ...input, scale, resize: 'letterbox-centre' },
        output: { format: 'yolov5', output: output.name },
      },
      `Guessed YOLOv5 or YOLOv7 because the output ${shape(output.dims)} has three rows for each of the ${cells} cells ${grid}.`,
      'Assumed a centred letterbox and RGB scaled to 0..1.',
    );
  }
  return null;
}

/** One map at stride 16 with objectness, box and classes. */
export function guessFastestDet({ input, outputs, port }: Scene): Finding | null {
  const [output] = outputs;
  if (outputs.length !== 1 || output.dims.length !== 4) return null;
  const [, channels, rows, columns] = output.dims;
  if (rows !== input.height / 16 || columns !== input.width / 16) return null;
  if (typeof channels !== 'number' || channels < 6) return null;
  return guessed(
    {
      version: 1,
      task: 'detection',
      input: { ...input, channels: port.channels === 1 ? 'grey' : 'BGR', scale: 1 / 255, resize: 'stretch' },
      output: { format: 'fastestdet', output: output.name },
      scoreThreshold: 0.6,
    },
    `Guessed FastestDet because the one output ${shape(output.dims)} is a map at a sixteenth of the input with ${channels - 5} classes and 5 more channels.`,
    'Assumed BGR scaled to 0..1 and stretching, as its examples do.',
  );
}
