import type { Saliency } from '../../core/saliency.ts';
import { loadExplanation } from '../load-explanation.ts';
import { addWords } from '../strings.ts';
import { BoxDrawing, renderDrawing } from './box-drawing.ts';
import { Comparison, type ComparisonHost } from './comparison.ts';
import type { ExplanationSource } from './explanations.ts';
import type { LaterParts } from './later-parts.ts';
import { LayerPicker } from './layer-picker.ts';
import type { PictureTools, ToolsHost } from './picture-tools.ts';
import { mapInPreview, openPreview } from './preview.ts';
import { comparisonStyles } from './styles/comparison-styles.ts';
import { drawingStyles } from './styles/drawing-styles.ts';
import { whatIfStyles } from './styles/what-if-styles.ts';
import { takeDrawn } from './take-drawn.ts';
import { toolWords } from './tool-words.ts';
import { WhatIf } from './what-if.ts';
import { renderWhatIf } from './what-if-cell.ts';
import { Zooming, type ZoomingHost, type ZoomingQuestions } from './zooming.ts';

/** What the tools need of their viewer. */
export interface ToolsNeeds {
  readonly source: ExplanationSource;
  readonly compared: ComparisonHost;
  /** The finished map of what is chosen, or null. */
  finished(): Saliency | null;
  /** Pixels of the picture, or null without one. */
  size(): { readonly width: number; readonly height: number } | null;
  readonly zoomed: ZoomingHost;
  readonly questions: ZoomingQuestions;
  readonly viewer: ToolsHost;
  /** Is told of what was drawn. */
  readonly taker: PictureTools;
  readonly parts: LaterParts;
}

addWords(toolWords);

export const styles = [drawingStyles, comparisonStyles, whatIfStyles];

/** What a viewer shows beyond the map when a person or the page asks for it, in a file of its own. */
export class ViewerTools {
  readonly picker: LayerPicker;
  readonly comparison: Comparison;
  readonly whatIf: WhatIf;
  readonly drawing: BoxDrawing;
  readonly zooming: Zooming;
  readonly loadExplanation = loadExplanation;
  readonly openPreview = openPreview;
  readonly mapInPreview = mapInPreview;
  readonly renderDrawing = renderDrawing;
  readonly renderWhatIf = renderWhatIf;

  constructor({ source, compared, finished, size, viewer, taker, parts, zoomed, questions }: ToolsNeeds) {
    this.picker = new LayerPicker(source);
    this.comparison = new Comparison(source, compared);
    this.whatIf = new WhatIf(source, finished);
    this.drawing = new BoxDrawing(source.host, size, takeDrawn(viewer, taker, parts));
    this.zooming = new Zooming(zoomed, questions);
  }
}
