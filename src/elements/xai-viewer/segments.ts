import type { ReactiveControllerHost } from 'lit';
import type { RegionArea } from '../../core/targets.ts';
import type { Finding, PredictionInfo } from '../../engine/info.ts';
import { addWords } from '../strings.ts';
import { findRegion } from './chosen-regions.ts';
import { renderClassLegend } from './class-legend.ts';
import { ClassPicking, renderPicking } from './class-picking.ts';
import { RegionPainting, renderPainting } from './region-painting.ts';
import { SegmentLayer } from './segment-layer.ts';
import { segmentWords } from './segment-words.ts';
import { segmentStyles } from './styles/segment-styles.ts';

/** What the classes need of their viewer. */
export interface SegmentsNeeds {
  readonly host: ReactiveControllerHost;
  /** Pixels of the picture, or null without one. */
  size(): { readonly width: number; readonly height: number } | null;
  prediction(): PredictionInfo | null;
  /** Is told the class of a pixel that a person has clicked. */
  takeClass(classIndex: number): void;
  /** Is given what a person asks with a place. */
  take(finding: Finding): void;
}

addWords(segmentWords);

export const styles = [segmentStyles];

/** What a viewer has for models that give a class to every pixel, in a file of its own. */
export class ViewerSegments {
  readonly layer = new SegmentLayer();
  readonly picking: ClassPicking;
  readonly painting: RegionPainting;
  readonly #prediction: SegmentsNeeds['prediction'];
  readonly #take: SegmentsNeeds['take'];
  readonly renderClassLegend = renderClassLegend;
  readonly renderPainting = renderPainting;
  readonly renderPicking = renderPicking;

  constructor({ host, size, prediction, takeClass, take }: SegmentsNeeds) {
    this.picking = new ClassPicking(host, prediction, takeClass);
    this.painting = new RegionPainting(host, size, (mask) => this.takeRegion({ mask }));
    this.#prediction = prediction;
    this.#take = take;
  }

  /** Explains the class that lies in a place. */
  takeRegion(area: RegionArea): void {
    const prediction = this.#prediction();
    const finding = prediction && findRegion(prediction, area);
    if (finding) this.#take(finding);
  }
}
