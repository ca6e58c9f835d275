import type { ReactiveControllerHost } from 'lit';
import type { Box } from '../../core/boxes.ts';
import type { Finding, PredictionInfo } from '../../engine/info.ts';
import type { LaterParts } from './later-parts.ts';

export interface ToolsHost extends ReactiveControllerHost {
  /** Pixels of the picture, or null without one. */
  readonly pictureSize: { readonly width: number; readonly height: number } | null;
  readonly prediction: PredictionInfo | null;
  /** What the model found, then what was drawn. */
  readonly findings: readonly Finding[];
  /** A person's choice among them. */
  choose(index: number): void;
}

/** What has become of what a person did to the picture by hand: findings to explain, or a part to ask about. */
export class PictureTools {
  /** Boxes and regions drawn by hand. */
  drawn: readonly Finding[] = [];
  /** The part of the picture that is asked about, picture pixels; null: all of it. */
  askedPart: Box | null = null;
  readonly #host: ToolsHost;
  readonly #parts: () => LaterParts;

  /** @param parts those that draw */
  constructor(host: ToolsHost, parts: () => LaterParts) {
    this.#host = host;
    this.#parts = parts;
  }

  /** Another picture or model: nothing that was drawn is about it. */
  reset(): void {
    this.drawn = [];
    this.askedPart = null;
  }

  get isDrawing(): boolean {
    return this.#parts().tools.part?.drawing.active ?? false;
  }

  get isPainting(): boolean {
    return this.#parts().segments.part?.painting.active ?? false;
  }

  /** Whether the pointer draws now. */
  get isActive(): boolean {
    return this.isDrawing || this.isPainting;
  }

  /** Asks about a part of the picture; null: about all of it. */
  askAbout(part: Box | null): void {
    this.askedPart = part;
    this.#host.requestUpdate();
  }

  /** One more thing to explain, which is chosen. */
  take(finding: Finding): void {
    this.drawn = [...this.drawn, finding];
    this.#host.choose(this.#host.findings.length - 1);
    this.#host.requestUpdate();
  }
}
