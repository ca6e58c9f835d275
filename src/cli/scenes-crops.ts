import path from 'node:path';
import { toCsv } from '../core/csv.ts';
import { cropObject, croppable } from '../scenes/crop.ts';
import { CLASSES, type ClassName } from '../scenes/figure.ts';
import { encodePng } from './png.ts';
import { drawPlanted, markPicture, type PictureJob } from './scenes-pictures.ts';
import { encodeGreyPng, visibleMask } from './scenes-png.ts';
import { numbered } from './scenes-table.ts';
import { writeWhole } from './write-file.ts';

/** Scenes looked at for each crop before giving up: even the rarest class is in every seventh. */
const MOST_SCENES_PER_CROP = 30;

/**
 * Crops, as many of each class: `<class>/`, `masks/<class>/` (the object), `plants/<class>/` (one mask per mark),
 * `labels.csv` with the attributes, `plants.csv`.
 * @param job `size` is that of the crops
 * @returns how many were written: fewer than asked when a class was too rare
 */
export async function writeCrops(job: PictureJob): Promise<number> {
  const { output, size, count } = job;
  const sceneSize = Math.max(256, Math.min(1024, size * 3));
  const quota = new Map<ClassName, number>(
    CLASSES.map((name, i) => [name, Math.floor(count / CLASSES.length) + (i < count % CLASSES.length ? 1 : 0)]),
  );
  const labels: (string | number)[][] = [];
  const marked: string[][] = [];
  for (let seed = job.seed; labels.length < count && seed < job.seed + count * MOST_SCENES_PER_CROP; seed++) {
    job.signal.throwIfAborted();
    const scene = drawPlanted(seed, { ...job, size: sceneSize });
    for (const object of croppable(scene)) {
      const left = quota.get(object.label) ?? 0;
      if (left === 0) continue;
      quota.set(object.label, left - 1);
      const cropSeed = seed * 16 + (object.id % 16);
      const crop = cropObject(scene, object, size, cropSeed);
      // The lamps of a scene were decided by its own seed, marks on a crop are by the crop's.
      const lamps = job.plants.filter(({ kind }) => kind === 'lamp');
      const others = job.plants.filter(({ kind }) => kind !== 'lamp');
      const lit = markPicture(crop, seed, () => true, { ...job, plants: lamps });
      const { pixels, marks } = markPicture(crop, cropSeed, (plant) => plant.label === object.label, {
        ...job,
        plants: others,
      });
      const name = `${object.label}/${numbered(labels.length)}.png`;
      await writeWhole(path.join(output, name), await encodePng(pixels, size, size));
      await writeWhole(path.join(output, 'masks', name), await encodeGreyPng(visibleMask(crop.mask), size));
      const planted = [...lit.marks, ...marks];
      for (const { plant, mask } of planted) {
        const file = `plants/${name.replace('.png', `.${plant.kind}.png`)}`;
        await writeWhole(path.join(output, file), await encodeGreyPng(visibleMask(mask), size));
        marked.push([name, plant.kind, plant.label, file]);
      }
      const { colour, kind, pose } = object.attributes;
      labels.push([
        name,
        object.label,
        colour,
        kind,
        pose,
        scene.setting,
        scene.light,
        scene.weather,
        seed,
        planted.map(({ plant }) => plant.kind).join(' '),
      ]);
      job.report(labels.length);
    }
  }
  await writeWhole(
    path.join(output, 'labels.csv'),
    toCsv(['file', 'class', 'colour', 'kind', 'pose', 'setting', 'light', 'weather', 'seed', 'plants'], labels),
  );
  await writeWhole(path.join(output, 'plants.csv'), toCsv(['file', 'kind', 'class', 'mask'], marked));
  return labels.length;
}
