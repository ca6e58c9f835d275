import * as v from 'valibot';
import { XaiError } from '../core/errors.ts';
import { outputSchemas } from './recipe-outputs.ts';
import { seriesInputSchema } from './series/series-input.ts';
import { seriesLayout } from './series/series-layout.ts';

const describe = <T extends v.GenericSchema>(schema: T, text: string) => v.pipe(schema, v.description(text));

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16384));
const unitNumber = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const byte = v.pipe(v.number(), v.minValue(0), v.maxValue(255));
const tensorType = v.picklist(['float32', 'float16', 'uint8']);
const perChannel = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1), v.maxLength(3));
const spread = v.pipe(v.array(v.pipe(v.number(), v.finite(), v.notValue(0))), v.minLength(1), v.maxLength(3));

const pictureInput = v.strictObject({
  name: describe(v.optional(v.string()), "Name of the input tensor. Default: the model's first input."),
  layout: describe(
    v.optional(v.picklist(['NCHW', 'NHWC']), 'NCHW'),
    'Order of the axes: batch, channels, height, width (NCHW) or channels last (NHWC). Default: NCHW.',
  ),
  width: describe(wholeNumber, 'Width of the model input, pixels.'),
  height: describe(wholeNumber, 'Height of the model input, pixels.'),
  channels: describe(
    v.optional(v.picklist(['RGB', 'BGR', 'grey']), 'RGB'),
    'Order of the colour channels; grey is one channel, .299 R + .587 G + .114 B. Default: RGB.',
  ),
  type: describe(v.optional(tensorType), "Element type of the input tensor. Default: the model's own."),
  scale: describe(
    v.optional(v.pipe(v.number(), v.finite(), v.notValue(0)), 1 / 255),
    'Factor on the pixel value 0..255, before mean and std: (pixel * scale - mean) / std. Default: 1/255.',
  ),
  mean: describe(
    v.optional(perChannel, [0, 0, 0]),
    "Subtracted from the scaled pixel, one number per channel in the model's channel order, or one for all. Default: 0.",
  ),
  std: describe(
    v.optional(spread, [1, 1, 1]),
    "Divides what is left, one number per channel in the model's channel order, or one for all. Default: 1.",
  ),
  resize: describe(
    v.optional(v.picklist(['letterbox-centre', 'letterbox-top-left', 'stretch', 'centre-crop']), 'stretch'),
    'How a picture is brought to the input size: keep its shape and pad evenly, keep its shape and pad right and ' +
      'below, stretch, or resize the short side to `cropShortSide` and cut out the centre. Default: stretch.',
  ),
  cropShortSide: describe(
    v.optional(wholeNumber),
    'Only for centre-crop: short side before the cut, pixels. Default: the shorter side of the input.',
  ),
  interpolation: describe(
    v.optional(v.picklist(['antialias', 'linear', 'area']), 'antialias'),
    'How pixels are made when the size changes: linear with a filter as wide as the step when shrinking (Pillow, ' +
      'torchvision), two-tap linear (OpenCV), or the mean of the covered area. Default: antialias.',
  ),
  padValue: describe(v.optional(byte, 114), 'Grey level of letterbox padding, 0..255. Default: 114.'),
  alphaBackground: describe(
    v.optional(v.pipe(v.array(byte), v.length(3)), [255, 255, 255]),
    'Red, green and blue, 0..255, that a transparent picture is laid over. Default: white.',
  ),
});

const extraInput = v.strictObject({
  name: describe(v.string(), 'Name of the further input tensor.'),
  type: describe(v.picklist(['float32', 'int32', 'int64']), 'Element type.'),
  dims: describe(
    v.array(v.union([v.literal('batch'), v.pipe(v.number(), v.integer(), v.minValue(1))])),
    'Axes; "batch" follows the batch of the first input.',
  ),
  value: describe(
    v.union([v.picklist(['input-width-height', 'input-height-width']), v.array(v.number())]),
    'The values of one picture: a list of numbers, or the size of the model input, pixels.',
  ),
});

const labels = v.union([
  describe(v.array(v.string()), 'The labels, one per class in class order.'),
  v.strictObject({
    file: describe(v.string(), "Text file with one label per line; the path is relative to the recipe's own place."),
  }),
]);

const layerName = v.pipe(v.string(), v.minLength(1));

const common = {
  $schema: describe(v.optional(v.string()), 'Address of this schema, for editors.'),
  version: describe(v.literal(1), 'Version of the recipe format: 1.'),
  name: describe(v.optional(v.string()), 'Name for people.'),
  extraInputs: describe(v.optional(v.array(extraInput), []), 'Inputs besides the picture or series. Default: none.'),
  labels: describe(
    v.optional(labels),
    'Labels, or the file that holds them. A list may also name the background class. Default: "class 0", "class 1", ...',
  ),
  scoreThreshold: describe(v.optional(unitNumber, 0.3), 'Answers below this score are not shown. Default: 0.3.'),
  iouThreshold: describe(
    v.optional(unitNumber, 0.45),
    'Of two boxes of one class that overlap by more than this (intersection over union), only the better is shown; the ' +
      'explanation itself sees every proposal. Default: 0.45.',
  ),
  layer: describe(
    v.optional(v.union([layerName, v.pipe(v.array(layerName), v.minLength(1))])),
    'Name of the tensor that methods of layers (Grad-CAM and its kin) look at where nobody names another, or several: of ' +
      'detectors the levels, of which each target is explained at the last one that feeds it; of other models all together ' +
      'make one map, and methods of one layer take the first. Default: guessed from the graph.',
  ),
};

const detectionOutput = v.variant('format', [
  outputSchemas.yolov8,
  outputSchemas.yolov5,
  outputSchemas.yolox,
  outputSchemas.fastestdet,
  outputSchemas.ssd,
  outputSchemas.scoredBoxes,
  outputSchemas.detections,
  outputSchemas.detectionRows,
]);

