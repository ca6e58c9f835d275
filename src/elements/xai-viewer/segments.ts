import type { RegionArea } from '../../core/targets.ts';
import { addWords } from '../strings.ts';
import { findRegion } from './chosen-regions.ts';
import { renderClassLegend } from './class-legend.ts';
import { ClassPicking, renderPicking } from './class-picking.ts';
import type { PictureTools, ToolsHost } from './picture-tools.ts';
import { RegionPainting, renderPainting } from './region-painting.ts';
import { SegmentLayer } from './segment-layer.ts';
import { segmentWords } from './segment-words.ts';
import { segmentStyles } from './styles/segment-styles.ts';

/** What the classes need of their viewer. */
export interface SegmentsNeeds {
  readonly viewer: ToolsHost;
  /** Is given what a person asks with a place. */
  readonly taker: PictureTools;
}

addWords(segmentWords);

export const styles = [segmentStyles];

/** What a viewer has for models that give a class to every pixel, in a file of its own. */
export class ViewerSegments {
  readonly layer = new SegmentLayer();
  readonly picking: ClassPicking;
  readonly painting: RegionPainting;
  readonly #viewer: ToolsHost;
  readonly #taker: PictureTools;
  readonly renderClassLegend = renderClassLegend;
  readonly renderPainting = renderPainting;
  readonly renderPicking = renderPicking;

  constructor({ viewer, taker }: SegmentsNeeds) {
    const takeClass = (index: number) =>
      viewer.choose(viewer.findings.findIndex(({ classIndex }) => classIndex === index));
    this.picking = new ClassPicking(viewer, () => viewer.prediction, takeClass);
    this.painting = new RegionPainting(
      viewer,
      () => viewer.pictureSize,
      (mask) => this.takeRegion({ mask }),
    );
    this.#viewer = viewer;
    this.#taker = taker;
  }

  /** Explains the class that lies in a place. */
  takeRegion(area: RegionArea): void {
    const { prediction } = this.#viewer;
    const finding = prediction && findRegion(prediction, area);
    if (finding) this.#taker.take(finding);
  }
}
