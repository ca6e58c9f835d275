import type { ModelDescription } from '../../onnx/describe-model.ts';
import type { RecipeFile } from '../recipe.ts';
import type { Finding } from './finding.ts';
import { findPicturePort, portFields } from './picture-port.ts';

/**
 * Recipe from the notes that Ultralytics' exporter leaves in the file: task, names, imgsz.
 * @returns null without such notes
 */
export function readUltralytics(description: ModelDescription): Finding | null {
  const { task, names, imgsz } = description.metadata;
  const port = findPicturePort(description);
  if (!port || names === undefined || (task === undefined && description.metadata.stride === undefined)) return null;
  const labels = parseNames(names);
  if (!labels) return null;
  const size = parseSize(imgsz);
  const letterboxed = { ...portFields(port, size), resize: 'letterbox-centre' as const, scale: scaleFor(port.type) };
  const note = `The file's own metadata (Ultralytics) names the task "${task ?? 'detect'}" and ${labels.length} classes.`;
  const finish = (recipe: RecipeFile, reason: string, isGuess = false): Finding => ({
    recipe,
    reasons: [note, reason],
    isGuess,
  });
  const outputs = description.outputs.map(({ dims }) => dims);
  const [first] = outputs;

  if (task === 'classify') {
    const input = { ...letterboxed, resize: 'centre-crop' as const };
    const recipe: RecipeFile = { version: 1, task: 'classification', input, output: { format: 'scores' }, labels };
    return finish(recipe, 'Its classifiers take the centre of the picture and end in a softmax.');
  }
  if (first?.length !== 3) return null;
  const coefficients = task === 'segment' ? prototypeCount(outputs[1]) : 0;
  if (coefficients === null || (task !== undefined && task !== 'detect' && task !== 'segment')) return null;
  // Proposals have their columns second, finished rows last.
  if (first[2] === 6 && coefficients === 0) {
    const output = { format: 'detection-rows' as const };
    const recipe: RecipeFile = { version: 1, task: 'detection', input: letterboxed, output, labels };
    return finish(recipe, `The output [${first.join(', ')}] has a row of corners, score and class for each detection.`);
  }
  const columns = [first[1], first[2]];
  if (columns.includes(4 + labels.length + coefficients)) {
    const output = { format: 'yolov8' as const };
    const common = { version: 1 as const, input: letterboxed, output, labels, iouThreshold: 0.5 };
    const recipe: RecipeFile =
      task === 'segment' ? { ...common, task: 'instance-segmentation' } : { ...common, task: 'detection' };
    return finish(recipe, `The output [${first.join(', ')}] has 4 numbers of a box and a score per class.`);
  }
  if (columns.includes(5 + labels.length) && coefficients === 0) {
    const output = { format: 'yolov5' as const };
    const recipe: RecipeFile = { version: 1, task: 'detection', input: letterboxed, output, labels };
    // YOLOv5's own exporter names no task; later ones do, and their models have no objectness.
    const reason = `The output [${first.join(', ')}] has 4 numbers of a box, objectness and a score per class.`;
    return finish(recipe, reason, task !== undefined);
  }
  return null;
}

function prototypeCount(dims: readonly unknown[] | null | undefined): number | null {
  return dims?.length === 4 && typeof dims[1] === 'number' ? dims[1] : null;
}

function scaleFor(type: 'float32' | 'float16' | 'uint8'): number {
  return type === 'uint8' ? 1 : 1 / 255;
}

/** Reads "[height, width]" or a single number. */
function parseSize(text: string | undefined): { width: number; height: number } | undefined {
  const numbers = text?.match(/\d+/g)?.map(Number);
  if (!numbers?.length) return undefined;
  return { height: numbers[0], width: numbers[1] ?? numbers[0] };
}

/** Reads the Python dictionary or list of names that the exporter writes: {0: 'person', 1: "cat's eye"}. */
export function parseNames(text: string): string[] | null {
  const labels: string[] = [];
  const entry = /(?:(\d+)\s*:\s*)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  for (const [, key, single, double] of text.matchAll(entry)) {
    const index = key === undefined ? labels.length : Number(key);
    if (index > 100_000) return null;
    labels[index] = (single ?? double).replace(/\\(.)/g, '$1');
  }
  const isComplete = labels.length > 0 && Array.from(labels).every((label) => label !== undefined);
  return isComplete ? labels : null;
}
