import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { words } from '../words.ts';

/** Something that the app has to say once, which stays until it is put away or used. */
export interface Notice {
  readonly text: string;
  /** What can be done about it; the notice goes with it. */
  readonly action?: { readonly name: string; readonly run: () => void };
  /** Goes by itself: there is nothing to be done. */
  readonly isBrief?: boolean;
}

const BRIEF_MS = 8000;

/** Notices in the corner, the newest last; spoken politely, never in the way of what a person does. */
export class Notices {
  #list: readonly Notice[] = [];
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  show(notice: Notice): void {
    if (this.#list.some(({ text }) => text === notice.text)) return;
    this.#list = [...this.#list, notice];
    this.#host.requestUpdate();
    if (notice.isBrief) setTimeout(() => this.dismiss(notice), BRIEF_MS);
  }

  dismiss(notice: Notice): void {
    this.#list = this.#list.filter((other) => other !== notice);
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    return html`<div class="notices" role="status" aria-live="polite">
      ${this.#list.map(
        (notice) => html`<div class="notice">
          <p>${notice.text}</p>
          ${
            notice.action
              ? html`<button
                  type="button"
                  class="quiet"
                  @click=${() => {
                    this.dismiss(notice);
                    notice.action?.run();
                  }}
                >
                  ${notice.action.name}
                </button>`
              : ''
          }
          <button type="button" class="close" aria-label=${words.dismiss} @click=${() => this.dismiss(notice)}>×</button>
        </div>`,
      )}
    </div>`;
  }
}
