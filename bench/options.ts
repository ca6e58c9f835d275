import { Command, InvalidArgumentError, Option } from 'commander';
import { FEWEST_MASKS_FOR_CPU_BATCH } from '../src/methods/batch-size.ts';
import type { Provider } from '../src/runtime/platform.ts';

export type Part = (typeof PARTS)[number];

export interface BenchOptions {
  /** What is measured: masking beside the bare forward passes, many targets beside one, every method, drawn scenes, audits, recordings. */
  readonly only: readonly Part[];
  /** Models that every method is timed on. */
  readonly methodModels: readonly string[];
  /** Seconds after which a method is stopped, and its time reckoned from its progress. */
  readonly methodSeconds: number;
  /** Interleaved repeats of the others. */
  readonly methodRepeats: number;
  /** What is audited, and how; masks only where the method has them. */
  readonly audits: readonly { readonly model: string; readonly method: string; readonly masks: number | null }[];
  /** Pictures of each audit. */
  readonly auditPictures: number;
  readonly auditRepeats: number;
  /** Masks of the runs with many targets and with one. */
  readonly targetMasks: number;
  /** Models of recordings and how they are explained; `sessions`: lengths in seconds of whole ones whose memory is watched. */
  readonly series: readonly {
    readonly model: string;
    readonly method: string;
    readonly masks: number | null;
    readonly sessions: readonly number[];
  }[];
  /** Length of the session that a turn explains. */
  readonly seriesSeconds: number;
  readonly seriesRepeats: number;
  /** Names of models in ../shared/models that have a recipe in test/fixtures/recipes. */
  readonly models: readonly string[];
  /** A picture for all models; null takes each model's own. */
  readonly photo: string | null;
  /** Masks of the run whose memory is watched. */
  readonly masks: number;
  readonly providers: readonly Provider[];
  /** Whether a software adapter is good enough for webgpu. */
  readonly software: boolean;
  /** Markdown file to write; null only prints. */
  readonly out: string | null;
  /** Models whose memory is watched. */
  readonly memory: readonly string[];
  /** Interleaved repeats of each timing. */
  readonly repeats: number;
  /** Seconds that one timing lasts. */
  readonly seconds: number;
  /** Seconds that each series of timings may wait, in all, for other programs to be quiet. */
  readonly patience: number;
  /** Masks that a timed run of the pipeline has at least. */
  readonly fewestMasks: number;
  /** Held-out scenes that the embedded detector is explained on. */
  readonly scenes: number;
  /** Masks for each of them. */
  readonly sceneMasks: number;
  /** Largest number of pictures a run that is tried. */
  readonly largestBatch: number;
}

const MODELS = ['fastestdet', 'ultraface-rfb-320', 'yolox-nano', 'yolov8n-320'];
const METHOD_MODELS = ['embedded:classifier-fair', 'mobilenetv2-imagenet', 'yolov8n-320', 'embedded:detector'];
const PARTS = ['masking', 'targets', 'methods', 'scenes', 'audit', 'series'] as const;

/** What is audited, and how. */
const AUDITS = [
  { model: 'embedded:classifier-fair', method: 'grad-cam', masks: null },
  { model: 'embedded:classifier-fair', method: 'recipro-cam', masks: null },
  { model: 'embedded:classifier-fair', method: 'rise', masks: 256 },
  { model: 'embedded:detector', method: 'grad-cam', masks: null },
  { model: 'embedded:detector', method: 'd-rise', masks: 256 },
] as const;

/** Six minutes and an hour. */
const SESSIONS = [360, 3600];
const SERIES = [
  { model: 'embedded:motion', method: 'grad-cam', masks: null, sessions: SESSIONS },
  { model: 'embedded:motion', method: 'integrated-gradients', masks: null, sessions: [] },
  { model: 'embedded:motion', method: 'occlusion', masks: null, sessions: [] },
  { model: 'embedded:motion', method: 'rise', masks: 256, sessions: [] },
  { model: 'embedded:motion-recurrent', method: 'rise', masks: 256, sessions: [] },
  { model: 'yamnet-esc10', method: 'grad-cam', masks: null, sessions: [] },
  { model: 'yamnet-esc10', method: 'rise', masks: 256, sessions: [] },
] as const;
const PROVIDERS: readonly Provider[] = ['wasm', 'node', 'webgpu'];