export const recipeSchema = v.variant('task', [
  v.strictObject({
    ...common,
    task: describe(v.picklist(['classification', 'tagging']), 'One class of many, or any number of tags.'),
    input: pictureInput,
    output: outputSchemas.scores,
  }),
  v.strictObject({
    ...common,
    task: describe(v.literal('detection'), 'Objects with boxes.'),
    input: pictureInput,
    output: detectionOutput,
  }),
  v.strictObject({
    ...common,
    task: describe(v.literal('instance-segmentation'), 'Objects with boxes and masks.'),
    input: pictureInput,
    output: outputSchemas.yolov8,
  }),
  v.strictObject({
    ...common,
    task: describe(v.literal('semantic-segmentation'), 'A class for each pixel.'),
    input: pictureInput,
    output: outputSchemas.classMaps,
  }),
  v.strictObject({
    ...common,
    task: describe(v.literal('attributes'), 'Several questions about the one object that a picture shows.'),
    input: pictureInput,
    output: outputSchemas.heads,
  }),
  v.strictObject({
    ...common,
    task: describe(v.literal('embedding'), 'A vector that is like the vectors of like pictures.'),
    input: pictureInput,
    output: outputSchemas.vector,
  }),
  v.strictObject({
    ...common,
    task: describe(v.literal('series'), 'Sound, motion or another recording over time.'),
    input: seriesInputSchema,
    output: v.variant('format', [outputSchemas.scores, outputSchemas.frames]),
  }),
]);

/** How to feed a model and read it, with every default filled in. */
export type Recipe = v.InferOutput<typeof recipeSchema>;
/** A recipe as a person writes it: fields with a default may be left out. */
export type RecipeFile = v.InferInput<typeof recipeSchema>;
export type Task = Recipe['task'];

/** All but recordings. */
export const PICTURE_TASKS: readonly Task[] = [
  'classification',
  'tagging',
  'detection',
  'instance-segmentation',
  'semantic-segmentation',
  'attributes',
  'embedding',
];

/** Every task, for methods that fit all. */
export const ALL_TASKS: readonly Task[] = [...PICTURE_TASKS, 'series'];

export type PictureRecipe = Exclude<Recipe, { task: 'series' }>;
export type SeriesRecipe = Extract<Recipe, { task: 'series' }>;
export type DetectionRecipe = Extract<Recipe, { task: 'detection' | 'instance-segmentation' }>;
export type ClassificationRecipe = Extract<Recipe, { task: 'classification' | 'tagging' }>;
export type SegmentationRecipe = Extract<Recipe, { task: 'semantic-segmentation' }>;
export type AttributesRecipe = Extract<Recipe, { task: 'attributes' }>;
export type EmbeddingRecipe = Extract<Recipe, { task: 'embedding' }>;
export type PictureInput = PictureRecipe['input'];

export function isDetection(recipe: Recipe): recipe is DetectionRecipe {
  return recipe.task === 'detection' || recipe.task === 'instance-segmentation';
}

/** Recipes whose output is one score per class. */
export type ScoresRecipe = Recipe & { output: ClassificationRecipe['output'] };

export function givesClasses(recipe: Recipe): recipe is ScoresRecipe {
  return recipe.output.format === 'scores';
}

/**
 * Checks a recipe and fills in its defaults.
 * @param value an object as read from a `.recipe.json` file
 * @param file name of that file, for the message
 * @throws XaiError `recipe-invalid` naming each bad field and what it should be
 */
export function parseRecipe(value: unknown, file?: string): Recipe {
  const result = v.safeParse(recipeSchema, value);
  if (!result.success) {
    const faults = result.issues.map((issue) => {
      const path = v.getDotPath(issue);
      return path ? `${path}: ${issue.message}` : issue.message;
    });
    const where = file ? `The recipe ${file}` : 'The recipe';
    throw new XaiError(
      'recipe-invalid',
      `${where} does not fit the format. ${faults.join('; ')}. See schemas/recipe.schema.json for every field.`,
      { file, option: v.getDotPath(result.issues[0]) ?? undefined },
    );
  }
  checkInput(result.output, file);
  return result.output;
}

function checkInput(recipe: Recipe, file: string | undefined): void {
  if (recipe.task === 'series') {
    checkSeries(recipe, file);
    return;
  }
  const where = file ? `The recipe ${file}` : 'The recipe';
  if (recipe.input.type === 'uint8' && recipe.input.scale !== 1) {
    throw new XaiError(
      'recipe-invalid',
      `${where} scales pixels by ${recipe.input.scale}, but input.scale has to be 1 for the type uint8, which holds 0..255.`,
      { file, option: 'input.scale' },
    );
  }
  const count = recipe.input.channels === 'grey' ? 1 : 3;
  for (const field of ['mean', 'std'] as const) {
    const values = recipe.input[field];
    const isDefault = count === 1 && new Set(values).size === 1;
    if (values.length !== 1 && values.length !== count && !isDefault) {
      throw new XaiError(
        'recipe-invalid',
        `${where} does not fit the format. input.${field} has ${values.length} numbers; give one for all channels or ${count}, one per channel.`,
        { file, option: `input.${field}` },
      );
    }
  }
}

function checkSeries({ input, extraInputs }: SeriesRecipe, file: string | undefined): void {
  const sized = extraInputs.find(({ value }) => typeof value === 'string');
  if (sized) {
    throw new XaiError(
      'recipe-invalid',
      `The further input "${sized.name}" asks for the size of a picture, and the model takes recordings. Give its values as numbers.`,
      { file, option: 'extraInputs' },
    );
  }
  seriesLayout(input);
}
