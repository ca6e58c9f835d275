import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { sayRefusal } from '../src/elements/refusals/refusals.ts';
import { strings } from '../src/elements/strings.ts';
import '../src/xai-audit.ts';
import '../src/xai-viewer.ts';
import { fetchText } from '../src/elements/fetch-file.ts';
import { fetchPicture } from '../src/elements/xai-viewer/load-picture.ts';
import { asXaiError } from '../src/elements/xai-viewer/task-state.ts';
import { configure } from '../src/engine/settings.ts';
import { AuditView } from './audit/audit-view.ts';
import { CameraDialog } from './explain/camera-dialog.ts';
import { ExplainView } from './explain/explain-view.ts';
import { embeddedModel, type GivenModel } from './explain/given-model.ts';
import { isSeriesAddress } from './library/embedded.ts';
import { renderFetchBar } from './library/fetch-bar.ts';
import { type LibraryActions, LibraryView } from './library/library-view.ts';
import { ModelFetching } from './library/model-fetching.ts';
import { Offline } from './offline/offline.ts';
import { collectShared } from './offline/shared-files.ts';
import { readWish, type Wish } from './shell/address.ts';
import type { PlacedFile } from './shell/dropped-files.ts';
import { IncomingFiles } from './shell/incoming-files.ts';
import { changeLanguage, LANGUAGES, type Language, language, speak } from './shell/language.ts';
import { type Notice, Notices } from './shell/notices.ts';
import { RemoveButton } from './shell/remove-button.ts';
import { OWN, ROUTES, type Route, Router } from './shell/router.ts';
import { loadWidgets } from './shell/widgets.ts';
import { ModelStore } from './storage/model-store.ts';
import { isRecording } from './timeline/timeline-intake.ts';
import type { TimelineView } from './timeline/timeline-view.ts';
import { words } from './words.ts';

// The first look shows what was saved before: the part that reads it comes along. A viewer says itself where it does not.
import('../src/elements/xai-viewer/tools.ts').catch(() => {});

/** The engine is on the way before the app fetches itself once more, to be kept. */
const KEEP_AFTER_MS = 3000;
const OFFLINE_SAID = 'xai-viewer-offline-said';
/** Places where the first example would take the processor from what somebody came for. */
const ELSEWHERE: ReadonlySet<Route> = new Set(['timeline', 'audit', 'help']);

