import type { Finding } from './finding.ts';
import { guessed, type Scene, shape } from './scene.ts';

/** A map of classes at a half to an eighth of the input or better. */
export function guessSegmenter(scene: Scene): Finding | null {
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
export function guessClassifier(scene: Scene): Finding | null {
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
