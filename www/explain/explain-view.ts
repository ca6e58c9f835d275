import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { XaiError } from '../../src/core/errors.ts';
import type { SavedExplanation } from '../../src/core/saved-explanation.ts';
import type { XaiLoadEvent } from '../../src/elements/events.ts';
import { sayRefusal } from '../../src/elements/refusals/refusals.ts';
import { strings } from '../../src/elements/strings.ts';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import type { ModelInfo } from '../../src/engine/info.ts';
import type { EmbeddedEntry } from '../library/embedded.ts';
import { runLock } from '../offline/run-lock.ts';
import type { Notice } from '../shell/notices.ts';
import { KeptModels, type KeptModelsHost } from '../storage/kept-models.ts';
import type { KeptModel, ModelStore } from '../storage/model-store.ts';
import { words } from '../words.ts';
import type { CameraDialog } from './camera-dialog.ts';
import { renderExampleBar } from './example-bar.ts';
import { ExampleController, type ExampleHost } from './example-controller.ts';
import { FileInputs } from './file-inputs.ts';
import { renderFirst } from './first-viewer.ts';
import { embeddedModel, type GivenModel, giveModel, withRecipe } from './given-model.ts';
import { type GivenPicture, GivenPictures } from './given-pictures.ts';
import { sortFiles } from './intake.ts';
import { LiveMode, type LiveModeHost } from './live-mode.ts';
import { bringIntoStrip, renderStrip } from './picture-strip.ts';
import type { PictureWay } from './picture-ways.ts';
import { renderReading } from './reading-bar.ts';
import { RepeatController, type RepeatHost } from './repeat-controller.ts';
import { RivalController, type RivalHost } from './rival-controller.ts';
import { renderRivalHead } from './rival-view.ts';
import { renderSave } from './save-bar.ts';
import type { Settings } from './settings-panel.ts';
import { renderSidePanels } from './side-panels.ts';
import { renderStart } from './start-view.ts';
import { renderWorkplace } from './workplace.ts';

