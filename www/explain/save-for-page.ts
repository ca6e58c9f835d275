import { isSameSpec, packAsked } from '../../src/core/packed-spec.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { type SavedExplanation, saveExplanation } from '../../src/core/saved-explanation.ts';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import type { ModelInfo } from '../../src/engine/info.ts';

/** Up to here a picture goes into the file as it is, and whoever repeats the explanation needs no other. */
const WHOLE_BYTES = 1.5e6;

/** Longest side in pixels of a larger one, which is only to be looked at. */
const SHOWN_SIDE = 1024;

/** All finished maps of the viewer with their picture, for a page without an engine or for another person to repeat. */
export async function pageFile(picture: Blob, viewer: XaiViewer, info: ModelInfo): Promise<Blob> {
  const { prediction, maps } = viewer;
  const beside = viewer.comparedMaps.map(({ map }) => map).filter((map) => map !== null);
  const finished: readonly Saliency[] = [...(maps ?? []), ...beside];
  const { task, width, height } = prediction ?? { task: '', width: 1, height: 1 };
  const saved: SavedExplanation = await saveExplanation(
    { task, width, height, findings: viewer.findings },
    // Boxes that were drawn by hand come after what the model found, and their maps count from 0 too.
    finished.map((map) => ({ ...map, target: { ...map.target, index: findingOf(map, viewer) } })),
    { picture: await toDataUrl(picture), model: typeof viewer.model === 'string' ? viewer.model : info.name },
  );
  return new Blob([JSON.stringify(saved)], { type: 'application/json' });
}

/** Which of the viewer's findings a map explains. */
function findingOf({ target }: Saliency, { findings }: XaiViewer): number {
  const asked = packAsked(target);
  const isSame = (one: (typeof findings)[number]) =>
    asked
      ? isSameSpec(asked, packAsked(one))
      : one.label === target.label && one.score === target.score && String(one.box) === String(target.box);
  const index = findings.findIndex(isSame);
  return index < 0 ? target.index : index;
}

async function toDataUrl(picture: Blob): Promise<string> {
  const file = picture.size <= WHOLE_BYTES ? picture : await shrink(picture);
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

async function shrink(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' });
  const scale = Math.min(1, SHOWN_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
}
