import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { COLORMAP_NAMES, type ColormapName } from '../core/colour/colormaps.ts';
import { XaiError, type XaiErrorCode } from '../core/errors.ts';
import { VERSION } from '../core/version.ts';
import { EMBEDDED } from '../runtime/embedded.ts';
import { Model } from '../tasks/model.ts';
import { addAudit } from './audit.ts';
import { EXIT } from './exit-codes.ts';
import { type ExplainCommand, runExplain } from './explain.ts';
import {
  collectCounts,
  type ModelFlags,
  parseCount,
  parseRate,
  readRecipe,
  withMethodFlags,
  withModelFlags,
} from './flags.ts';
import { listEmbedded, runInspect } from './inspect.ts';
import { FORMATS, type Format } from './outputs.ts';
import { refuseBesideRepeat, runRepeat } from './repeat.ts';
import { runScenes, SCENE_KINDS, type ScenesCommand } from './scenes.ts';
import { TARGET_FORMS } from './targets.ts';

/** Errors that mean the command line was wrong, not the model. */
const USAGE_CODES: ReadonlySet<XaiErrorCode> = new Set([
  'option-invalid',
  'input-missing',
  'data-unreadable',
  'backend-unavailable',
  'output-unwritable',
  'explanation-invalid',
]);

const PICTURE_FORMATS: readonly Format[] = ['png', 'json'];
const SERIES_FORMATS: readonly Format[] = ['png', 'csv', 'json'];

const FASTER = 'Running on WebAssembly; "npm install onnxruntime-node" makes this several times faster.';

/** Aborted when a person wants the command to end. */
export const interrupted = new AbortController();

/**
 * The command.
 * @param argv as Node gives it: two words, then the arguments
 * @returns exit status
 */