/** Takes a model and pictures, shows one picture explained, says what it believes, saves what was made. */
export class ExplainView
  extends LitElement
  implements ExampleHost, KeptModelsHost, RepeatHost, LiveModeHost, RivalHost
{
  /** Where models are kept that were used. */
  @property({ attribute: false }) store!: ModelStore;
  /** Whether this place of the app is shown. */
  @property({ type: Boolean }) shown = false;
  /** Says something in the corner of the app. */
  @property({ attribute: false }) say: (notice: Notice) => void = () => {};
  /** Takes a model that reads recordings, which has no use for pictures. */
  @property({ attribute: false }) openSeries: (model: GivenModel) => void = () => {};
  @state() private given: GivenModel | null = null;
  @state() info: ModelInfo | null = null;
  @state() private settings: Settings = { preset: '', grid: null, seed: null, threshold: null, backend: 'auto' };
  @state() private method: string | null = null;
  @state() private recipeFault = '';
  @query('xai-viewer') viewer!: XaiViewer | null;
  @query('camera-dialog') private camera!: CameraDialog;
  readonly pictures = new GivenPictures(this);
  readonly #kept = new KeptModels(this);
  readonly #examples = new ExampleController(this);
  readonly #repeat = new RepeatController(this);
  readonly #live = new LiveMode(this);
  /** The thumbnail that is in view. */
  #seen: HTMLElement | null = null;
  /** Who waits for the model to open, or to fail. */
  readonly #settled: (() => void)[] = [];
  readonly #rival = new RivalController(this, this.#kept);
  readonly #inputs = new FileInputs(
    this,
    (files) => void this.take(files),
    (files) => void this.#rival.take(files),
  );

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    runLock.set(false);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('given') as GivenModel | null | undefined;
    if (!changed.has('given') || before?.source === this.given?.source) return;
    this.info = null;
    // What one model's scores mean says nothing of another's.
    this.settings = { ...this.settings, threshold: null };
  }

  protected override updated(): void {
    const current = this.querySelector<HTMLElement>('.thumb[aria-current=true]');
    if (current === this.#seen) return;
    this.#seen = current;
    if (current) bringIntoStrip(current);
  }

  protected override render(): TemplateResult {
    const picture = this.pictures.current;
    const isWorking = this.given !== null && (picture !== null || this.#live.isOn);
    this.toggleAttribute('working', isWorking);
    return html`
      ${isWorking ? html`<h1 class="spoken">${words.explainTitle}</h1>` : nothing}
      ${this.#renderAbove(isWorking)}
      ${this.given ? this.#renderViewer(this.given, picture) : nothing}
      ${this.#inputs.render()}
      <camera-dialog .take=${(picture: File) => void this.take([picture])}></camera-dialog>
    `;
  }

  #renderAbove(isWorking: boolean): TemplateResult | typeof nothing {
    if (this.#live.isOn) return nothing;
    if (this.#examples.current !== null) return this.#renderExampleBar();
    return isWorking ? nothing : this.#renderStart();
  }

  #renderStart(): TemplateResult {
    return renderStart({
      modelName: this.given?.name ?? null,
      modelOpen: this.info !== null,
      fault: this.viewer?.phase === 'error' ? this.viewer.error : null,
      pictureCount: this.pictures.list.length,
      kept: this.#kept.list,
      openKept: (model) => void this.openKept(model),
      choose: (kind) => this.#choose(kind),
      showExamples: () => void this.#examples.open('scenes'),
    });
  }

  #choose(kind: 'model' | PictureWay): void {
    if (kind === 'camera') void this.camera.show();
    else if (kind === 'live') void this.#live.enter();
    else this.#inputs.ask(kind);
  }

  #renderExampleBar(): TemplateResult | typeof nothing {
    const { current } = this.#examples;
    if (current === null || typeof this.given?.source !== 'string') return nothing;
    return renderExampleBar({
      current,
      model: this.given.source,
      open: (name) => void this.#examples.open(name),
      useModel: (name) => this.showEmbedded(name),
      drawAnother: () => void this.#examples.drawAnother(),
    });
  }

  /** Without a picture the viewer is there already and opens the model. */
  #renderViewer(given: GivenModel, chosen: GivenPicture | null): TemplateResult {
    const rival = this.#rival;
    // The viewer keeps the model open while live; a picture would have it explain on.
    const picture = this.#live.isOn ? null : chosen;
    const follow = { onPredict: this.#refresh, onPhase: this.#onPhase };
    return renderWorkplace(
      html`${this.#live.isOn ? this.#live.render(given, this.settings) : picture ? renderStrip(this.pictures, (way) => this.#choose(way)) : nothing}
        <div class="viewers" ?data-two=${rival.given !== null}>
          <div class="first">${rival.given ? renderRivalHead(given, null) : nothing}${this.#renderFirst(given, picture)}</div>
          ${picture ? rival.render(picture, this.settings, this.#methodInUse, follow) : nothing}
        </div>
        ${picture ? renderReading(this.viewer, this.#refresh) : nothing}
        ${picture ? html`<div class="beyond row">${rival.renderChoice(given, this.info, () => this.#inputs.ask('rival'))}${renderSave({ picture, viewer: this.viewer, info: this.info })}</div>` : nothing}`,
      picture || this.#live.isOn ? this.#renderPanels(given) : nothing,
    );
  }

  #renderFirst(given: GivenModel, picture: GivenPicture | null): TemplateResult {
    return renderFirst({
      given,
      picture,
      settings: this.settings,
      method: this.method,
      methodInUse: this.#methodInUse,
      again: this.#repeat.optionsFor(this.#methodInUse),
      isHidden: this.#live.isOn || !picture,
      onLoad: this.#onModelOpen,
      onPredict: this.#onPredict,
      onExplain: ({ maps }) => void this.#repeat.judge(maps),
      onChange: this.#refresh,
      onPhase: this.#onPhase,
      onViewport: this.#rival.look,
    });
  }

  /** Of the method that was chosen, or the one that suits the model best. */
  get #methodInUse(): string {
    return this.viewer?.method ?? this.method ?? this.info?.methods[0]?.name ?? '';
  }

  #renderPanels(given: GivenModel): TemplateResult | typeof nothing {
    const { info, viewer } = this;
    return renderSidePanels({
      given,
      info,
      error: viewer?.phase === 'error' ? viewer.error : null,
      fault: this.recipeFault,
      settings: {
        ...this.settings,
        // No method that can keep up with a camera has settings of its own.
        method: this.#live.isOn ? '' : this.#methodInUse,
        set: (changes) => {
          this.#repeat.leave();
          this.settings = { ...this.settings, ...changes };
        },
      },
      use: (text) => this.#useRecipe(text),
      change: (recipe) => this.#correct(recipe),
      chooseLabels: () => this.#choose('model'),
    });
  }

  #onModelOpen = async ({ info }: XaiLoadEvent): Promise<void> => {
    this.info = info;
    for (const resolve of this.#settled.splice(0)) resolve();
    const { given } = this;
    if (given) await this.#kept.keep(given, info);
    if (given && info.task === 'series') this.#handOn(given);
  };

  /** A model of recordings goes to the place where these are shown. */
  #handOn(given: GivenModel): void {
    this.say({ text: words.handedOn(given.name), isOfFiles: true });
    this.given = null;
    this.openSeries(given);
  }

  #onPhase = (): void => {
    if (this.viewer?.phase === 'error') this.#onError(this.viewer.error);
    runLock.set([this.viewer, this.#rival.viewer].some((viewer) => viewer?.phase === 'running'));
    this.requestUpdate();
  };

  #onError(error: XaiError | null): void {
    for (const resolve of this.#settled.splice(0)) resolve();
    if (error?.code !== 'labels-invalid' || !this.given?.labels) return;
    // A list that does not fit would be kept with the model, and refused at every visit.
    this.say({ text: `${sayRefusal(error, strings.refusals)} ${words.labelsLeftOut}` });
    this.given = { ...this.given, labels: undefined };
  }

  #onPredict = async (): Promise<void> => {
    // What the event tells is the viewer's own from its next turn on.
    await this.viewer?.updateComplete;
    await this.#repeat.proceed();
    this.requestUpdate();
  };

  /** What can be saved, and what a second model is asked, depends on the viewer. */
  #refresh = (): void => {
    this.requestUpdate();
  };

  /** Opens a model; the pictures that a person gave stay. */
  open(given: GivenModel): void {
    this.#examples.leave();
    this.given = given;
    this.recipeFault = '';
  }

  /** Opens a model that was used before. */
  async openKept(model: KeptModel): Promise<void> {
    const given = await this.#kept.open(model);
    if (given) this.open(given);
  }

  /** The model of that hash, if it is one of the app's, open or kept. */
  async openModel(name: string, sha256: string): Promise<boolean> {
    // A model that was given a moment ago says what it is when it has opened.
    if (this.given && !this.info && this.viewer?.phase !== 'error')
      await new Promise<void>((resolve) => this.#settled.push(resolve));
    if (this.given && this.info?.sha256 === sha256) return true;
    const kept = this.#kept.list.find((model) => model.sha256 === sha256);
    if (kept) await this.openKept(kept);
    else if (name.startsWith('embedded:')) this.open(embeddedModel(name));
    return kept !== undefined || name.startsWith('embedded:');
  }

  openExample(): void {
    void this.#examples.open('scenes');
  }

  /** Makes room for what a person brings. */
  askForOwn(): void {
    this.#examples.leave();
    this.clear();
  }

  /** Opens a model of the app on the pictures that it was made for. */
  openEmbedded({ name, pictures }: EmbeddedEntry): void {
    void this.#examples.openModel(`embedded:${name}`, pictures);
  }

  /** Explains by this method; null: by the one that suits. */
  useMethod(name: string | null): void {
    this.method = name;
  }

  /** Takes whatever a person gave: a model, a recipe, labels, pictures. */
  async take(files: readonly File[]): Promise<void> {
    if (files.length === 0) this.say({ text: words.emptyFolder, isOfFiles: true });
    const intake = await sortFiles(files);
    // An explanation of what is on show is made again where it stands.
    const isOther = intake.explanation?.maps.every(({ provenance }) => provenance.modelSha256 !== this.info?.sha256);
    if (intake.model || isOther || intake.pictures.length > 0) this.#examples.leave();
    if (intake.unknown.length > 0) this.say({ text: words.unknownFiles(intake.unknown), isOfFiles: true });
    if (intake.surplus.length > 0) this.say({ text: words.surplusFiles(intake.surplus), isOfFiles: true });
    if (!intake.explanation) this.#repeat.leaveIfDone();
    const { given, brokenRecipe } = giveModel(this.given, intake);
    if (brokenRecipe) this.say({ text: words.badRecipe(brokenRecipe), isOfFiles: true });
    this.given = given;
    await this.#repeat.expect(intake.pictures);
    if (intake.pictures.length > 0) this.addPictures(intake.pictures, true);
    if (intake.explanation) await this.#repeat.begin(intake.explanation);
  }

  addPictures(files: readonly File[], show: boolean, preview: SavedExplanation | null = null): void {
    if (show) this.#live.leave();
    this.pictures.add(files, show, preview);
  }

  showEmbedded(name: string): void {
    this.given = embeddedModel(name);
  }

  /** Whether something lies here that a person brought. */
  get holdsWork(): boolean {
    return this.#examples.current === null && (this.given !== null || this.pictures.list.length > 0);
  }

  /** As if nothing had been given. */
  clear(): void {
    this.pictures.clear();
    this.given = null;
    this.#live.leave();
    this.recipeFault = '';
    this.#rival.open(null);
    this.#repeat.leave();
  }

  #useRecipe(text: string): void {
    try {
      this.#correct(JSON.parse(text));
      this.recipeFault = '';
    } catch {
      this.recipeFault = words.recipeNotJson;
    }
  }

  /** The model is opened again with another recipe, and asked about the picture at once. */
  #correct(recipe: { readonly labels?: unknown }): void {
    if (!this.given) return;
    this.given = { ...this.given, ...withRecipe(this.given, recipe) };
    // The recipe's own counts from now on.
    this.settings = { ...this.settings, threshold: null };
  }
}
