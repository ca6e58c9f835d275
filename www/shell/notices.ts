import type WaToast from '@awesome.me/webawesome/dist/components/toast/toast.js';
import type WaToastItem from '@awesome.me/webawesome/dist/components/toast-item/toast-item.js';
import { html, nothing, render, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { words } from '../words.ts';
import { loadWidgets } from './widgets.ts';

/** Something that the app has to say once, which stays until it is put away or used. */
export interface Notice {
  readonly text: string;
  /** What can be done about it; the notice goes with it. */
  readonly action?: { readonly name: string; readonly run: () => void };
  /** Goes by itself: there is nothing to be done. */
  readonly isBrief?: boolean;
  /** Speaks of files that were given: goes when others are. */
  readonly isOfFiles?: boolean;
}

const BRIEF_MS = 8000;
/** Until then whatever there is to say of files has been said. */
const FILES_READ_MS = 500;

/** Notices in the corner, the newest last; spoken politely, never in the way of what a person does, put away by Escape. */
export class Notices {
  readonly #stack = createRef<WaToast>();
  readonly #shown = new Set<string>();
  /** How those that speak of files are put away, by their text. */
  readonly #ofFiles = new Map<string, () => void>();
  readonly #saidAgain = new Set<string>();

  show(notice: Notice): void {
    const { text, isBrief = false, isOfFiles = false } = notice;
    this.#saidAgain.add(text);
    if (this.#shown.has(text)) return;
    this.#shown.add(text);
    // The element stands there as plain text until the widgets have come, and should they not come.
    void loadWidgets().catch(() => {});
    const item = document.createElement('wa-toast-item') as WaToastItem;
    item.className = 'notice';
    item.setAttribute('duration', String(isBrief ? BRIEF_MS : 0));
    const putAway = () => {
      this.#shown.delete(text);
      this.#ofFiles.delete(text);
      if (item.hide) void item.hide();
      else item.remove();
    };
    item.addEventListener('wa-hide', () => {
      this.#shown.delete(text);
      this.#ofFiles.delete(text);
    });
    if (isOfFiles) this.#ofFiles.set(text, putAway);
    render(renderNotice(notice, putAway), item);
    this.#stack.value?.prepend(item);
  }

  /** Other files are given: what was said of the ones before goes, unless it is true of these too. */
  forgetFiles(): void {
    const before = [...this.#ofFiles];
    this.#saidAgain.clear();
    setTimeout(() => {
      for (const [text, putAway] of before) if (!this.#saidAgain.has(text)) putAway();
    }, FILES_READ_MS);
  }

  /** Where they appear; once in the app. */
  render(): TemplateResult {
    return html`<wa-toast class="notices" placement="bottom-end" role="region" aria-label=${words.notices} ${ref(this.#stack)}></wa-toast>`;
  }
}

function renderNotice({ text, action }: Notice, putAway: () => void): TemplateResult {
  return html`<p>${text}</p>
    ${
      action
        ? html`<button
            type="button"
            class="quiet"
            @click=${() => {
              putAway();
              action.run();
            }}
          >
            ${action.name}
          </button>`
        : nothing
    }`;
}
