import { html, LitElement, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import '../src/xai-viewer.ts';
import { ExplainView } from './explain/explain-view.ts';
import { droppedFiles } from './explain/intake.ts';
import { Offline } from './offline/offline.ts';
import { collectShared, SHARED_MARK } from './offline/shared-files.ts';
import { type Notice, Notices } from './shell/notices.ts';
import { OWN, Router } from './shell/router.ts';
import { ModelStore } from './storage/model-store.ts';
import { words } from './words.ts';

/** The engine is on the way before the app fetches itself once more, to be kept. */
const KEEP_AFTER_MS = 3000;
const OFFLINE_SAID = 'xai-viewer-offline-said';

/** The frame of the app: its places, what comes in from outside of the page, and what it has to say. */
export class ExplainerApp extends LitElement {
  @state() private dropping = false;
  @query('explain-view') private explain!: ExplainView;
  readonly #store = new ModelStore();
  readonly #router = new Router(this);
  readonly #notices = new Notices(this);
  readonly #offline = new Offline({
    onReady: () => this.#sayOffline(),
    onUpdate: () =>
      this.#notices.show({
        text: words.updateHere,
        action: { name: words.takeUpdate, run: () => void this.#offline.takeUpdate() },
      }),
    onLoss: ({ missing }) => this.#notices.show({ text: missing > 0 ? words.appLost : words.appRestored }),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('paste', this.#onPaste);
    document.addEventListener('dragover', this.#onDragOver);
    document.addEventListener('dragleave', this.#onDragLeave);
    document.addEventListener('drop', this.#onDrop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('paste', this.#onPaste);
    document.removeEventListener('dragover', this.#onDragOver);
    document.removeEventListener('dragleave', this.#onDragLeave);
    document.removeEventListener('drop', this.#onDrop);
  }

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override async firstUpdated(): Promise<void> {
    if (location.hash !== `#${OWN}`) this.explain.openExample();
    if (new URLSearchParams(location.search).has(SHARED_MARK)) await this.#takeShared();
    window.launchQueue?.setConsumer(({ files }) => void this.#takeLaunched(files));
    setTimeout(() => void this.#offline.start(), KEEP_AFTER_MS);
    await this.#lookForLosses();
  }

  protected override render(): TemplateResult {
    const { route } = this.#router;
    return html`
      <header>
        <a class="brand" href="#explain"><img src="icon.svg" alt="" width="32" height="32" /><b>${words.title}</b></a>
        <p>${words.tagline}</p>
      </header>
      <main>
        <explain-view ?hidden=${route !== 'explain'} .store=${this.#store} .say=${this.#say}></explain-view>
      </main>
      <footer>${words.promise}</footer>
      ${this.#notices.render()}
      <div class="dropzone" ?hidden=${!this.dropping} aria-hidden="true"><p>${words.dropAnywhere}</p></div>
    `;
  }

  #say = (notice: Notice): void => this.#notices.show(notice);

  /** Takes files from outside of the page: a drop, the clipboard, the system. */
  async take(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    this.#router.go('explain');
    await this.explain.take(files);
  }

  async #takeShared(): Promise<void> {
    history.replaceState(null, '', location.pathname);
    await this.take(await collectShared());
  }

  async #takeLaunched(handles: readonly FileSystemFileHandle[]): Promise<void> {
    await this.take(await Promise.all(handles.map((handle) => handle.getFile())));
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

  #onPaste = (event: ClipboardEvent): void => {
    const files = event.clipboardData?.files;
    if (files?.length) void this.take([...files]);
  };

  #onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.dropping = true;
  };

  #onDragLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.dropping = false;
  };

  #onDrop = async (event: DragEvent): Promise<void> => {
    if (!event.dataTransfer) return;
    event.preventDefault();
    this.dropping = false;
    void this.take(await droppedFiles(event.dataTransfer));
  };
}

customElements.define('explain-view', ExplainView);
customElements.define('explainer-app', ExplainerApp);

declare global {
  interface Window {
    /** Files that the system opens with the installed app; only some browsers have it. */
    readonly launchQueue?: {
      setConsumer(consumer: (launch: { readonly files: readonly FileSystemFileHandle[] }) => void): void;
    };
  }
}
