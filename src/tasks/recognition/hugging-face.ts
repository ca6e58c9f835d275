import * as v from 'valibot';
import type { ModelDescription } from '../../onnx/describe-model.ts';
import type { RecipeFile } from '../recipe.ts';
import type { Finding } from './finding.ts';
import { findPicturePort, portFields } from './picture-port.ts';

const size = v.union([
  v.number(),
  v.object({ width: v.number(), height: v.number() }),
  v.object({ shortest_edge: v.number() }),
]);

const configSchema = v.object({
  architectures: v.optional(v.array(v.string()), []),
  model_type: v.optional(v.string(), ''),
  id2label: v.optional(v.record(v.string(), v.string())),
  problem_type: v.nullish(v.string()),
  image_size: v.optional(v.union([v.number(), v.array(v.number())])),
});

const processorSchema = v.object({
  do_rescale: v.optional(v.boolean(), true),
  rescale_factor: v.optional(v.number(), 1 / 255),
  do_normalize: v.optional(v.boolean(), true),
  image_mean: v.optional(v.array(v.number()), [0, 0, 0]),
  image_std: v.optional(v.array(v.number()), [1, 1, 1]),
  do_center_crop: v.optional(v.boolean(), false),
  crop_size: v.optional(size),
  size: v.optional(size),
});

/** DETR and YOLOS end in a softmax with a background class last; the newer ones in a sigmoid without one. */
const SIGMOID_DETECTORS = /rt_detr|deformable|dab|conditional|d_fine|grounding/i;

/**
 * Recipe from the files of the Hugging Face layout: `config.json` (task, labels) and `preprocessor_config.json`.
 * @param beside text of the files beside the model, by name
 * @returns null without those files, or for a task that is not read here
 */
export function readHuggingFace(
  description: ModelDescription,
  beside: Readonly<Record<string, string>>,
): Finding | null {
  const config = parseJson(configSchema, beside['config.json']);
  const port = findPicturePort(description);
  if (!config || !port) return null;
  const processor = parseJson(processorSchema, beside['preprocessor_config.json']);
  const labels = config.id2label && orderLabels(config.id2label);
  const architecture = config.architectures[0] ?? '';
  const reasons = [`config.json names the architecture ${architecture || 'nowhere'}.`];
  reasons.push(
    processor
      ? 'preprocessor_config.json says how pictures are resized and normalised.'
      : 'There is no preprocessor_config.json: pixels are assumed to be scaled to 0..1 and the picture to be stretched.',
  );
  const fallback = processor && readSize(processor);
  const image = Array.isArray(config.image_size) ? config.image_size : [config.image_size, config.image_size];
  const wanted = fallback ?? (image[0] && image[1] ? { width: image[1], height: image[0] } : undefined);
  const input = { ...portFields(port, wanted), ...(processor && readProcessing(processor)) };
  const isGuess = !processor;
  const common = { version: 1 as const, input, ...(labels && { labels }) };
  const finish = (recipe: RecipeFile): Finding => ({ recipe, reasons, isGuess });
  const outputNamed = (pattern: RegExp) => description.outputs.find(({ name }) => pattern.test(name))?.name;
  const logits = outputNamed(/logits/) ?? description.outputs[0]?.name;

  if (architecture.endsWith('ForImageClassification')) {
    const isTagger = config.problem_type === 'multi_label_classification';
    const activation = isTagger ? ('sigmoid' as const) : ('softmax' as const);
    const output = { format: 'scores' as const, output: logits, activation };
    return finish({ ...common, task: isTagger ? 'tagging' : 'classification', output });
  }
  if (architecture.endsWith('ForSemanticSegmentation')) {
    return finish({ ...common, task: 'semantic-segmentation', output: { format: 'class-maps', output: logits } });
  }
  const boxes = outputNamed(/boxes/);
  if (architecture.endsWith('ForObjectDetection') && boxes && logits) {
    const usesSigmoid = SIGMOID_DETECTORS.test(config.model_type);
    const output = {
      format: 'scored-boxes' as const,
      boxes,
      scores: logits,
      boxCoding: 'cxcywh' as const,
      boxUnit: 'relative' as const,
      background: usesSigmoid ? ('none' as const) : ('last' as const),
      activation: usesSigmoid ? ('sigmoid' as const) : ('softmax' as const),
    };
    return finish({ ...common, task: 'detection', output });
  }
  return null;
}

function readProcessing(processor: v.InferOutput<typeof processorSchema>) {
  const shortest = typeof processor.size === 'object' && 'shortest_edge' in processor.size ? processor.size : null;
  return {
    scale: processor.do_rescale ? processor.rescale_factor : 1,
    ...(processor.do_normalize && { mean: processor.image_mean, std: processor.image_std }),
    ...(processor.do_center_crop || shortest
      ? { resize: 'centre-crop' as const, ...(shortest && { cropShortSide: shortest.shortest_edge }) }
      : { resize: 'stretch' as const }),
  };
}

function readSize(processor: v.InferOutput<typeof processorSchema>): { width: number; height: number } | undefined {
  const given = (processor.do_center_crop ? processor.crop_size : undefined) ?? processor.size;
  if (typeof given === 'number') return { width: given, height: given };
  return given && 'width' in given ? given : undefined;
}

function orderLabels(record: Record<string, string>): string[] | undefined {
  const labels = Object.keys(record).map((_, index) => record[index]);
  return labels.every((label) => label !== undefined) ? labels : undefined;
}

function parseJson<S extends v.GenericSchema>(schema: S, text: string | undefined): v.InferOutput<S> | null {
  if (text === undefined) return null;
  try {
    const result = v.safeParse(schema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
