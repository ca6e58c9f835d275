import type { ReactiveControllerHost } from 'lit';
import type { Box } from '../../core/boxes.ts';
import type { RegionArea, RegionMask } from '../../core/targets.ts';
import type { Finding, PredictionInfo } from '../../engine/info.ts';
import { strings } from '../strings.ts';
import { BoxDrawing } from './box-drawing.ts';
import { findRegion } from './chosen-regions.ts';
import { ClassPicking } from './class-picking.ts';
import { RegionPainting } from './region-painting.ts';

export interface ToolsHost extends ReactiveControllerHost {
  /** Pixels of the picture, or null without one. */
  readonly pictureSize: { readonly width: number; readonly height: number } | null;
  readonly prediction: PredictionInfo | null;
  /** What the model found, then what was drawn. */
  readonly findings: readonly Finding[];
  /** A person's choice among them. */
  choose(index: number): void;
}

/** What a person does to the picture by hand, and what becomes of it: findings to explain, or a part to ask about. */
export class PictureTools {
  /** Boxes and regions drawn by hand. */
  drawn: readonly Finding[] = [];
  /** The part of the picture that is asked about, picture pixels; null: all of it. */
  askedPart: Box | null = null;
  readonly drawing: BoxDrawing;
  readonly painting: RegionPainting;
  readonly picking: ClassPicking;
  readonly #host: ToolsHost;

  constructor(host: ToolsHost) {
    this.#host = host;
    const size = () => host.pictureSize;
    this.drawing = new BoxDrawing(host, size, {
      box: (box) => this.#takeBox(box),
      pixel: (x, y) => this.#takePixel(x, y),
    });
    this.painting = new RegionPainting(host, size, (mask: RegionMask) => this.#takeRegion({ mask }));
    this.picking = new ClassPicking(
      host,
      () => host.prediction,
      (classIndex) => host.choose(host.findings.findIndex((finding) => finding.classIndex === classIndex)),
    );
  }

  /** Another picture or model: nothing that was drawn is about it. */
  reset(): void {
    this.drawn = [];
    this.askedPart = null;
  }

  /** Whether the pointer draws now. */
  get isActive(): boolean {
    return this.drawing.active || this.painting.active;
  }

  askAll = (): void => {
    this.askedPart = null;
    this.#host.requestUpdate();
  };

  #takeBox(box: Box): void {
    const task = this.#host.prediction?.task;
    if (task === 'semantic-segmentation') this.#takeRegion({ box });
    else if (task === 'attributes') {
      this.askedPart = box;
      this.#host.requestUpdate();
    } else this.take({ label: strings.handDrawn, classIndex: -1, score: null, box, origin: null });
  }

  #takePixel(x: number, y: number): void {
    if (!this.#host.prediction?.segmentation) return;
    this.drawing.stop();
    this.#takeRegion({ pixel: [x, y] });
  }

  #takeRegion(area: RegionArea): void {
    const { prediction } = this.#host;
    const finding = prediction && findRegion(prediction, area);
    if (finding) this.take(finding);
  }

  /** One more thing to explain, which is chosen. */
  take(finding: Finding): void {
    this.drawn = [...this.drawn, finding];
    this.#host.choose(this.#host.findings.length - 1);
    this.#host.requestUpdate();
  }
}
