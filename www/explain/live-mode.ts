import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { GivenModel } from './given-model.ts';
import type { Settings } from './settings-panel.ts';

export interface LiveModeHost extends ReactiveControllerHost {
  /** Whether this place of the app is shown. */
  readonly shown: boolean;
  /** Adds pictures to those that were given. */
  addPictures(files: readonly File[], show: boolean): void;
}

/** Whether a camera's pictures are explained, not those that were given. */
export class LiveMode implements ReactiveController {
  readonly #host: LiveModeHost;
  #isOn = false;

  constructor(host: LiveModeHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.leave();
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** The view is fetched when somebody asks for it. */
  async enter(): Promise<void> {
    await import('../live/live-view.ts');
    this.#isOn = true;
    this.#host.requestUpdate();
  }

  leave = (): void => {
    this.#isOn = false;
    this.#host.requestUpdate();
  };

  render(given: GivenModel, { backend, threshold }: Settings): TemplateResult {
    return html`<live-view
      .given=${given}
      .backend=${backend}
      .scoreThreshold=${threshold}
      ?shown=${this.#host.shown}
      .take=${(picture: File) => this.#host.addPictures([picture], true)}
      .close=${this.leave}
    ></live-view>`;
  }
}
