import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { formatSize, relativeDay } from '../format.ts';
import type { KeptModel, ModelStore } from '../storage/model-store.ts';
import { measureRoom, type Room } from '../storage/room.ts';
import { words } from '../words.ts';
import { CATALOGUE, type CatalogueEntry } from './catalogue.ts';
import { EMBEDDED, EMBEDDED_SERIES, type EmbeddedEntry, type EmbeddedSeries } from './embedded.ts';
import { readModelAddress } from './model-address.ts';

/** What the library asks of the app. */
export interface LibraryActions {
  openKept(model: KeptModel): void;
  openEmbedded(model: EmbeddedEntry): void;
  openSeries(model: EmbeddedSeries): void;
  fetchOffer(offer: CatalogueEntry): void;
  fetchAddress(address: string): void;
}

/** The models that a person has, gets with the app, and can fetch. */
export class LibraryView extends LitElement {
  @property({ attribute: false }) store!: ModelStore;
  @property({ attribute: false }) actions!: LibraryActions;
  /** Whether a person looks at it. */
  @property({ type: Boolean }) shown = false;
  @state() private kept: readonly KeptModel[] = [];
  @state() private room: Room | null = null;
  @state() private fault = '';
  @query('.ask input') private addressInput!: HTMLInputElement;

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.store.addEventListener('change', () => void this.#look());
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('shown')) void this.#look();
  }

  protected override render(): TemplateResult {
    return html`
      <h1>${words.libraryTitle}</h1>
      <section class="shelf">
        <h2>${words.keptTitle}</h2>
        ${this.kept.length > 0 ? html`<ul class="rows">${this.kept.map((model) => this.#renderKept(model))}</ul>` : html`<p class="lead">${words.nothingKept}</p>`}
        ${this.#renderRoom()}
      </section>
      <section class="shelf">
        <h2>${words.askTitle}</h2>
        <p class="lead">${words.askText}</p>
        <form class="ask row" @submit=${this.#onAsk}>
          <input name="address" required autocomplete="off" spellcheck="false" placeholder="onnx-community/…" aria-label=${words.address} aria-describedby="address-fault" />
          <button class="primary">${words.fetch}</button>
        </form>
        <p id="address-fault" class="fault" role="alert">${this.fault}</p>
      </section>
      <section class="shelf">
        <h2>${words.catalogueTitle}</h2>
        <p class="lead">${words.catalogueText}</p>
        <ul class="tiles">${CATALOGUE.map((entry) => this.#renderOffer(entry))}</ul>
      </section>
      <section class="shelf">
        <h2>${words.embeddedTitle}</h2>
        <p class="lead">${words.embeddedText}</p>
        <ul class="tiles">
          ${EMBEDDED.map((entry) => this.#renderEmbedded(entry, () => this.actions.openEmbedded(entry)))}
          ${EMBEDDED_SERIES.map((entry) => this.#renderEmbedded(entry, () => this.actions.openSeries(entry)))}
        </ul>
      </section>
    `;
  }

  #renderKept(model: KeptModel): TemplateResult {
    const { name, bytes, lastUsed, task, sha256 } = model;
    return html`<li>
      <div class="what">
        <h3>${name}</h3>
        <p>${[task && words.tasks[task], formatSize(bytes), words.lastUsed(relativeDay(lastUsed))].filter(Boolean).join(' · ')}</p>
      </div>
      <button type="button" aria-label=${words.openModel(name)} @click=${() => this.actions.openKept(model)}>${words.open}</button>
      <remove-button label=${words.removeModel(name)} .take=${() => void this.store.remove(sha256)}></remove-button>
    </li>`;
  }

  #renderRoom(): TemplateResult | typeof nothing {
    const { room } = this;
    if (!room) return nothing;
    const total = room.used + room.free;
    const said = words.room(formatSize(room.used), formatSize(room.free));
    return html`<div class="room">
      <meter aria-label=${said} min="0" max=${total} .value=${room.used}></meter>
      <p>${said} ${room.isPersistent ? words.persistent : words.notPersistent}</p>
    </div>`;
  }

  #renderOffer(entry: CatalogueEntry): TemplateResult {
    const { title, about } = words.catalogue[entry.key];
    const has = this.kept.find(({ sha256 }) => sha256 === entry.sha256);
    return html`<li>
      <div class="what">
        <h3>${title}</h3>
        <p>${about}</p>
        <p class="facts">
          ${words.tasks[entry.task]} · ${entry.licence} ·&nbsp;<a href=${entry.home} target="_blank" rel="noreferrer">${words.source}</a>
        </p>
      </div>
      ${
        has
          ? html`<button type="button" aria-label=${words.openModel(title)} @click=${() => this.actions.openKept(has)}>${words.open}</button>`
          : html`<button type="button" aria-label=${words.fetchModel(formatSize(entry.bytes), title)} @click=${() => this.actions.fetchOffer(entry)}>
              ${words.fetchSize(formatSize(entry.bytes))}
            </button>`
      }
    </li>`;
  }

  #renderEmbedded({ name, task }: { readonly name: string; readonly task: string }, open: () => void): TemplateResult {
    const { title, about } = words.embedded[name];
    return html`<li>
      <div class="what">
        <h3>${title}</h3>
        <p>${about}</p>
        <p class="facts">${words.tasks[task]}</p>
      </div>
      <button type="button" aria-label=${words.openModel(title)} @click=${open}>${words.open}</button>
    </li>`;
  }

  #onAsk = (event: SubmitEvent): void => {
    event.preventDefault();
    const address = this.addressInput.value;
    this.fault = readModelAddress(address, document.baseURI) ? '' : words.notAnAddress;
    if (!this.fault) this.actions.fetchAddress(address);
  };

  async #look(): Promise<void> {
    if (!this.shown) return;
    this.kept = await this.store.list().catch(() => []);
    this.room = await measureRoom();
  }
}