/** Long enough for medians that mean something, and short enough to see that all of it works. */
const FULL = {
  masks: 5000,
  repeats: 3,
  seconds: 1.5,
  largestBatch: 64,
  fewestMasks: FEWEST_MASKS_FOR_CPU_BATCH,
  scenes: 50,
  sceneMasks: 1000,
  methodSeconds: 2,
  methodRepeats: 3,
  auditPictures: 16,
  auditRepeats: 3,
  targetMasks: 2000,
  series: SERIES,
  seriesSeconds: 12,
  seriesRepeats: 3,
};
const QUICK = {
  masks: 20,
  repeats: 1,
  seconds: 0.05,
  largestBatch: 2,
  fewestMasks: 4,
  scenes: 2,
  sceneMasks: 20,
  methodSeconds: 0.1,
  methodRepeats: 1,
  auditPictures: 2,
  auditRepeats: 1,
  targetMasks: 64,
  series: SERIES.slice(0, 1).map((one) => ({ ...one, sessions: [5, 10] })),
  seriesSeconds: 5,
  seriesRepeats: 1,
};

function list(text: string): string[] {
  return text.split(',').filter((part) => part !== '');
}

function providers(text: string): Provider[] {
  return list(text).map((name) => {
    const known = PROVIDERS.find((provider) => provider === name);
    if (known) return known;
    throw new InvalidArgumentError(`"${name}" is none of ${PROVIDERS.join(', ')}.`);
  });
}

function parts(text: string): Part[] {
  return list(text).map((name) => {
    const known = PARTS.find((part) => part === name);
    if (known) return known;
    throw new InvalidArgumentError(`"${name}" is none of ${PARTS.join(', ')}.`);
  });
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 10) return value;
  throw new InvalidArgumentError('Give a whole number from 10.');
}

function fromZero(text: string): number {
  const value = Number(text);
  if (value >= 0) return value;
  throw new InvalidArgumentError('Give a number from 0.');
}

function fromOne(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Give a whole number from 1.');
}

export function parseOptions(argv: readonly string[]): BenchOptions {
  const command = new Command('npm run bench --')
    .description(
      'Measures what masking and every method cost beside the bare forward passes, on every provider that is here.',
    )
    .addOption(
      new Option('--only <parts>', 'what to measure; sections of the others stay as they are in the file of --out')
        .argParser(parts)
        .default(PARTS),
    )
    .addOption(
      new Option('--method-models <names>', 'models that all methods are timed on')
        .argParser(list)
        .default(METHOD_MODELS),
    )
    .addOption(new Option('--models <names>', 'models of ../shared/models').argParser(list).default(MODELS))
    .option('--photo <file>', 'picture for all models (default: one in which the model finds something)')
    .addOption(new Option('--masks <n>', 'masks of the run whose memory is watched (default: 5000)').argParser(count))
    .addOption(new Option('--providers <names>', 'wasm, node, webgpu').argParser(providers).default(PROVIDERS))
    .option('--memory <names>', 'models whose memory is watched, or "all" (default: the first model)')
    .option('--software', 'measure webgpu on a software adapter too', false)
    .addOption(
      new Option('--patience <s>', 'seconds that a series of timings may wait for other programs to be quiet')
        .argParser(fromZero)
        .default(60),
    )
    .addOption(
      new Option('--scenes <n>', 'drawn scenes that the embedded detector is explained on (default: 50)').argParser(
        fromOne,
      ),
    )
    .option('--out <file>', 'write the figures to this file too (docs/benchmarks.md)')
    .option('--quick', 'as short as can be, to see that it works; the figures mean nothing', false);
  const given = command.parse(argv, { from: 'user' }).opts();
  const length = given.quick ? QUICK : FULL;
  const memory = given.memory === 'all' ? given.models : given.memory ? list(given.memory) : given.models.slice(0, 1);
  return {
    ...length,
    patience: given.quick ? 0 : given.patience,
    masks: given.masks ?? length.masks,
    scenes: given.scenes ?? length.scenes,
    only: given.only,
    audits: AUDITS,
    methodModels: given.methodModels,
    models: given.models,
    photo: given.photo ?? null,
    providers: given.providers,
    software: given.software,
    out: given.out ?? null,
    memory,
  };
}