/** The frame of the app: its places, what comes in from outside of the page, and what it has to say. */
export class ExplainerApp extends LitElement {
  /** The timeline and the help are fetched when somebody goes there. */
  @state() private hasTimeline = false;
  @state() private hasHelp = false;
  @query('explain-view') private explain!: ExplainView;
  @query('audit-view') private auditView!: AuditView;
  @query('timeline-view') private timeline!: TimelineView | null;
  readonly #store = new ModelStore();
  #awaitsExample = false;
  /** The help stays where it was read while another place is shown. */
  #helpPlace = '';
  readonly #router = new Router(this);
  readonly #notices = new Notices();
  readonly #incoming = new IncomingFiles(this, {
    expect: () => this.#notices.forgetFiles(),
    drop: (files) => this.#takeDropped(files),
    take: (files) => this.take(files),
  });
  readonly #fetching = new ModelFetching(this, this.#store);
  readonly #library: LibraryActions = {
    openKept: (model) => this.#show(() => void this.explain.openKept(model)),
    openEmbedded: (model) => this.#show(() => this.explain.openEmbedded(model)),
    openSeries: ({ name }) => void this.#showSeries(embeddedModel(`embedded:${name}`)),
    fetchOffer: (offer) => void this.#open(this.#fetching.fetchOffer(offer)),
    fetchAddress: (address) => void this.#open(this.#fetching.fetchAddress(address)),
  };
  readonly #offline = new Offline({
    onReady: () => this.#sayOffline(),
    onUpdate: () =>
      this.#notices.show({
        text: words.updateHere,
        action: { name: words.takeUpdate, run: () => void this.#offline.takeUpdate() },
      }),
    onLoss: ({ missing }) => this.#notices.show({ text: missing > 0 ? words.appLost : words.appRestored }),
  });

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override async firstUpdated(): Promise<void> {
    const wish = readWish(location.search);
    if (wish.method) this.explain.useMethod(wish.method);
    this.#awaitsExample = wish.isEmpty && location.hash !== `#${OWN}`;
    if (!wish.isEmpty) void this.#grant(wish);
    else this.#openExample();
    this.#incoming.collectLaunched();
    void loadWidgets().catch(() => {});
    setTimeout(() => void this.#offline.start(), KEEP_AFTER_MS);
    await this.#lookForLosses();
  }

  protected override updated(): void {
    if (this.#router.route === 'timeline') void this.#fetchTimeline();
    if (this.#router.route === 'help') void this.#fetchHelp();
    this.#openExample();
  }

  #openExample(): void {
    if (!this.#awaitsExample || ELSEWHERE.has(this.#router.route)) return;
    this.#awaitsExample = false;
    this.explain.openExample();
  }

  protected override render(): TemplateResult {
    const { route, rest } = this.#router;
    if (route === 'help') this.#helpPlace = rest;
    return html`
      <header>
        <a class="brand" href="#explain" aria-label=${words.title}><img src="icon.svg" alt="" width="32" height="32" /><b>${words.title}</b></a>
        <nav aria-label=${words.nav}>
          ${ROUTES.map((name) => html`<a href=${`#${name}`} aria-current=${name === route ? 'page' : 'false'}>${words.routes[name]}</a>`)}
        </nav>
        <button type="button" class="own" @click=${this.#askForOwn}>${words.useOwn[0]}<span>${words.useOwn[1]}</span></button>
      </header>
      <main>
        ${renderFetchBar(this.#fetching.state, this.#fetching.stop)}
        <explain-view
          ?hidden=${route !== 'explain'}
          ?shown=${route === 'explain'}
          .store=${this.#store}
          .say=${this.#say}
          .openSeries=${(model: GivenModel) => void this.#showSeries(model)}
        ></explain-view>
        ${this.hasTimeline ? html`<timeline-view ?hidden=${route !== 'timeline'} ?shown=${route === 'timeline'} .say=${this.#say}></timeline-view>` : nothing}
        <audit-view
          ?hidden=${route !== 'audit'}
          ?shown=${route === 'audit'}
          .store=${this.#store}
          .say=${this.#say}
        ></audit-view>
        <library-view
          ?hidden=${route !== 'library'}
          ?shown=${route === 'library'}
          .store=${this.#store}
          .actions=${this.#library}
        ></library-view>
        ${this.hasHelp ? html`<help-view ?hidden=${route !== 'help'} .place=${this.#helpPlace}></help-view>` : nothing}
      </main>
      <footer>
        <p>${words.promise}</p>
        <label><span>${words.language}</span>
          <select @change=${this.#onLanguage}>
            ${Object.entries(LANGUAGES).map(([tag, name]) => html`<option value=${tag} lang=${tag} ?selected=${tag === language}>${name}</option>`)}
          </select>
        </label>
      </footer>
      ${this.#notices.render()}
      <div class="dropzone" ?hidden=${!this.#incoming.isDragged} aria-hidden="true"><p>${words.dropAnywhere}</p></div>
    `;
  }

  #say = (notice: Notice): void => this.#notices.show(notice);

  /** Takes files from outside of the page: a drop, the clipboard, the system. */
  async take(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    this.#notices.forgetFiles();
    if (this.#router.route === 'timeline' || files.some(isRecording)) {
      this.#router.go('timeline');
      await (await this.#fetchTimeline()).take(files);
      return;
    }
    this.#awaitsExample = false;
    this.#router.go('explain');
    await this.explain.take(files);
  }

  #askForOwn = (): void => {
    if (this.#router.route === 'timeline') this.timeline?.askForOwn();
    else this.#show(() => this.explain.askForOwn());
  };

  async #fetchTimeline(): Promise<TimelineView> {
    await import('./timeline/timeline-view.ts');
    this.hasTimeline = true;
    await this.updateComplete;
    return this.timeline as TimelineView;
  }

  async #fetchHelp(): Promise<void> {
    await import('./help/help-view.ts');
    this.hasHelp = true;
  }

  /** Leads to the place where a model is used. */
  #show(act: () => void): void {
    this.#awaitsExample = false;
    this.#router.go('explain');
    act();
  }

  async #showSeries(model: GivenModel): Promise<void> {
    this.#awaitsExample = false;
    this.#router.go('timeline');
    (await this.#fetchTimeline()).open(model);
  }

  /** Opens a model when it has arrived. */
  async #open(arrival: Promise<GivenModel | null>): Promise<boolean> {
    const model = await arrival;
    if (model && isSeriesAddress(model.source)) await this.#showSeries(model);
    else if (model) this.#show(() => this.explain.open(model));
    return model !== null;
  }

  /** What the address asks for. */
  async #grant({ model, src, repeat, isShared }: Wish): Promise<void> {
    if (isShared) {
      history.replaceState(null, '', location.pathname + location.hash);
      await this.take(await collectShared());
    }
    if (model && !(await this.#open(this.#fetching.fetchAddress(model))) && !this.#fetching.state) {
      this.#notices.show({ text: words.unknownAddress(model) });
    }
    // The picture first: it may be the one that is to be explained again.
    if (src) await this.#takeFrom(src, fetchPicture);
    if (repeat) await this.#takeFrom(repeat, fetchExplanation);
  }

  /** Takes the file at an address as if it had been dropped. */
  async #takeFrom(address: string, fetchFile: typeof fetchPicture): Promise<void> {
    try {
      const url = new URL(address, document.baseURI).href;
      await this.explain.take([await fetchFile(url, new AbortController().signal)]);
    } catch (error) {
      this.#notices.show({ text: sayRefusal(asXaiError(error), strings.refusals) });
    }
  }

  async #lookForLosses(): Promise<void> {
    if (!ModelStore.isPossible) return;
    const lost = await this.#store.findLost().catch(() => []);
    if (lost.length > 0) this.#notices.show({ text: words.modelsLost(lost.map(({ name }) => name).join(', ')) });
  }

  #sayOffline(): void {
    try {
      if (localStorage.getItem(OFFLINE_SAID)) return;
      localStorage.setItem(OFFLINE_SAID, 'yes');
    } catch {
      // Nothing is remembered where storage is forbidden.
    }
    this.#notices.show({ text: words.offlineReady, isBrief: true });
  }

  #onLanguage = ({ target }: Event): void => {
    const select = target as HTMLSelectElement;
    // The page opens anew, without what was given to it.
    if (!this.explain.holdsWork || confirm(words.languageReopens)) changeLanguage(select.value as Language);
    else select.value = language;
  };

  async #takeDropped(files: readonly PlacedFile[]): Promise<void> {
    if (files.length === 0) this.#notices.show({ text: words.emptyFolder, isOfFiles: true });
    else if (this.#router.route === 'audit') await this.auditView.take(files);
    else await this.take(files.map(({ file }) => file));
  }
}

async function fetchExplanation(url: string, signal: AbortSignal): Promise<File> {
  return new File([await fetchText(url, 'explanation-invalid', 'explanation', signal)], 'repeat.explanation.json');
}

speak();
configure({ helpUrl: '#help' });
customElements.define('audit-view', AuditView);
customElements.define('camera-dialog', CameraDialog);
customElements.define('explain-view', ExplainView);
customElements.define('library-view', LibraryView);
customElements.define('remove-button', RemoveButton);
customElements.define('explainer-app', ExplainerApp);
