import type { ModelDescription, TensorDescription } from '../../onnx/describe-model.ts';
import type { RecipeFile } from '../recipe.ts';
import type { Finding } from './finding.ts';
import { findPicturePort, type PicturePort, portFields } from './picture-port.ts';

type Input = ReturnType<typeof portFields>;

/** What a guesser looks at. */
interface Scene {
  readonly description: ModelDescription;
  readonly port: PicturePort;
  readonly input: Input;
  /** Outputs whose number of axes is known. */
  readonly outputs: readonly (TensorDescription & { dims: NonNullable<TensorDescription['dims']> })[];
}

const GUESSERS: readonly ((scene: Scene) => Finding | null)[] = [
  guessFinishedDetections,
  guessAnchoredSsd,
  guessUltraFace,
  guessGridDetector,
  guessFastestDet,
  guessSegmenter,
  guessClassifier,
];

/**
 * A guess from names and shapes of inputs and outputs alone.
 * @returns null when nothing fits
 */
export function guessBySignature(description: ModelDescription): Finding | null {
  const port = findPicturePort(description);
  if (!port) return null;
  const outputs = description.outputs.filter((output): output is Scene['outputs'][number] => output.dims !== null);
  // A classifier of open size is not refused for a size that no other guess needs.
  const scene = { description, port, input: portFields(port), outputs };
  for (const guess of GUESSERS) {
    const finding = guess(scene);
    if (finding) return finding;
  }
  return null;
}

function shape(dims: readonly unknown[]): string {
  return `[${dims.map((dim) => dim ?? '?').join(', ')}]`;
}

function guessed(recipe: RecipeFile, ...reasons: string[]): Finding {
  return { recipe, reasons, isGuess: true };
}

/** Boxes, scores and labels, one row per detection. */
function guessFinishedDetections({ description, input, outputs }: Scene): Finding | null {
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

/** Room for COCO's 80 classes in either numbering, and a few more. */
const FINISHED_CLASSES = 100;

/** Scores, box offsets and anchors. */
function guessAnchoredSsd({ input, outputs }: Scene): Finding | null {
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
function guessUltraFace({ input, outputs }: Scene): Finding | null {
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

function cellCount(input: Input, strides: readonly number[]): number {
  return strides.reduce((sum, stride) => sum + Math.floor(input.width / stride) * Math.floor(input.height / stride), 0);
}

/** One tensor with a row per cell of grids at strides 8, 16, 32: YOLOX, YOLOv5, YOLOv8. */
function guessGridDetector({ description, input, outputs, port }: Scene): Finding | null {
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
function guessFastestDet({ input, outputs, port }: Scene): Finding | null {
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

/** A map of classes at a half to an eighth of the input or better. */
function guessSegmenter(scene: Scene): Finding | null {
  const { input, outputs } = scene;
  const [output] = outputs;
  if (output?.dims.length !== 4) return null;
  const [, second, third, last] = output.dims;
  const isMap = (height: unknown, width: unknown) =>
    typeof height === 'number' && typeof width === 'number' && height * 8 >= input.height && width * 8 >= input.width;
  const layout = isMap(third, last) ? 'NCHW' : isMap(second, third) ? 'NHWC' : null;
  const classes = layout === 'NCHW' ? second : last;
  if (!layout || typeof classes !== 'number' || classes < 2) return null;
  const colours = guessColours(scene);
  return guessed(
    {
      version: 1,
      task: 'semantic-segmentation',
      input: { ...input, ...colours.fields, resize: 'stretch' },
      output: { format: 'class-maps', output: output.name, layout },
    },
    `Guessed semantic segmentation because the output ${shape(output.dims)} has ${classes} scores for each place.`,
    colours.reason,
  );
}

/** One vector of scores. */
function guessClassifier(scene: Scene): Finding | null {
  const { description, input, outputs, port } = scene;
  const output = outputs.find(({ dims }) => {
    const [, classes, ...rest] = dims;
    return typeof classes === 'number' && classes > 1 && rest.every((dim) => dim === 1);
  });
  if (!output || outputs.length !== 1) return null;
  const colours = guessColours(scene);
  const hasSoftmax = (description.operators.Softmax ?? 0) === 1;
  const isImageNet = output.dims[1] === 1000 || output.dims[1] === 1001;
  const crops = isImageNet && port.channels === 3;
  return guessed(
    {
      version: 1,
      task: 'classification',
      input: {
        ...input,
        ...colours.fields,
        resize: crops ? 'centre-crop' : 'stretch',
        ...(crops && { cropShortSide: Math.round((Math.min(input.width, input.height) * 8) / 7) }),
      },
      output: { format: 'scores', output: output.name, activation: hasSoftmax ? 'none' : 'softmax' },
    },
    `Guessed a classifier because the one output ${shape(output.dims)} is a score for each of ${output.dims[1]} classes; their names are not in the file.`,
    hasSoftmax
      ? 'Guessed that the scores are probabilities because the graph has one Softmax.'
      : 'Guessed that the scores are logits because the graph does not have exactly one Softmax.',
    colours.reason,
    crops
      ? 'Assumed the centre crop that is usual with ImageNet.'
      : 'Assumed that the picture is stretched to the input.',
  );
}

/** Normalisation can't be read off a graph; exporters at least hint at the framework, and frameworks have habits. */
function guessColours({ description, port }: Scene): {
  fields: { scale: number; mean?: number[]; std?: number[]; channels?: 'BGR' };
  reason: string;
} {
  if (port.type === 'uint8') {
    return { fields: { scale: 1 }, reason: 'The input takes bytes, so pixels are fed as they are, in RGB.' };
  }
  if (/tf2onnx|keras/i.test(description.producer)) {
    return {
      fields: { scale: 1 / 127.5, mean: [1] },
      reason:
        'Guessed RGB scaled to -1..1 because the file comes from TensorFlow, whose mobile models want that: check it.',
    };
  }
  if (/caffe2/i.test(description.producer)) {
    return {
      fields: { scale: 1, mean: [128], ...(port.channels === 3 && { channels: 'BGR' as const }) },
      reason: 'Guessed BGR pixels minus 128 because the file comes from Caffe2, whose examples do that: check it.',
    };
  }
  if (port.channels === 1) {
    return { fields: { scale: 1 / 255 }, reason: 'Assumed grey levels scaled to 0..1: check it.' };
  }
  return {
    fields: { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    reason: "Assumed RGB with ImageNet's mean and standard deviation, as torchvision does: check it.",
  };
}
