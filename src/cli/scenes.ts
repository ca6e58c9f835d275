import { XaiError } from '../core/errors.ts';
import { CLASSES } from '../scenes/figure.ts';
import { EXIT } from './exit-codes.ts';
import { loadSceneCanvas } from './scenes-canvas.ts';
import { writeCrops } from './scenes-crops.ts';
import { PICTURE_PLANTS, writePictures } from './scenes-pictures.ts';
import { parsePlants } from './scenes-plants.ts';
import { SERIES, writeSeries } from './scenes-series.ts';

export const SCENE_KINDS = ['pictures', 'motion', 'sound'] as const;

export interface ScenesCommand {
  /** How many scenes, crops or recordings; at least 1. */
  count: number;
  /** Folder to write to. */
  output: string;
  /** First seed; each scene takes the next. Default 0. */
  seed?: number;
  /** What to make; default pictures. */
  kind?: (typeof SCENE_KINDS)[number];
  /** Width and height of whole scenes in pixels, 16 to 4096; default 256. */
  size?: number;
  /** Cut out single objects, this many pixels wide (16 to 1024), into one folder per class. */
  crops?: number;
  /** `kind:class=share,...`; the class may be `all`. */
  plant?: string;
  /** Report progress even when standard error is no terminal. */
  progress?: boolean;
}

/**
 * Writes a data set with exact annotations. The same command writes the same files.
 * @returns exit status
 * @throws XaiError `option-invalid`, `backend-unavailable`, `output-unwritable`
 */
export async function runScenes(
  command: ScenesCommand,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const { count, output, seed = 0, kind = 'pictures', size = 256, crops, plant } = command;
  checkRange('count', count, 1, 10_000_000);
  checkRange('seed', seed, 0, Number.MAX_SAFE_INTEGER / 32 - 10_000_000);
  checkRange('size', size, 16, 4096);
  if (crops !== undefined) checkRange('crops', crops, 16, 1024);
  if (kind !== 'pictures') refusePictureOptions(command, kind);
  const [kinds, labels] = kind === 'pictures' ? [PICTURE_PLANTS, CLASSES] : [SERIES[kind].plants, SERIES[kind].labels];
  const plants = plant === undefined ? [] : parsePlants(plant, kinds, labels);
  if (plants.some((one) => one.kind === 'lamp' && one.label === 'all')) {
    throw new XaiError('option-invalid', '--plant: a lamp stands beside one class, such as lamp:cat=0.9.', {
      option: 'plant',
    });
  }
  const report = reporter(count, command.progress ?? false);
  const job = { count, output, seed, plants, signal, report };
  let written = count;
  try {
    if (kind !== 'pictures') await writeSeries(kind, job);
    else {
      const createContext = await loadSceneCanvas();
      if (crops === undefined) await writePictures({ ...job, size, createContext });
      else written = await writeCrops({ ...job, size: crops, createContext });
    }
  } catch (cause) {
    if (signal.aborted) process.stderr.write(`Interrupted: ${output} holds no whole data set, labels come last.\n`);
    throw cause;
  }
  const what = crops !== undefined ? 'crop' : kind === 'pictures' ? 'scene' : 'recording';
  process.stderr.write(`${written} ${what}${written === 1 ? '' : 's'} written to ${output}\n`);
  return EXIT.done;
}

/** @throws XaiError `option-invalid` for what only pictures have */
function refusePictureOptions({ crops, size }: ScenesCommand, kind: string): void {
  const option = crops !== undefined ? 'crops' : size !== undefined ? 'size' : null;
  if (option === null) return;
  throw new XaiError('option-invalid', `--${option} is for pictures, not ${kind}; leave it out.`, { option });
}

function checkRange(option: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new XaiError('option-invalid', `--${option} ${value} won't do; give a whole number from ${low} to ${high}.`, {
    option,
  });
}

/** A line at every tenth. */
function reporter(count: number, asked: boolean): (done: number) => void {
  if (!asked && process.stderr.isTTY !== true) return () => {};
  let tenth = 0;
  return (done) => {
    if (Math.floor((done / count) * 10) <= tenth) return;
    tenth = Math.floor((done / count) * 10);
    process.stderr.write(`${done}/${count}\n`);
  };
}
