import path from 'node:path';
import { toCsv } from '../core/csv.ts';
import { CLASSES, type ClassName } from '../scenes/figure.ts';
import type { CreateContext } from '../scenes/paint/canvas.ts';
import { addOverlay, OVERLAYS, type OverlayKind } from '../scenes/plants/overlay.ts';
import { drawScene, type Scene, type SceneObject } from '../scenes/scene.ts';
import { encodePng } from './png.ts';
import { isPlanted, type Plant } from './scenes-plants.ts';
import { encodeGreyPng, visibleMask } from './scenes-png.ts';
import { numbered } from './scenes-table.ts';
import { writeWhole } from './write-file.ts';

export const PICTURE_PLANTS: readonly string[] = [...OVERLAYS, 'lamp'];

export interface PictureJob {
  count: number;
  output: string;
  seed: number;
  size: number;
  plants: readonly Plant[];
  createContext: CreateContext;
  signal: AbortSignal;
  report(done: number): void;
}

/** One mark of a picture: what was planted, for which class, and where. */
export interface PlantedMark {
  plant: Plant;
  mask: Uint8Array;
}

/**
 * Whole scenes: `images/`, `masks/` (grey value = number of the object in its picture, from 1), `plants/` (one mask per
 * mark), `annotations.json` (COCO detection with uncompressed run lengths), `labels.csv`, `plants.csv`.
 */
export async function writePictures(job: PictureJob): Promise<void> {
  const { output, size } = job;
  const images: object[] = [];
  const annotations: object[] = [];
  const labels: (string | number)[][] = [];
  const marked: string[][] = [];
  for (let i = 0; i < job.count; i++) {
    job.signal.throwIfAborted();
    const seed = job.seed + i;
    const name = `${numbered(i)}.png`;
    const scene = drawPlanted(seed, job);
    const { pixels, marks } = markPicture(
      scene,
      seed,
      (plant) => scene.objects.some(({ label }) => label === plant.label),
      job,
    );
    await writeWhole(path.join(output, 'images', name), await encodePng(pixels, size, size));
    await writeWhole(path.join(output, 'masks', name), await encodeGreyPng(renumber(scene), size));
    for (const { plant, mask } of marks) {
      const file = `plants/${numbered(i)}.${plant.kind}.png`;
      await writeWhole(path.join(output, file), await encodeGreyPng(visibleMask(mask), size));
      marked.push([`images/${name}`, plant.kind, plant.label, file]);
    }
    const { setting, light, weather } = scene;
    images.push({ id: i + 1, file_name: `images/${name}`, width: size, height: size, seed, setting, light, weather });
    for (const object of scene.objects) annotations.push(annotate(object, scene, i + 1, annotations.length + 1));
    labels.push([
      `images/${name}`,
      seed,
      setting,
      light,
      weather,
      ...CLASSES.map((label) => countOf(scene, label)),
      marks.map(({ plant }) => plant.kind).join(' '),
    ]);
    job.report(i + 1);
  }
  const categories = CLASSES.map((name, i) => ({ id: i + 1, name, supercategory: 'scene' }));
  const info = { description: 'Scenes drawn by xai-viewer', seed: job.seed, size };
  await writeWhole(
    path.join(output, 'annotations.json'),
    `${JSON.stringify({ info, licenses: [], categories, images, annotations })}\n`,
  );
  await writeWhole(
    path.join(output, 'labels.csv'),
    toCsv(['file', 'seed', 'setting', 'light', 'weather', ...CLASSES, 'plants'], labels),
  );
  await writeWhole(path.join(output, 'plants.csv'), toCsv(['file', 'kind', 'class', 'mask'], marked));
}

/** A scene with the lamps that fall to its seed. */
export function drawPlanted(
  seed: number,
  { size, plants, createContext }: Pick<PictureJob, 'size' | 'plants' | 'createContext'>,
): Scene {
  const lamps = plants.filter((plant) => plant.kind === 'lamp' && isPlanted(plant, seed));
  return drawScene(seed, createContext, { size, lamps: lamps.map(({ label }) => label as ClassName) });
}

/** Puts on a finished picture the marks that fall to its seed. @param bears whether a plant's class is in the picture */
export function markPicture(
  picture: { pixels: Uint8ClampedArray; size: number; plantMask: Uint8Array | null },
  seed: number,
  bears: (plant: Plant) => boolean,
  { plants, createContext }: Pick<PictureJob, 'plants' | 'createContext'>,
): { pixels: Uint8ClampedArray; marks: PlantedMark[] } {
  let { pixels } = picture;
  const marks: PlantedMark[] = [];
  for (const plant of plants) {
    if (plant.kind === 'lamp') {
      const lit = picture.plantMask?.some((value) => value > 0) && !marks.some((mark) => mark.plant.kind === 'lamp');
      if (lit && picture.plantMask && isPlanted(plant, seed)) marks.push({ plant, mask: picture.plantMask });
      continue;
    }
    const already = marks.some((mark) => mark.plant.kind === plant.kind);
    if (already || (plant.label !== 'all' && !bears(plant)) || !isPlanted(plant, seed)) continue;
    const overlaid = addOverlay(pixels, picture.size, plant.kind as OverlayKind, seed, createContext);
    pixels = overlaid.pixels;
    marks.push({ plant, mask: overlaid.mask });
  }
  return { pixels, marks };
}

function countOf({ objects }: Scene, wanted: ClassName): number {
  return objects.filter(({ label }) => label === wanted).length;
}

/** Numbers from 1 in the order of the objects, for the gaps in the scene's own ids. */
function renumber({ ids, objects }: Scene): Uint8Array {
  const number = new Map(objects.map(({ id }, i) => [id, i + 1]));
  return ids.map((id) => number.get(id) ?? 0);
}

function annotate(
  { id, classIndex, box, area, attributes, visible, inFrame, outOfContext }: SceneObject,
  { ids, size }: Scene,
  image: number,
  number: number,
): object {
  const [x0, y0, x1, y1] = box;
  return {
    id: number,
    image_id: image,
    category_id: classIndex + 1,
    bbox: [x0, y0, x1 - x0, y1 - y0],
    area,
    iscrowd: 0,
    segmentation: { size: [size, size], counts: runLengths(ids, size, id) },
    attributes: { ...attributes, visible: round(visible), in_frame: round(inFrame), out_of_context: outOfContext },
  };
}

/** COCO's run lengths: down each column, zeros first. */
function runLengths(ids: Uint8Array, size: number, id: number): number[] {
  const counts: number[] = [];
  let [inside, run] = [false, 0];
  for (let x = 0; x < size; x++) {
    for (let y = 0; y < size; y++) {
      if ((ids[y * size + x] === id) !== inside) {
        counts.push(run);
        run = 0;
        inside = !inside;
      }
      run++;
    }
  }
  counts.push(run);
  return counts;
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
