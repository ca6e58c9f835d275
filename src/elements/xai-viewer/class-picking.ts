import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { PredictionInfo } from '../../engine/info.ts';
import { placeBox } from './place-box.ts';
import { classAt, type PlacedName } from './segment-layer.ts';

/** Says which class lies under the pointer, and chooses it at a click. */
export class ClassPicking implements ReactiveController {
  /** Class under the pointer, or -1. */
  pointed = -1;
  /** Where the pointer is, as shares of the picture. */
  place = { x: 0, y: 0 };
  readonly #host: ReactiveControllerHost;
  readonly #prediction: () => PredictionInfo | null;
  readonly #take: (classIndex: number) => void;

  /** @param take is told the class of a pixel that a person has clicked */
  constructor(
    host: ReactiveControllerHost,
    prediction: () => PredictionInfo | null,
    take: (classIndex: number) => void,
  ) {
    this.#host = host;
    this.#prediction = prediction;
    this.#take = take;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.pointed = -1;
  }

  onPointerMove = (event: PointerEvent): void => {
    this.#look(event);
    this.#host.requestUpdate();
  };

  onPointerLeave = (): void => {
    this.pointed = -1;
    this.#host.requestUpdate();
  };

  onClick = (event: MouseEvent): void => {
    this.#look(event);
    if (this.pointed >= 0) this.#take(this.pointed);
  };

  #look(event: MouseEvent): void {
    const prediction = this.#prediction();
    const frame = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.place = { x: (event.clientX - frame.left) / frame.width, y: (event.clientY - frame.top) / frame.height };
    this.pointed = prediction ? classAt(prediction, this.place.x, this.place.y) : -1;
  }
}

/** The names of the classes on the picture, and the layer that takes the pointer; the legend is for the keyboard. */
export function renderPicking(
  picking: ClassPicking,
  prediction: PredictionInfo,
  names: readonly PlacedName[],
): TemplateResult {
  const { pointed, place } = picking;
  const label = pointed < 0 ? undefined : prediction.segmentation?.labels[pointed];
  return html`<div
    class="picking"
    aria-hidden="true"
    @pointermove=${picking.onPointerMove}
    @pointerleave=${picking.onPointerLeave}
    @click=${picking.onClick}
  >
    ${names.map(
      ({ finding, x, y }) =>
        html`<span class="label name-on-picture" part="label" ${placeBox([x, y, x, y], 1, 1)}>${finding.label}</span>`,
    )}
    ${
      label === undefined
        ? nothing
        : html`<span
            class=${place.x > 0.7 ? 'label pointer-label before' : 'label pointer-label'}
            ${placeBox([place.x, place.y, place.x, place.y], 1, 1, 1)}
            >${label}</span
          >`
    }
  </div>`;
}