export async function main(argv: readonly string[]): Promise<number> {
  let status: number = EXIT.done;
  const program = new Command('xai-viewer')
    .description("Explains an ONNX model's answers: which pixels made it say so.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(add --help for the options)');

  withModelFlags(program.command('inspect'))
    .description('Say what a model is: inputs, outputs, operators, and what its numbers are taken to mean.')
    .argument('<model>', 'path or address of an ONNX file, or embedded:NAME; embedded: alone lists what there is')
    .option('--json', 'print everything as JSON')
    .action(async (file: string, flags: ModelFlags & { json?: boolean }) => {
      if (file === EMBEDDED) {
        listEmbedded(flags.json ?? false);
        return;
      }
      status = await runInspect(file, { recipe: await readRecipe(flags), json: flags.json ?? false });
    });

  withMethodFlags(withModelFlags(program.command('explain')))
    .description('Explain what a model sees in pictures, one heat map per object or class.')
    .argument('<model>', 'path or address of an ONNX file, or embedded:NAME')
    .option('-i, --input <path...>', 'pictures or recordings (CSV, WAV, .session.json), or folders of them', [])
    .option(
      '--scene <seed...>',
      'scenes (of recordings: sessions) to draw and explain, by their seeds',
      collectCounts,
      [],
    )
    .option('-o, --output <folder>', 'folder for the results')
    .option(
      '--repeat <file>',
      'make the maps of a saved explanation (*.explanation.json) again and say whether they came out the same; --input names its picture',
    )
    .option('--target <which>', TARGET_FORMS, 'all')
    .addOption(
      new Option('--parts <which>', 'recordings: what is hidden at once (default: cells)').choices([
        'time',
        'channels',
        'cells',
      ]),
    )
    .option('--rate <hertz>', "CSV recordings without times: samples a second (default: the model's)", parseRate)
    .option(
      '--formats <list>',
      `comma-separated: ${FORMATS.join(', ')} (default: png,json; of recordings csv too)`,
      parseFormats,
    )
    .addOption(
      new Option('--colormap <name>', 'colours of the map (default: viridis, or blue-red with signs)').choices([
        ...COLORMAP_NAMES,
      ]),
    )
    .option('--resume <folder>', 'go on with the masks that --formats run has left in this folder')
    .option('--grey-doubt', 'draw what could be the chance of the masks (95 %) in grey')
    .option('--json', 'print the report as JSON')
    .option('--progress', 'report progress even when standard error is no terminal')
    .action(async (file: string, flags: ExplainFlags, command: Command) => {
      if (flags.input.length + flags.scene.length === 0) {
        throw new XaiError('option-invalid', 'There is nothing to explain; name pictures with --input, or a --scene.', {
          option: 'input',
        });
      }
      const { repeat, output } = flags;
      if (repeat !== undefined) {
        const names = command.options.map((option) => option.attributeName());
        refuseBesideRepeat(names.filter((name) => command.getOptionValueSource(name) === 'cli'));
      }
      if (repeat === undefined && output === undefined) {
        throw new XaiError('option-invalid', 'Name a folder for the results with --output.', { option: 'output' });
      }
      const model = await loadModel(file, flags);
      try {
        if (repeat !== undefined) {
          const told = { json: flags.json ?? false, progress: flags.progress ?? false };
          const { input, scene } = flags;
          status = await runRepeat(model, { repeat, input, scene, ...told }, interrupted.signal);
          return;
        }
        const isSeries = model.recipe.task === 'series';
        const formats = flags.formats ?? (isSeries ? SERIES_FORMATS : PICTURE_FORMATS);
        const wish: ExplainCommand = {
          ...flags,
          output: output as string,
          formats,
          json: flags.json ?? false,
          progress: flags.progress ?? false,
        };
        status = await runExplain(model, file, wish, interrupted.signal);
      } finally {
        await model[Symbol.asyncDispose]();
      }
    });

  const finish = (found: number) => {
    status = found;
  };
  addAudit(program, { loadModel, signal: interrupted.signal, finish });

  program
    .command('scenes')
    .description('Draw a data set with exact boxes, masks and planted causes.')
    .requiredOption('-n, --count <n>', 'how many scenes, crops or recordings', parseCount)
    .requiredOption('-o, --output <folder>', 'folder for the data set')
    .option('--seed <s>', 'first seed; each scene takes the next (default: 0)', parseCount)
    .addOption(new Option('--kind <what>', 'what to make').choices([...SCENE_KINDS]).default('pictures'))
    .option('--size <pixels>', 'width and height of whole scenes (default: 256)', parseCount)
    .option('--crops <pixels>', 'cut out single objects, one folder per class', parseCount)
    .option('--plant <list>', 'planted causes as kind:class=share, such as caption:boat=1.0,lamp:cat=0.9')
    .option('--progress', 'report progress even when standard error is no terminal')
    .action(async (flags: ScenesCommand) => {
      status = await runScenes(flags, interrupted.signal);
    });

  try {
    await program.parseAsync(argv);
    return status;
  } catch (cause) {
    return statusOf(cause);
  }
}

type ExplainFlags = ModelFlags &
  Omit<ExplainCommand, 'json' | 'progress' | 'colormap' | 'formats' | 'output'> & {
    output?: string;
    repeat?: string;
    formats?: readonly Format[];
    json?: boolean;
    progress?: boolean;
    colormap?: ColormapName;
  };

/** Opens a model, and says on standard error what was doubtful about that. */
async function loadModel(file: string, flags: ModelFlags): Promise<Model> {
  const recipe = await readRecipe(flags);
  const model = await Model.load(file, { backend: flags.backend, signal: interrupted.signal, ...recipe });
  for (const sentence of model.notes) process.stderr.write(`${sentence}\n`);
  const { isGuess, source } = model.recipeSource;
  if (isGuess) {
    process.stderr.write(
      `Taken for ${model.recipe.task}, a guess (${source}): "xai-viewer inspect ${file}" says why, --recipe puts it right.\n`,
    );
  }
  if (flags.backend === 'auto' && model.provider === 'wasm') process.stderr.write(`${FASTER}\n`);
  return model;
}

function parseFormats(text: string): Format[] {
  const formats = text.split(',').map((part) => part.trim());
  const unknown = formats.find((format) => !(FORMATS as readonly string[]).includes(format));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no format "${unknown}"; choose of ${FORMATS.join(', ')}.`);
  return formats as Format[];
}

function statusOf(cause: unknown): number {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? EXIT.done : EXIT.wrongUsage;
  if (interrupted.signal.aborted) return EXIT.interrupted;
  if (cause instanceof XaiError) {
    process.stderr.write(`xai-viewer: ${cause.message} (${cause.code})\n`);
    // A method or a layer that doesn't suit the model was asked for by name; without a name there is none that does.
    const isNamed = cause.option === 'method' || cause.option === 'layer';
    const isUsage = USAGE_CODES.has(cause.code) || (cause.code === 'method-unsupported' && isNamed);
    return isUsage ? EXIT.wrongUsage : EXIT.modelUnusable;
  }
  process.stderr.write(`xai-viewer: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  return EXIT.modelUnusable;
}
