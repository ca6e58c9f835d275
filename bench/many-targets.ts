// What a hundred targets of one run cost beside one.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodePicture } from '#decode-picture';
import { XaiError } from '../src/core/errors.ts';
import type { Picture } from '../src/core/picture.ts';
import type { BoxTarget } from '../src/methods/box-question.ts';
import { drise } from '../src/methods/d-rise.ts';
import type { Provider } from '../src/runtime/platform.ts';
import { Model } from '../src/tasks/model.ts';
import { SHARED } from './shared.ts';
import { table } from './table.ts';
import { median } from './timing.ts';

/** Fast models, on which what is done beside the passes weighs most; and two of eighty classes, where their passes are shortest. */
const SUBJECTS = [
  { model: 'embedded:detector', photo: 'dog_bike_truck.jpg', isFast: true },
  { model: 'ultraface-rfb-320', photo: 'zidane.jpg', isFast: true },
  { model: 'st-ssd-person', photo: 'skier.jpg', isFast: true },
  { model: 'yolox-nano', photo: 'dog_bike_truck.jpg', isFast: false },
  { model: 'yolov8n-320', photo: 'dog_bike_truck.jpg', isFast: false },
] as const;

export const MANY = 100;

export interface TargetsCost {
  /** Milliseconds of a run with one target, the median. */
  readonly one: number;
  /** Time of a run with {@link MANY} targets over that of the run with one beside it, the median. */
  readonly ratio: number;
  /** The same of the processor's time, which other programs disturb less. */
  readonly processorRatio: number;
}

/** Boxes all over a picture, as people could draw them. */
export function boxesOver({ width, height }: { width: number; height: number }, count: number): BoxTarget[] {
  const side = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, k) => {
    const [x, y] = [((k % side) / side) * 0.8 * width, (Math.floor(k / side) / side) * 0.8 * height];
    return { box: [x, y, x + 0.18 * width, y + 0.2 * height], classIndex: 0 };
  });
}

/** One and {@link MANY} targets in turn, so that both meet the same machine; one map of each run is looked at. */
export async function costOfTargets(
  model: Model,
  picture: Picture,
  masks: number,
  repeats: number,
): Promise<TargetsCost> {
  const boxes = boxesOver(picture, MANY);
  const run = async (count: number, seed: number) => {
    const [from, cpu] = [performance.now(), process.cpuUsage()];
    const targets = boxes.slice(0, count);
    const [map] = await drise(model, picture, { targets, masks, seed, partialEvery: null }).result();
    if (map.data.length !== map.error?.length) throw new Error('A map has no error.');
    const { user, system } = process.cpuUsage(cpu);
    return { wall: performance.now() - from, processor: (user + system) / 1000 };
  };
  // The first runs compile.
  await run(1, repeats);
  await run(MANY, repeats);
  const pairs: { one: Awaited<ReturnType<typeof run>>; many: Awaited<ReturnType<typeof run>> }[] = [];
  for (let seed = 0; seed < repeats; seed++) pairs.push({ one: await run(1, seed), many: await run(MANY, seed) });
  return {
    one: median(pairs.map(({ one }) => one.wall)),
    ratio: median(pairs.map(({ one, many }) => many.wall / one.wall)),
    processorRatio: median(pairs.map(({ one, many }) => many.processor / one.processor)),
  };
}

/** A section of the report. */
export async function measureManyTargets(
  providers: readonly Provider[],
  masks: number,
  repeats: number,
  date: string,
  tell: (text: string) => void,
): Promise<string> {
  const rows: string[][] = [];
  for (const { model: name, photo, isFast } of SUBJECTS) {
    const file = name.startsWith('embedded:')
      ? `www/models/${name.slice('embedded:'.length)}.onnx`
      : path.join(SHARED, 'models', name, 'model.onnx');
    const picture = path.join(SHARED, 'images', photo);
    if (!existsSync(file) || !existsSync(picture)) continue;
    for (const provider of providers) {
      if (provider === 'webgpu' || (provider === 'wasm' && !isFast)) continue;
      tell(`${name} on ${provider}: ${MANY} targets beside one`);
      try {
        await using model = await Model.load(file, { ...(await recipeOf(name)), backend: provider });
        const cost = await costOfTargets(model, await decodePicture(readFileSync(picture)), masks, repeats);
        const { one, ratio, processorRatio } = cost;
        rows.push([name, provider, (one / masks).toFixed(2), ratio.toFixed(3), processorRatio.toFixed(3)]);
      } catch (cause) {
        if (!(cause instanceof XaiError)) throw cause;
        tell(`${provider}: ${cause.message}`);
      }
    }
  }
  return (
    `## Many targets\n\nMeasured on ${date}. D-RISE with ${masks} masks and ${MANY} boxes all over a photo beside the same with one, in turn ` +
    `(${repeats} times; medians; asked for: 1.05). Each run makes one map with its error: those of other targets are made when they are first read.\n\n` +
    table(['model', 'provider', 'milliseconds a pass, one target', 'time over one', "processor's time over one"], rows)
  );
}

async function recipeOf(name: string) {
  const file = `test/fixtures/recipes/${name}.recipe.json`;
  if (!existsSync(file)) return {};
  const { labels: _, ...recipe } = JSON.parse(readFileSync(file, 'utf8'));
  return { recipe };
}
