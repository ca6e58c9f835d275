import { checkSavedExplanation, type SavedExplanation } from '../../src/core/saved-explanation.ts';

/** Names of a model's classes, one a line of a file. */
export interface LabelList {
  readonly name: string;
  readonly lines: readonly string[];
}

/** What a handful of files is good for. */
export interface Intake {
  readonly model: File | null;
  /** A recipe, as text. */
  readonly recipe: { readonly name: string; readonly text: string } | null;
  /** An explanation to make again. */
  readonly explanation: SavedExplanation | null;
  readonly labels: LabelList | null;
  /** Text of other files that help to recognise a model, by name. */
  readonly beside: Readonly<Record<string, string>>;
  readonly pictures: readonly File[];
  /** Names of files that the page has no use for. */
  readonly unknown: readonly string[];
  /** Names of those of a kind of which it takes one, and took a later one. */
  readonly surplus: readonly string[];
}

const PICTURE = /\.(png|jpe?g|webp|avif|gif|bmp)$/i;
const BESIDE = new Set(['config.json', 'preprocessor_config.json']);

/** Sorts files by what they are: by name, and pictures by their type too, since a pasted one has no name. */
export async function sortFiles(files: readonly File[]): Promise<Intake> {
  const single = new Map<'model' | 'recipe' | 'labels' | 'explanation', string>();
  const surplus: string[] = [];
  const take = (kind: Parameters<typeof single.get>[0], name: string) => {
    const before = single.get(kind);
    if (before !== undefined) surplus.push(before);
    single.set(kind, name);
  };
  let model: File | null = null;
  let recipe: Intake['recipe'] = null;
  let labels: Intake['labels'] = null;
  let explanation: SavedExplanation | null = null;
  const beside: Record<string, string> = {};
  const pictures: File[] = [];
  const unknown: string[] = [];
  for (const file of files) {
    const { name } = file;
    if (/\.onnx$/i.test(name)) {
      take('model', name);
      model = file;
    } else if (file.type.startsWith('image/') || PICTURE.test(name)) pictures.push(file);
    else if (BESIDE.has(name)) beside[name] = await file.text();
    else if (/\.json$/i.test(name)) {
      const text = await file.text();
      const saved = readExplanation(text);
      if (!saved && !mayBeRecipe(text)) {
        unknown.push(name);
        continue;
      }
      take(saved ? 'explanation' : 'recipe', name);
      if (saved) explanation = saved;
      else recipe = { name, text };
    } else if (/\.(txt|names)$/i.test(name)) {
      take('labels', name);
      labels = { name, lines: splitLines(await file.text()) };
    } else unknown.push(name);
  }
  return { model, recipe, explanation, labels, beside, pictures, unknown, surplus };
}

/** What a JSON file holds, if it is a saved explanation. */
function readExplanation(text: string): SavedExplanation | null {
  try {
    return checkSavedExplanation(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Whether anything in it speaks of a model's input or output; what is no JSON may have been meant to. */
function mayBeRecipe(text: string): boolean {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null && ('input' in content || 'output' in content);
  } catch {
    return true;
  }
}

export function splitLines(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
}
