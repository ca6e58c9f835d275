import * as v from 'valibot';

const describe = <T extends v.GenericSchema>(schema: T, text: string) => v.pipe(schema, v.description(text));

const outputName = v.optional(v.string());
const activation = (fallback: 'none' | 'sigmoid' | 'softmax', text: string) =>
  describe(v.optional(v.picklist(['none', 'sigmoid', 'softmax']), fallback), text);
const sigmoidOrNone = (text: string) => describe(v.optional(v.picklist(['none', 'sigmoid']), 'none'), text);
const boxUnit = (fallback: 'input' | 'relative', text: string) =>
  describe(v.optional(v.picklist(['input', 'relative']), fallback), text);
const background = (fallback: 'none' | 'first' | 'last') =>
  describe(
    v.optional(v.picklist(['none', 'first', 'last']), fallback),
    `Which score column is the background, if any. Default: ${fallback}.`,
  );

const yolov8 = v.strictObject({
  format: describe(
    v.literal('yolov8'),
    'YOLOv8, YOLO11 and their kin: one tensor [batch, 4 + classes (+ mask coefficients), proposals] or transposed; ' +
      'boxes as centre and size, class scores, no objectness.',
  ),
  output: describe(outputName, 'Name of that tensor. Default: the first output with three axes.'),
  prototypes: describe(
    outputName,
    'Name of the mask prototypes [batch, count, height, width]. Default for instance-segmentation: the first output with four axes.',
  ),
  boxUnit: boxUnit('input', 'Unit of the boxes: input pixels, or shares of the input size. Default: input.'),
  activation: sigmoidOrNone('What is still to be done to the class scores. Default: none.'),
});

const yolov5 = v.strictObject({
  format: describe(
    v.literal('yolov5'),
    'YOLOv5 and YOLOv7 with decoding in the graph: one tensor [batch, proposals, 5 + classes]; centre, size, objectness, class scores.',
  ),
  output: describe(outputName, 'Name of that tensor. Default: the first output with three axes.'),
  boxUnit: boxUnit('input', 'Unit of the boxes: input pixels, or shares of the input size. Default: input.'),
  activation: sigmoidOrNone('What is still to be done to objectness and class scores. Default: none.'),
});

const yolox = v.strictObject({
  format: describe(
    v.literal('yolox'),
    'YOLOX: one tensor [batch, proposals, 5 + classes]; offsets in grid cells, logarithms of sizes, objectness, class scores.',
  ),
  output: describe(outputName, 'Name of that tensor. Default: the first output with three axes.'),
  decoded: describe(
    v.optional(v.boolean(), false),
    'Whether the graph has turned offsets into centres and sizes in input pixels already. Default: false.',
  ),
  strides: describe(
    v.optional(v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.minLength(1)), [8, 16, 32]),
    'Input pixels per grid cell of each level, in the order of the proposals. Default: 8, 16, 32.',
  ),
  activation: sigmoidOrNone('What is still to be done to objectness and class scores. Default: none.'),
});

const fastestdet = v.strictObject({
  format: describe(
    v.literal('fastestdet'),
    'FastestDet: one tensor [batch, 5 + classes, rows, columns]; objectness, centre offsets, sizes, class scores. ' +
      'The score shown is objectness^.6 x class^.4.',
  ),
  output: describe(outputName, 'Name of that tensor. Default: the first output with four axes.'),
});

const ssd = v.strictObject({
  format: describe(
    v.literal('ssd'),
    'SSD whose boxes are offsets from anchors, and whose anchors are an output: scores [batch, proposals, columns], ' +
      'boxes and anchors [batch, proposals, 4].',
  ),
  scores: describe(v.string(), 'Name of the class scores.'),
  boxes: describe(v.string(), 'Name of the box offsets.'),
  anchors: describe(v.string(), 'Name of the anchors.'),
  anchorCoding: describe(
    v.optional(v.picklist(['xyxy', 'cxcywh']), 'xyxy'),
    'Anchors as corners, or as centre and size. Default: xyxy.',
  ),
  anchorUnit: boxUnit('relative', 'Unit of the anchors: input pixels, or shares of the input size. Default: relative.'),
  boxCoding: describe(
    v.optional(v.picklist(['corner', 'centre']), 'corner'),
    'Offsets of the two corners in anchor sizes, or of centre and logarithm of size with variances .1 and .2. Default: corner.',
  ),
  background: background('first'),
  activation: activation('none', 'What is still to be done to the class scores. Default: none.'),
});

