import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodePicture } from '#decode-picture';
import { loadSceneCanvas } from '../../src/cli/scenes-canvas.ts';
import type { Picture } from '../../src/core/picture.ts';
import { cropObject, croppable } from '../../src/scenes/crop.ts';
import { addOverlay } from '../../src/scenes/plants/overlay.ts';
import { drawScene } from '../../src/scenes/scene.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { Model } from '../../src/tasks/model.ts';
import { SHARED } from '../shared.ts';

/** A picture and a model, and how many masks its reference takes. */
export interface Pair {
  readonly name: string;
  readonly method: 'd-rise' | 'rise';
  readonly masks: number;
  /** What it shows. */
  readonly about: string;
  /** A file that must be there, for those that are not drawn here. */
  readonly needs: readonly string[];
  open(): Promise<{ model: Model; picture: Picture }>;
}

const MANY = 32_000;
/** Models of tens of milliseconds a pass. */
const FEWER = 8_000;
/** Crops as the classifiers were taught with. */
const CROP = 128;
const SCENE = 256;

async function scene(seed: number): Promise<Picture> {
  const { pixels } = drawScene(seed, await loadSceneCanvas(), { size: SCENE });
  return pictureFromPixels(SCENE, SCENE, pixels);
}

/** The first object of a class that a scene from `first` on shows whole, under a caption where it is asked for. */
async function crop(first: number, label: string, caption: boolean): Promise<Picture> {
  const createContext = await loadSceneCanvas();
  for (let seed = first; ; seed++) {
    const whole = drawScene(seed, createContext, { size: CROP * 4 });
    const object = croppable(whole).find((one) => one.label === label);
    if (!object) continue;
    const { pixels } = cropObject(whole, object, CROP, seed);
    const shown = caption ? addOverlay(pixels, CROP, 'caption', seed, createContext).pixels : pixels;
    return pictureFromPixels(CROP, CROP, shown);
  }
}

function ofScene(seed: number, about: string): Pair {
  return {
    name: `detector-scene-${seed}`,
    method: 'd-rise',
    masks: MANY,
    about,
    needs: [],
    open: async () => ({ model: await Model.load('www/models/detector.onnx'), picture: await scene(seed) }),
  };
}

function ofCrop(model: string, seed: number, label: string, caption: boolean): Pair {
  return {
    name: `${model}-${label}-${seed}${caption ? '-captioned' : ''}`,
    method: 'rise',
    masks: MANY,
    about: caption ? 'under a caption' : 'a crop of a scene',
    needs: [],
    open: async () => ({
      model: await Model.load(`www/models/${model}.onnx`),
      picture: await crop(seed, label, caption),
    }),
  };
}

function ofPhoto(name: string, photo: string, method: Pair['method'], about: string, masks = MANY): Pair {
  const file = path.join(SHARED, 'models', name, 'model.onnx');
  const picture = path.join(SHARED, 'images', photo);
  return {
    name: `${name}-${path.parse(photo).name}`,
    method,
    masks,
    about,
    needs: [file, picture],
    open: async () => {
      // Names of classes change no figure, and their files need not be here.
      const { labels: _, ...recipe } = JSON.parse(readFileSync(`test/fixtures/recipes/${name}.recipe.json`, 'utf8'));
      return { model: await Model.load(file, { recipe }), picture: await decodePicture(readFileSync(picture)) };
    },
  };
}

export const PAIRS: readonly Pair[] = [
  ofScene(9_000_000, 'a cat half hidden by another, a small plane'),
  ofScene(9_000_003, 'three objects, apart and large'),
  ofScene(9_000_011, 'crowded: dogs and a car before a bus'),
  ofScene(9_000_017, 'a bus at the border'),
  ofPhoto('fastestdet', 'dog_bike_truck.jpg', 'd-rise', 'three objects of three sizes'),
  ofPhoto('fastestdet', 'horses.jpg', 'd-rise', 'two small horses'),
  ofPhoto('fastestdet', 'street_cars.jpg', 'd-rise', 'crowded, small'),
  ofPhoto('fastestdet', 'cat_laptop.jpg', 'd-rise', 'one large cat'),
  ofPhoto('ultraface-rfb-320', 'zidane.jpg', 'd-rise', 'two faces'),
  ofPhoto('ultraface-rfb-320', 'grace_hopper.jpg', 'd-rise', 'one large face'),
  ofPhoto('st-ssd-person', 'skier.jpg', 'd-rise', 'one small person'),
  ofPhoto('st-ssd-person', 'baseball.jpg', 'd-rise', 'one large person'),
  ofPhoto('yolov8n-320', 'dog_bike_truck.jpg', 'd-rise', 'three objects', FEWER),
  ofPhoto('yolox-nano', 'bus.jpg', 'd-rise', 'a bus behind persons', FEWER),
  ofCrop('classifier-fair', 9_000_000, 'car', false),
  ofCrop('classifier-biased', 9_000_000, 'car', true),
  ofPhoto('squeezenet-fp32', 'goldfish.jpg', 'rise', 'one of a thousand classes'),
  ofPhoto('mobilenetv2-imagenet', 'cat_dog.png', 'rise', 'two animals'),
  ofPhoto('mobilenetv2-flowers', 'sunflower.jpg', 'rise', 'a flower before a hedge'),
  ofPhoto('cifar10-flatten-cnn', 'planes.jpg', 'rise', 'very few pixels'),
];

/** Why a pair can't be measured on this machine, or null. */
export function missingOf({ needs }: Pair): string | null {
  return needs.find((file) => !existsSync(file)) ?? null;
}
