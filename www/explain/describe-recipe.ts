import type { ModelInfo } from '../../src/engine/protocol.ts';

/** The fields of a recipe that are put into words; see the recipe schema. */
interface PictureRecipe {
  task: string;
  labels?: readonly string[];
  scoreThreshold: number;
  input: {
    width?: number;
    height?: number;
    channels?: string;
    scale?: number;
    mean?: readonly number[];
    std?: readonly number[];
    resize?: string;
  };
  output: { format: string };
}

const TASKS: Record<string, string> = {
  detection: 'finds objects and draws boxes around them',
  'instance-segmentation': 'finds objects and outlines them',
  classification: 'names what a picture shows, one class of many',
  tagging: 'names what a picture shows, any number of tags',
  'semantic-segmentation': 'gives each pixel a class',
  attributes: 'answers several questions about what a picture shows',
  embedding: 'gives vectors by which pictures are compared',
  series: 'listens to a recording',
};

const RESIZING: Record<string, string> = {
  'letterbox-centre': 'shrunk to fit and centred on grey',
  'letterbox-top-left': 'shrunk to fit into the upper left corner, the rest grey',
  stretch: 'stretched to fit',
  'centre-crop': 'its centre cut out',
};

const PROVIDERS: Record<string, string> = {
  webgpu: 'on the GPU, through WebGPU',
  wasm: 'on the processor, through wasm',
};

/** What is believed about a model, as plain sentences. */
export function describeRecipe(info: ModelInfo): string[] {
  const recipe = info.recipe as unknown as PictureRecipe;
  const { input, labels = [] } = recipe;
  const sentences = [`It ${TASKS[recipe.task] ?? `is for ${recipe.task}`}${describeLabels(labels)}.`];
  if (input.width && input.height) {
    const how = RESIZING[input.resize ?? 'stretch'] ?? input.resize;
    sentences.push(`It sees each picture at ${input.width} × ${input.height} pixels, ${how}.`);
    sentences.push(describeColours(input));
  }
  sentences.push(
    `Its answer is read as “${recipe.output.format}”; scores below ${recipe.scoreThreshold} are left out.`,
  );
  const size = Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(info.parameters);
  const maker = info.producer ? `, written by ${info.producer}` : '';
  sentences.push(`It has ${size} parameters${maker}.`);
  const adapter = info.adapter ? ` (${info.adapter})` : '';
  sentences.push(`It runs ${PROVIDERS[info.provider] ?? `on ${info.provider}`}${adapter}.`);
  return sentences;
}

function describeLabels(labels: readonly string[]): string {
  if (labels.length === 0) return '; its classes have no names, only numbers (drop a list of labels to name them)';
  // ImageNet's labels list synonyms after a comma.
  const some = labels
    .slice(0, 3)
    .map((label) => label.split(',')[0])
    .join(', ');
  return labels.length <= 3 ? `: ${some}` : `, ${labels.length} kinds such as ${some}`;
}

function describeColours({ channels = 'RGB', scale = 1 / 255, mean = [0], std = [1] }: PictureRecipe['input']): string {
  const order = channels === 'grey' ? 'grey values' : `colours in the order ${channels}`;
  const top = Number((scale * 255).toPrecision(3));
  const range = top === 255 ? 'as they are, 0 to 255' : `scaled to 0 to ${top}`;
  const shifted = mean.some((value) => value !== 0) ? `, less ${list(mean)}` : '';
  const divided = std.some((value) => value !== 1) ? `, over ${list(std)}` : '';
  return `It is given ${order}, ${range}${shifted}${divided}.`;
}

function list(values: readonly number[]): string {
  return [...new Set(values)].map((value) => Number(value.toPrecision(3))).join(', ');
}
