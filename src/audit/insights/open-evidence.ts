import { decodePicture } from '#decode-picture';
import type { Picture } from '../../core/picture.ts';
import { type Region, rasterise } from '../../core/region.ts';
import type { Model } from '../../tasks/model.ts';
import type { DataSet } from '../data/data-set.ts';
import { boxRegion, classesOf, type Knowledge, knowledgeOf, regionOfLabel } from '../run/knowledge.ts';
import type { Evidence } from './evidence.ts';

/** A picture of the audit, with the pixels of what was explained in it: 1 inside; null where nobody knows them. */
export interface OpenedEvidence {
  readonly picture: Picture;
  readonly object: Uint8Array | null;
}

/**
 * Reads a picture again.
 * @throws XaiError `data-unreadable`, `picture-unreadable`
 */
export async function openEvidence(
  { record, explanation }: Evidence,
  { model, data, signal }: { readonly model: Model; readonly data: DataSet; readonly signal?: AbortSignal },
): Promise<OpenedEvidence> {
  signal?.throwIfAborted();
  const name = record.picture;
  const picture = await decodePicture(await data.read(name, signal), { name });
  const entry = data.pictures.find((one) => one.name === name);
  const knowledge = entry && (await knowledgeOf(data, entry, picture, classesOf(model), signal));
  const region = knowledge ? explainedRegion(explanation, knowledge, picture) : null;
  return { picture, object: region && rasterise(region, picture.width, picture.height) };
}

function explainedRegion(
  { label, truth, box }: Evidence['explanation'],
  knowledge: Knowledge,
  picture: Picture,
): Region | null {
  const annotated = truth?.box;
  if (annotated) {
    const same = knowledge.objects.find((object) => object.box.every((edge, k) => Math.abs(edge - annotated[k]) < 1));
    return same?.region() ?? boxRegion(annotated);
  }
  if (box) return boxRegion(box);
  // A class that is wrong about the picture is an answer to the object that is there.
  return regionOfLabel(knowledge, label, picture) ?? knowledge.objectMask;
}
