import type { ModelDescription, TensorDescription } from '../../onnx/describe-model.ts';
import type { RecipeFile } from '../recipe.ts';
import type { Finding } from './finding.ts';
import { guessed, shape } from './scene.ts';

type SeriesRecipeFile = Extract<RecipeFile, { task: 'series' }>;
type Dims = NonNullable<TensorDescription['dims']>;

/** Shorter rows of numbers are rather measurements of one moment than a recording. */
const SHORTEST_WAVE = 200;
/** Windows from this length on are rather sound than motion. */
const SOUND_LENGTH = 4000;
const SOUND_RATE = 16_000;
/** A grid this many times as long as wide, and at most so wide, is a recording with its channels, not a picture. */
const LONG = 4;
const MOST_CHANNELS = 16;

/** YAMNet's patches, as its authors and the tools that train on top of it cut them. */
const YAMNET = {
  kind: 'log-mel',
  window: 400,
  transform: 512,
  hop: 160,
  bands: 64,
  lowHertz: 125,
  highHertz: 7500,
  logOffset: 0.001,
} as const;

/**
 * A model of recordings: one row of samples, samples of some channels, or YAMNet's log-mel patches, and scores of classes or one
 * value per frame.
 * @returns null for what looks like none
 */
export function guessSeries(description: ModelDescription): Finding | null {
  const [input, ...others] = description.inputs;
  if (!input?.dims || others.length > 0 || (input.type !== 'float32' && input.type !== 'float16')) return null;
  const fed = guessInput(input.name, input.dims);
  const read = fed && guessOutput(description);
  if (!fed || !read) return null;
  const recipe: SeriesRecipeFile = {
    version: 1,
    task: 'series',
    input: { name: input.name, ...fed.fields },
    output: read.output,
  };
  return guessed(
    recipe,
    `Guessed a model of recordings because the input is ${shape(input.dims)}.`,
    ...fed.reasons,
    read.reason,
  );
}

function guessInput(name: string, dims: Dims): { fields: SeriesRecipeFile['input']; reasons: string[] } | null {
  const [batch, ...rest] = dims;
  const sizes = rest.map((dim) => (typeof dim === 'number' && dim > 0 ? dim : null));
  const fedDims = [batch === 1 ? 1 : ('batch' as const), ...sizes.map((size) => size ?? ('time' as const))];
  const known = sizes.filter((size) => size !== 1);
  const fields = { dims: fedDims };
  if (sizes.filter((size) => size === null).length > 1) return null;
  if (known.length === 2 && known.includes(64) && known.includes(96)) {
    return {
      fields: { ...fields, sampleRate: SOUND_RATE, processors: [YAMNET] },
      reasons: [
        "Assumed YAMNet's log-mel patches of 64 bands and 96 frames at 16 kHz because of that shape: check it.",
      ],
    };
  }
  const isGrid = rest.length === 3 && known.length === 2;
  const [short, long] = known.map((size) => size ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  if (isGrid && !(short <= MOST_CHANNELS && long >= LONG * short)) return null;
  if (rest.length > 3 || known.length === 0 || known.length > 2) return null;
  if (known.length === 1 && known[0] !== null && known[0] < SHORTEST_WAVE) return null;
  const isSound = /audio|wav|sound|speech|pcm/i.test(name) || (known.length === 1 && (known[0] ?? 0) >= SOUND_LENGTH);
  return isSound
    ? { fields: { ...fields, sampleRate: SOUND_RATE }, reasons: ['Assumed sound in -1..1 at 16 kHz: check it.'] }
    : { fields, reasons: ['Assumed samples as they are recorded, at whatever rate: check it.'] };
}

function guessOutput({
  outputs,
  operators,
}: ModelDescription): { output: SeriesRecipeFile['output']; reason: string } | null {
  const classes = outputs.find(({ dims }) => {
    const [, count, ...rest] = dims ?? [];
    return typeof count === 'number' && count > 1 && rest.every((dim) => dim === 1);
  });
  if (classes) {
    const hasSoftmax = (operators.Softmax ?? 0) === 1;
    return {
      output: { format: 'scores', output: classes.name, activation: hasSoftmax ? 'none' : 'softmax' },
      reason: hasSoftmax
        ? 'Guessed that the scores are probabilities because the graph has one Softmax.'
        : 'Guessed that the scores are logits because the graph does not have exactly one Softmax.',
    };
  }
  const frames = outputs.filter(({ dims }) => dims?.length === 2 && typeof dims[1] !== 'number');
  const best = frames.find(({ name }) => /conf|prob|score|activ/i.test(name)) ?? frames[0];
  if (!best) return null;
  return {
    output: { format: 'frames', output: best.name },
    reason: `Guessed one value per frame in "${best.name}" because its length is open.`,
  };
}
