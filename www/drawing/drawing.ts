import type { ClassName } from '../../src/scenes/figure.ts';

/** A picture that this project draws. */
export type Drawing =
  /** The scene of a seed, as `xai-viewer explain --scene` draws it too. */
  | { readonly kind: 'scene'; readonly seed: number }
  /** One object of a scene, cut out as for the classifiers' training; with or without the caption of the cheating one. */
  | { readonly kind: 'crop'; readonly seed: number; readonly label: ClassName; readonly captioned: boolean };

/** What it is called as a file. */
export function drawingName(drawing: Drawing): string {
  if (drawing.kind === 'scene') return `scene-${drawing.seed}.png`;
  return `${drawing.label}${drawing.captioned ? '-captioned' : ''}.png`;
}
