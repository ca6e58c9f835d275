import type { Box } from '../../src/core/boxes.ts';
import { findRange } from '../../src/core/colour/score-range.ts';
import { encodeGrey16 } from '../../src/core/grey16.ts';
import { encodeNpy } from '../../src/core/npy.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { layerText } from '../../src/core/stated-layers.ts';
import { summarise } from '../../src/core/summary.ts';
import { reportTarget } from '../../src/core/target-report.ts';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import type { ModelInfo } from '../../src/engine/info.ts';

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

/** The recipe in use, under the name by which it is found beside its model. */
export function saveRecipe(info: ModelInfo): void {
  const text = `${JSON.stringify(info.recipe, null, 2)}\n`;
  download(new Blob([text], { type: 'application/json' }), `${info.name.replace(/\.onnx$/i, '')}.recipe.json`);
}

/** `a/cat.png` and target 0 give `cat.png.0`, as the command names its files. */
export function baseName(picture: string, map: Saliency): string {
  return `${picture || 'picture'}.${map.target.index}`;
}

/** The raw scores as NPY 1.0: float32, picture height x width. */
export function rawFile(map: Saliency): Blob {
  return new Blob([encodeNpy(map.data, [map.height, map.width])], { type: 'application/octet-stream' });
}

/** The scores as a grey picture of 16 bits. */
export async function greyFile(map: Saliency): Promise<Blob> {
  return new Blob([await encodeGrey16(map)], { type: 'image/png' });
}

/** What was explained, and all that made it, as the command's `explanations.json` has it. */
export function detailsFile(map: Saliency, info: ModelInfo, picture: string): Blob {
  const { width, height, target, masks, reliability, provenance } = map;
  const { low, high } = findRange(map.data, 'min-max');
  const base = baseName(picture, map);
  const report = {
    model: { file: info.name, sha256: info.sha256, task: info.task, recipe: info.recipeSource.source },
    options: provenance.options,
    explanations: [
      {
        input: picture,
        width,
        height,
        target: reportTarget(target),
        method: provenance.method,
        layer: layerText(provenance.options),
        files: { npy: `${base}.npy`, overlay: `${base}.overlay.png` },
        range: [low, high],
        masks,
        reliability,
        summary: summarise(map),
        provenance,
      },
    ],
    failed: [],
    empty: [],
  };
  return new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' });
}

/** The picture with the map over it, both as they are shown now, and the target's box, at the picture's own size. */
export async function overlayFile(picture: Blob, viewer: XaiViewer, map: Saliency): Promise<Blob> {
  const shown = (name: string) => viewer.shadowRoot?.querySelector(`canvas.${name}`) as HTMLCanvasElement;
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.filter = getComputedStyle(shown('picture')).filter;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  context.filter = 'none';
  context.globalAlpha = viewer.opacity;
  context.imageSmoothingQuality = 'high';
  context.drawImage(shown('map'), 0, 0, canvas.width, canvas.height);
  context.globalAlpha = 1;
  if (map.target.box) outline(context, map.target.box);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** A white line between dark ones: seen on any ground. */
function outline(context: OffscreenCanvasRenderingContext2D, [x0, y0, x1, y1]: Box): void {
  const line = Math.max(2, Math.round(Math.max(context.canvas.width, context.canvas.height) / 320));
  for (const [colour, width] of [
    ['#10181f', line * 2],
    ['#ffffff', line],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.strokeRect(x0, y0, x1 - x0, y1 - y0);
  }
}
