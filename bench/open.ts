import { readFile } from 'node:fs/promises';
import { decodePicture } from '#decode-picture';
import { platform } from '#platform';
import type { Picture } from '../src/core/picture.ts';
import { openDevice } from '../src/gpu/device.ts';
import type { Provider } from '../src/runtime/platform.ts';
import type { Detection } from '../src/tasks/detections.ts';
import type { MaskedGraph } from '../src/tasks/masked-graph.ts';
import { Model } from '../src/tasks/model.ts';
import type { PreparedInput } from '../src/tasks/prepare.ts';

/** What a measuring process is asked, as JSON on its command line. */
export interface Task {
  readonly kind: 'speed' | 'memory';
  readonly model: string;
  readonly recipe: string;
  readonly photo: string;
  readonly provider: Provider;
  readonly software: boolean;
  readonly masks: number;
  readonly repeats: number;
  readonly seconds: number;
  readonly largestBatch: number;
  readonly fewestMasks: number;
  readonly patience: number;
}

/** A model with a picture and everything in it that can be explained. */
export interface Subject {
  readonly model: Model;
  readonly picture: Picture;
  readonly prepared: PreparedInput;
  readonly graph: MaskedGraph;
  readonly targets: readonly Detection[];
}

/**
 * A graphics card, where one is asked for.
 * @throws XaiError `backend-unavailable` when there is none
 */
export async function requireHardware({ provider, software }: Pick<Task, 'provider' | 'software'>): Promise<void> {
  if (provider !== 'webgpu' || software) return;
  await platform.loadOrt('webgpu');
  const { device } = await openDevice();
  device.destroy();
}

/** @throws XaiError `backend-unavailable` when the provider is not here, and whatever loading a model can throw */
export async function openSubject(task: Task): Promise<Subject> {
  // Names of classes change no figure, and their files need not be here.
  const { labels: _, ...recipe } = JSON.parse(await readFile(task.recipe, 'utf8'));
  const model = await Model.load(task.model, { backend: task.provider, recipe });
  const picture = await decodePicture(await readFile(task.photo));
  const prediction = await model.predict(picture);
  if (!prediction.boxes || prediction.boxes.length === 0) {
    throw new Error(`${model.name} finds nothing in ${task.photo}; choose another picture with --photo.`);
  }
  const prepared = model.prepare(picture);
  return { model, picture, prepared, graph: await model.maskedGraph(prepared), targets: prediction.boxes };
}