const scoredBoxes = v.strictObject({
  format: describe(
    v.literal('scored-boxes'),
    'Boxes [batch, proposals, 4] and class scores [batch, proposals, columns] as two tensors, decoded, without NMS: ' +
      'UltraFace, DETR, detectors cut before their NMS.',
  ),
  boxes: describe(v.string(), 'Name of the boxes.'),
  scores: describe(v.string(), 'Name of the class scores.'),
  boxCoding: describe(
    v.optional(v.picklist(['xyxy', 'cxcywh']), 'xyxy'),
    'Corners, or centre and size. Default: xyxy.',
  ),
  boxUnit: boxUnit('input', 'Unit of the boxes: input pixels, or shares of the input size. Default: input.'),
  scoreLayout: describe(
    v.optional(v.picklist(['proposals-first', 'classes-first'])),
    'Axes of the scores: [batch, proposals, columns] or [batch, columns, proposals]. Default: told from the number of boxes.',
  ),
  background: background('none'),
  activation: activation('none', 'What is still to be done to the class scores. Default: none.'),
});

const detections = v.strictObject({
  format: describe(
    v.literal('detections'),
    'Finished detections, one row each, after NMS or TopK in the graph: boxes [rows, 4], scores [rows], labels [rows], with ' +
      'or without a batch axis of 1; no rows at all is an answer too.',
  ),
  boxes: describe(v.string(), 'Name of the boxes.'),
  scores: describe(v.string(), 'Name of the scores.'),
  labels: describe(v.string(), 'Name of the class numbers.'),
  classes: describe(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    'Number of classes. Default: the number of labels.',
  ),
  firstLabel: describe(
    v.optional(v.pipe(v.number(), v.integer()), 0),
    'Number that the model gives to the first label. Default: 0.',
  ),
  boxCoding: describe(
    v.optional(v.picklist(['xyxy', 'cxcywh']), 'xyxy'),
    'Corners, or centre and size. Default: xyxy.',
  ),
  boxUnit: boxUnit('input', 'Unit of the boxes: input pixels, or shares of the input size. Default: input.'),
});

const detectionRows = v.strictObject({
  format: describe(
    v.literal('detection-rows'),
    'Finished detections in one tensor, [rows, 6] with or without a batch axis of 1: two corners, score, number of the class. ' +
      'YOLOv10, YOLO26 and other exports without NMS behind them; rows of score 0 are none.',
  ),
  output: describe(outputName, 'Name of that tensor. Default: the first output.'),
  classes: describe(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    'Number of classes. Default: the number of labels.',
  ),
  firstLabel: describe(
    v.optional(v.pipe(v.number(), v.integer()), 0),
    'Number that the model gives to the first label. Default: 0.',
  ),
  boxUnit: boxUnit('input', 'Unit of the boxes: input pixels, or shares of the input size. Default: input.'),
});

const scores = v.strictObject({
  format: describe(v.literal('scores'), 'One score per class: [batch, classes], further axes of length 1 allowed.'),
  output: describe(outputName, 'Name of that tensor. Default: the first output.'),
  activation: activation(
    'none',
    'What makes scores of the output: softmax for logits of one class among many, ' +
      'sigmoid for logits of tags, none when the graph has done it. Default: none.',
  ),
});

const classMaps = v.strictObject({
  format: describe(v.literal('class-maps'), 'One score per class and pixel, four axes.'),
  output: describe(outputName, 'Name of that tensor. Default: the first output.'),
  layout: describe(
    v.optional(v.picklist(['NCHW', 'NHWC']), 'NCHW'),
    'Classes second (NCHW) or last (NHWC). Default: NCHW.',
  ),
  activation: activation('softmax', 'What makes scores of the output, over the classes of a pixel. Default: softmax.'),
});

const heads = v.strictObject({
  format: describe(
    v.literal('heads'),
    'Several answers about one object, each one class of its own many: [batch, answers].',
  ),
  heads: describe(
    v.pipe(
      v.array(
        v.strictObject({
          name: describe(v.string(), 'What is asked: "colour".'),
          output: describe(v.string(), 'Name of the tensor.'),
          labels: describe(v.array(v.string()), 'The answers, in order.'),
          activation: activation('none', 'What makes scores of the output. Default: none.'),
        }),
      ),
      v.minLength(1),
    ),
    'The questions, in the order in which they are shown.',
  ),
});

const vector = v.strictObject({
  format: describe(v.literal('vector'), 'One vector: [batch, numbers], further axes of length 1 allowed.'),
  output: describe(outputName, 'Name of that tensor. Default: the first output.'),
});

const frames = v.strictObject({
  format: describe(v.literal('frames'), 'One value per frame of the recording: [batch, frames].'),
  output: describe(outputName, 'Name of the tensor to explain. Default: the first output.'),
  hop: describe(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    'Samples from one frame to the next. Default: the recording spread evenly over the frames.',
  ),
});

/** What the outputs hold, one schema per format. */
export const outputSchemas = {
  yolov8,
  yolov5,
  yolox,
  fastestdet,
  ssd,
  scoredBoxes,
  detections,
  detectionRows,
  scores,
  classMaps,
  heads,
  vector,
  frames,
};
