import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { XaiLoadEvent } from '../src/elements/events.ts';
import type { XaiViewer } from '../src/elements/xai-viewer/element.ts';
import type { ModelInfo } from '../src/engine/protocol.ts';
import '../src/xai-viewer.ts';
import { renderExampleBar } from './example-bar.ts';
import { ExampleController, type ExampleHost } from './example-controller.ts';
import { droppedFiles, type Intake, sortFiles } from './intake.ts';
import { renderModelPanel } from './model-panel.ts';
import { type GivenPicture, renderStrip } from './picture-strip.ts';
import { renderMissingRecipe } from './recipe-editor.ts';
import { baseName, detailsFile, download, overlayFile, rawFile, saveRecipe } from './save.ts';
import { renderSettings, type Settings, usesMasks } from './settings-panel.ts';
import { renderStart } from './start-view.ts';
import { words } from './words.ts';

/** What a recipe can mend. */
const RECIPE_FAULTS = new Set(['recipe-missing', 'recipe-invalid', 'labels-invalid', 'model-dynamic-axis']);

/** The page: takes a model and pictures, shows one picture explained, says what it believes, saves what was made. */
@customElement('explainer-app')
export class ExplainerApp extends LitElement implements ExampleHost {
  /** A file, or the name of an embedded model. */
  @state() private model: File | string | null = null;
  @state() private recipe: unknown = null;
  @state() private labels: readonly string[] | null = null;
  @state() private beside: Readonly<Record<string, string>> | null = null;
  @state() private pictures: readonly GivenPicture[] = [];
  @state() private current = 0;
  @state() private info: ModelInfo | null = null;
  @state() private settings: Settings = { preset: '', grid: null, seed: 0, threshold: null, backend: 'auto' };
  @state() private message = '';
  @state() private recipeFault = '';
  @state() private dropping = false;
  @query('xai-viewer') private viewer!: XaiViewer | null;
  @query('input.model') private modelInput!: HTMLInputElement;
  @query('input.pictures') private pictureInput!: HTMLInputElement;
  readonly #examples = new ExampleController(this);

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('paste', this.#onPaste);
    document.addEventListener('dragover', this.#onDragOver);
    document.addEventListener('dragleave', this.#onDragLeave);
    document.addEventListener('drop', this.#onDrop);
    // The fragment is that of the address to share with people who come with a model.
    if (location.hash !== '#own') void this.#examples.open('scenes');
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

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('model')) this.info = null;
  }

  protected override render(): TemplateResult {
    const picture = this.pictures[this.current] ?? null;
    const isWorking = this.model !== null && picture !== null;
    return html`
      <header>
        <a class="brand" href="./"><img src="icon.svg" alt="" width="32" height="32" />${isWorking ? html`<h1>${words.title}</h1>` : html`<b>${words.title}</b>`}</a>
        <p>${words.tagline}</p>
        ${
          isWorking && this.#examples.current === null
            ? html`<button type="button" class="other" @click=${() => this.modelInput.click()}>${words.otherModel}</button>`
            : nothing
        }
      </header>
      <main class=${isWorking ? 'working' : ''}>
        <p class="message" role="alert" ?hidden=${!this.message}>${this.message}</p>
        ${this.#examples.current === null ? (isWorking ? nothing : this.#renderStart()) : this.#renderExampleBar()}
        ${this.model ? this.#renderViewer(picture) : nothing}
      </main>
      <footer>${words.promise}</footer>
      <input class="model" type="file" accept=".onnx,.json,.txt,.names" multiple hidden @change=${this.#onFiles} />
      <input class="pictures" type="file" accept="image/*" multiple hidden @change=${this.#onFiles} />
      <div class="dropzone" ?hidden=${!this.dropping} aria-hidden="true"><p>${words.dropAnywhere}</p></div>
    `;
  }

  #renderStart(): TemplateResult {
    return renderStart({
      modelName: this.model === null ? null : typeof this.model === 'string' ? this.model : this.model.name,
      modelOpen: this.info !== null,
      pictureCount: this.pictures.length,
      choose: (kind) => (kind === 'model' ? this.modelInput : this.pictureInput).click(),
      showExamples: () => void this.#examples.open('scenes'),
    });
  }

  #renderExampleBar(): TemplateResult | typeof nothing {
    const { current } = this.#examples;
    if (current === null || typeof this.model !== 'string') return nothing;
    return renderExampleBar({
      current,
      model: this.model,
      open: (name) => void this.#examples.open(name),
      useModel: (name) => this.showModel(name),
      drawAnother: () => void this.#examples.drawAnother(),
      leave: () => this.#examples.leave(),
    });
  }

