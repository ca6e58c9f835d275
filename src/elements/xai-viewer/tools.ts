import { loadExplanation } from '../load-explanation.ts';
import { addWords } from '../strings.ts';
import { BoxDrawing, renderDrawing } from './box-drawing.ts';
import { Comparison } from './comparison.ts';
import type { LaterHost, LaterParts } from './later-parts.ts';
import { LayerPicker } from './layer-picker.ts';
import type { PictureTools } from './picture-tools.ts';
import { mapInPreview, openPreview } from './preview.ts';
import { comparisonStyles } from './styles/comparison-styles.ts';
import { drawingStyles } from './styles/drawing-styles.ts';
import { whatIfStyles } from './styles/what-if-styles.ts';
import { takeDrawn } from './take-drawn.ts';
import { toolWords } from './tool-words.ts';
import type { ViewerTasks } from './viewer-tasks.ts';
import { WhatIf } from './what-if.ts';
import { renderWhatIf } from './what-if-cell.ts';
import { Zooming } from './zooming.ts';

/** What the tools need of their viewer. */
export interface ToolsNeeds {
  readonly tasks: ViewerTasks;
  readonly viewer: LaterHost;
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

  constructor({ tasks, viewer, taker, parts }: ToolsNeeds) {
    this.picker = new LayerPicker(tasks);
    this.comparison = new Comparison(tasks, viewer);
    this.whatIf = new WhatIf(tasks, () => tasks.explanations.finished);
    this.drawing = new BoxDrawing(tasks.host, () => viewer.pictureSize, takeDrawn(viewer, taker, parts));
    this.zooming = new Zooming(viewer, { isDrawing: () => taker.isActive, chosen: () => viewer.chosenShare });
  }
}
