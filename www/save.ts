import { encodeNpy } from '../src/core/npy.ts';
import type { Saliency } from '../src/core/saliency.ts';
import type { ModelInfo } from '../src/engine/protocol.ts';

/** Hands a file to the browser's downloads. */
export function download(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken hold of the blob by the next turn; a later revocation is on the safe side.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** `a/cat.png` and target 0 give `cat.png.0`, as the command names its files. */
export function baseName(picture: string, map: Saliency): string {
  return `${picture || 'picture'}.${map.target.index}`;
}

/** The raw scores as NPY 1.0: float32, picture height x width. */
export function rawFile(map: Saliency): Blob {
  return new Blob([encodeNpy(map.data, [map.height, map.width])], { type: 'application/octet-stream' });
}

/** What was explained, and all that made it, in the form that the command writes. */
export function detailsFile(map: Saliency, info: ModelInfo, picture: string): Blob {
  const { width, height, target, masks, reliability, provenance } = map;
  const { label, classIndex, score, box, index } = target;
  const base = baseName(picture, map);
  const report = {
    model: { name: info.name, sha256: info.sha256, recipe: info.recipe, recipeSource: info.recipeSource },
    options: provenance.options,
    explanations: [
      {
        input: picture,
        width,
        height,
        target: { index, label, class: classIndex, score, box },
        method: provenance.method,
        layer: null,
        files: { npy: `${base}.npy`, overlay: `${base}.overlay.png` },
        masks,
        reliability,
        provenance,
      },
    ],
    failed: [],
    empty: [],
  };
  return new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' });
}

/** The picture with the map over it as both are shown now, at the picture's own size. */
export async function overlayFile(picture: Blob, map: HTMLCanvasElement, opacity: number): Promise<Blob> {
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.filter = 'grayscale(1) contrast(0.95)';
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  context.filter = 'none';
  context.globalAlpha = opacity;
  context.imageSmoothingQuality = 'high';
  context.drawImage(map, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/png' });
}
