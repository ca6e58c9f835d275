import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { XaiViewportEvent } from '../../src/elements/events.ts';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import type { Finding, ModelInfo, PredictionInfo } from '../../src/engine/info.ts';
import { findAlike } from './find-alike.ts';
import type { GivenModel } from './given-model.ts';
import { rivalKey } from './rival-view.ts';

/** What a second model needs of the view. */
export interface RivalHost extends ReactiveControllerHost, HTMLElement {
  /** The viewer of the first model. */
  readonly viewer: XaiViewer | null;
}

/** A second model beside the first, asked about the same picture, for the same answer, by the same method. */
export class RivalController implements ReactiveController {
  given: GivenModel | null = null;
  /** null: it is not open yet. */
  info: ModelInfo | null = null;
  /** The label of the first that the second does not answer with, or ''. */
  missing = '';
  readonly #host: RivalHost;
  /** What the second was last asked to follow, and in which answer. */
  #followed: { readonly wanted: Finding; readonly prediction: PredictionInfo } | null = null;

  constructor(host: RivalHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const { select } = this;
    if (select) select.value = rivalKey(this.given);
    this.#follow();
  }

  hostDisconnected(): void {
    this.given = null;
  }

  open(given: GivenModel | null): void {
    this.given = given;
    this.info = null;
    this.missing = '';
    this.#followed = null;
    this.#host.requestUpdate();
  }

  /** Takes it away and gives the keyboard back to what it was chosen with. */
  close = async (): Promise<void> => {
    this.open(null);
    await this.#host.updateComplete;
    this.select?.focus();
  };

  opened(info: ModelInfo): void {
    this.info = info;
    if (this.viewer && this.#host.viewer) this.viewer.viewport = this.#host.viewer.viewport;
    this.#host.requestUpdate();
  }

  /** Both show the same part of the picture. */
  look = ({ target, viewport }: XaiViewportEvent): void => {
    for (const viewer of [this.#host.viewer, this.viewer]) if (viewer && viewer !== target) viewer.viewport = viewport;
  };

  /** The method of the first where the second allows it; null: the one that suits the second. */
  methodLike(name: string): string | null {
    const method = this.info?.methods.find((one) => one.name === name);
    return method && method.obstacle === null ? name : null;
  }

  /** Has the second explain what the first does, each time that one of them answers anew or another thing is chosen. */
  #follow(): void {
    const [first, second] = [this.#host.viewer, this.viewer];
    const wanted = first?.findings[first.selected];
    const prediction = second?.prediction;
    if (!second || !prediction || !wanted) return;
    if (wanted === this.#followed?.wanted && prediction === this.#followed.prediction) return;
    this.#followed = { wanted, prediction };
    second.selected = findAlike(wanted, second.findings);
    this.missing = second.selected < 0 ? wanted.label : '';
    this.#host.requestUpdate();
  }

  get select(): HTMLSelectElement | null {
    return this.#host.querySelector('.rivals select');
  }

  /** The viewer of the second model. */
  get viewer(): XaiViewer | null {
    return this.#host.querySelector('.rival xai-viewer');
  }
}
