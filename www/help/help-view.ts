import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { drawNodes } from './draw-nodes.ts';
import { addressOf, fetchHelp, folderOf, type HelpPage, readPlace } from './help-pages.ts';
import { helpWords as words } from './help-words.ts';
import { type HelpSection, searchHelp, sectionsOf } from './search-help.ts';

/** Hits beyond these say nothing more than that the word is too common. */
const MOST_HITS = 40;
/** There the contents stand beside the page; elsewhere above it, and closed. */
const ROOMY = matchMedia('(min-width: 62rem)');

/** The documentation, to read and to search, within the app. */
export class HelpView extends LitElement {
  /** What is shown: `methods/d-rise`, `troubleshooting:model-fetch`, or '' for the contents. */
  @property() place = '';
  @state() private pages: readonly HelpPage[] | null = null;
  @state() private hasFailed = false;
  @state() private asked = '';
  #sections: readonly HelpSection[] = [];
  /** The page that is shown, so that its elements are made once. */
  #drawn: { readonly page: HelpPage; readonly content: readonly Node[] } | null = null;

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.pages) void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.pages = await fetchHelp();
      this.#sections = sectionsOf(this.pages);
      this.hasFailed = false;
    } catch {
      this.hasFailed = true;
    }
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('place')) return;
    this.asked = '';
    if (this.hasFailed) void this.#load();
  }

  protected override updated(changed: PropertyValues): void {
    if ((changed.has('place') || changed.has('pages')) && this.pages) this.#goTo(readPlace(this.place).mark);
  }

  protected override render(): TemplateResult {
    if (this.hasFailed) return html`<p class="fault" role="alert">${words.failed}</p>`;
    const { pages, asked } = this;
    if (!pages) return html`<p aria-busy="true"></p>`;
    const { page: name } = readPlace(this.place);
    const page = pages.find((one) => one.name === name) ?? null;
    return html`
      ${this.#renderContents(pages, name)}
      <div class="help-page">
        ${words.inEnglish ? html`<p class="help-note">${words.inEnglish}</p>` : nothing}
        ${asked ? this.#renderHits(asked) : nothing}
        <article lang="en" ?hidden=${asked !== ''}>
          ${page ? nothing : html`<p class="help-note" lang=${document.documentElement.lang}>${words.noPage(name)}</p>`}
          ${this.#contentOf(page ?? pages[0])}
        </article>
      </div>
    `;
  }

  #renderContents(pages: readonly HelpPage[], name: string): TemplateResult {
    const folder = pages.some((page) => folderOf(page.name) === name) ? name : folderOf(name);
    const link = ({ name: page, title }: HelpPage) =>
      html`<a href=${addressOf({ page, mark: '' })} aria-current=${page === name ? 'page' : nothing}>${title}</a>`;
    const within = (parent: string) => pages.filter((page) => page.name && folderOf(page.name) === parent);
    return html`<div class="help-side">
      <input
        type="search"
        spellcheck="false"
        aria-label=${words.search}
        placeholder=${words.search}
        .value=${this.asked}
        @input=${(event: Event) => {
          this.asked = (event.target as HTMLInputElement).value.trim();
        }}
      />
      <details class="help-contents" ?open=${ROOMY.matches}>
        <summary>${words.pages}</summary>
        <nav aria-label=${words.pages} lang="en">
          <ul>
            <li>${link(pages[0])}</li>
            ${within('').map(
              (page) => html`<li>
                ${link(page)}
                ${page.name === folder ? html`<ul class="help-within">${within(folder).map((inner) => html`<li>${link(inner)}</li>`)}</ul>` : nothing}
              </li>`,
            )}
          </ul>
        </nav>
      </details>
    </div>`;
  }

  #renderHits(asked: string): TemplateResult {
    const hits = searchHelp(this.#sections, asked);
    return html`<section class="help-hits" aria-label=${words.search}>
      <p role="status">${hits.length > 0 ? words.found(hits.length) : words.nothing(asked)}</p>
      <ul lang="en">
        ${hits.slice(0, MOST_HITS).map(
          (hit) => html`<li>
            <a href=${addressOf(hit)} @click=${this.#leaveSearch}>${hit.pageTitle === hit.heading ? hit.heading : `${hit.pageTitle}: ${hit.heading}`}</a>
            <p>${hit.excerpt}</p>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  /** The hit may be on the page that is open. */
  #leaveSearch = (): void => {
    this.asked = '';
  };

  #contentOf(page: HelpPage): readonly Node[] {
    if (this.#drawn?.page !== page) this.#drawn = { page, content: [...drawNodes(page.nodes).childNodes] };
    return this.#drawn.content;
  }

  /** Leads eyes and screen readers to a heading, or to the beginning of the page. */
  #goTo(mark: string): void {
    const headings = [...this.querySelectorAll<HTMLElement>('article [data-mark]')];
    const heading = headings.find(({ dataset }) => dataset.mark === mark) ?? headings[0];
    if (!heading) return;
    const contents = this.querySelector<HTMLDetailsElement>('.help-contents');
    if (contents) contents.open = ROOMY.matches;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    if (heading === headings[0]) scrollTo({ top: 0 });
    else heading.scrollIntoView();
  }
}

customElements.define('help-view', HelpView);