  /** Without a picture the viewer is there already and opens the model. */
  #renderViewer(picture: GivenPicture | null): TemplateResult {
    const { preset, grid, seed, threshold, backend } = this.settings;
    const masked = usesMasks(this.info?.task ?? '');
    return html`<div class="workplace">
      <div class="stage">
        ${picture ? this.#renderStrip() : nothing}
        <xai-viewer
          loading="eager"
          .model=${this.model}
          .src=${picture?.file ?? null}
          .recipe=${this.recipe}
          .labels=${this.labels}
          .beside=${this.beside}
          .backend=${backend}
          .preset=${(masked && preset) || null}
          .seed=${masked ? seed : null}
          .selected=${this.#examples.current === null ? -1 : 0}
          .scoreThreshold=${threshold}
          .options=${masked && grid !== null ? { grid } : {}}
          ?hidden=${!picture && this.viewer?.phase !== 'error'}
          @xai-load=${this.#onModelOpen}
          @xai-predict=${this.#refresh}
          @xai-change=${this.#refresh}
          @xai-progress=${this.#refresh}
          @xai-explain=${this.#refresh}
          @xai-error=${this.#refresh}
        ></xai-viewer>
        ${picture ? this.#renderSave(picture) : nothing}
      </div>
      ${picture ? this.#renderPanels() : nothing}
    </div>`;
  }

  #renderStrip(): TemplateResult {
    return renderStrip({
      pictures: this.pictures,
      current: this.current,
      show: (index) => {
        this.current = index;
      },
      remove: (index) => this.#removePicture(index),
      add: () => this.pictureInput.click(),
    });
  }

  #renderPanels(): TemplateResult | typeof nothing {
    const { info } = this;
    const editor = { fault: this.recipeFault, use: (text: string) => this.#useRecipe(text) };
    if (!info) {
      const code = this.viewer?.error?.code ?? '';
      return RECIPE_FAULTS.has(code) ? html`<aside>${renderMissingRecipe(this.recipe, editor)}</aside>` : nothing;
    }
    const settings = {
      ...this.settings,
      task: info.task,
      set: (changes: Partial<Settings>) => {
        this.settings = { ...this.settings, ...changes };
      },
    };
    return html`<aside>
      ${renderModelPanel(info, { ...editor, save: () => saveRecipe(info) })} ${renderSettings(settings)}
    </aside>`;
  }

  #renderSave(picture: GivenPicture): TemplateResult | typeof nothing {
    const { viewer, info } = this;
    const map = viewer?.map;
    if (!viewer || !map || !info || viewer.phase === 'running') return nothing;
    const save = async (content: Blob | Promise<Blob>, ending: string) =>
      download(await content, `${baseName(picture.name, map)}${ending}`);
    return html`<div class="save row" role="group" aria-label=${words.save}>
      <button type="button" @click=${() => save(overlayFile(picture.file, viewer, map), '.overlay.png')}>
        ${words.saveOverlay}
      </button>
      <button type="button" @click=${() => save(rawFile(map), '.npy')}>${words.saveRaw}</button>
      <button type="button" @click=${() => save(detailsFile(map, info, picture.name), '.json')}>${words.saveDetails}</button>
    </div>`;
  }

  #onModelOpen = ({ info }: XaiLoadEvent): void => {
    this.info = info;
  };

  /** What can be saved depends on the viewer. */
  #refresh = (): void => {
    this.requestUpdate();
  };

  #onFiles = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    // The list is emptied with the input, so that the same file can be chosen again.
    void this.take([...(input.files ?? [])]);
    input.value = '';
  };

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

  /** Takes whatever a person gave: a model, a recipe, labels, pictures. */
  async take(files: readonly File[]): Promise<void> {
    const intake = await sortFiles(files);
    if (intake.model || intake.pictures.length > 0) this.#examples.leave();
    this.message = intake.unknown.length > 0 ? words.unknownFiles(intake.unknown.join(', ')) : '';
    if (intake.model) {
      this.model = intake.model;
      this.recipe = null;
      this.labels = null;
      this.beside = null;
    }
    this.#takeKnowledge(intake);
    if (intake.pictures.length > 0) this.addPictures(intake.pictures, true);
  }

  addPictures(files: readonly File[], show: boolean): void {
    const given = files.map((file) => ({ file, name: file.name || words.pasted, url: URL.createObjectURL(file) }));
    if (show) this.current = this.pictures.length;
    this.pictures = [...this.pictures, ...given];
  }

  showModel(name: string): void {
    this.model = name;
  }

  /** As if nothing had been given. */
  clear(): void {
    for (const { url } of this.pictures) URL.revokeObjectURL(url);
    this.pictures = [];
    this.current = 0;
    this.model = null;
    this.recipe = null;
    this.labels = null;
    this.beside = null;
    this.message = '';
  }

  /** Recipes and label lists, given with the model or later. */
  #takeKnowledge({ recipe, labels, beside }: Intake): void {
    if (Object.keys(beside).length > 0) this.beside = { ...this.beside, ...beside };
    if (labels) this.labels = labels.lines;
    if (!recipe) return;
    try {
      this.#setRecipe(JSON.parse(recipe.text));
    } catch {
      this.message = words.badRecipe(recipe.name);
    }
  }

  /** A label list that was dropped stands in for the file that a recipe names; a list in the recipe counts for itself. */
  #setRecipe(recipe: { labels?: unknown }): void {
    const namesFile = typeof recipe.labels === 'object' && recipe.labels !== null && 'file' in recipe.labels;
    this.recipe = namesFile && this.labels ? { ...recipe, labels: this.labels } : recipe;
    if (recipe.labels) this.labels = null;
  }

  #useRecipe(text: string): void {
    try {
      this.#setRecipe(JSON.parse(text));
      this.recipeFault = '';
    } catch {
      this.recipeFault = words.recipeNotJson;
    }
  }

  #removePicture(index: number): void {
    URL.revokeObjectURL(this.pictures[index].url);
    this.pictures = this.pictures.filter((_, other) => other !== index);
    if (this.current > index || this.current >= this.pictures.length) this.current = Math.max(0, this.current - 1);
  }
}
