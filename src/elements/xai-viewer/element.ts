import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Box } from '../../core/boxes.ts';
import { COLORMAP_NAMES, type ColormapName } from '../../core/colour/colormaps.ts';
import type { XaiError } from '../../core/errors.ts';
import type { Saliency } from '../../core/saliency.ts';
import { summarise } from '../../core/summary.ts';
import type { EngineClient } from '../../engine/client.ts';
import type {
  Backend,
  ExplainOptions,
  Finding,
  ModelInfo,
  ModelSource,
  PredictionInfo,
} from '../../engine/protocol.ts';
import { sharedEngine } from '../../engine/shared-engine.ts';
import { XaiChangeEvent } from '../events.ts';
import { strings } from '../strings.ts';
import { BoxDrawing, renderDrawing } from './box-drawing.ts';
import { Canvases } from './canvases.ts';
import { renderBoxes, renderClasses } from './findings-list.ts';
import { renderLegend } from './legend.ts';
import type { MapLook } from './paint-map.ts';
import { headline, renderError, renderNotes, renderStatus, type StatusView } from './status.ts';
import { baseStyles } from './styles/base-styles.ts';
import { controlStyles } from './styles/control-styles.ts';
import { stageStyles } from './styles/stage-styles.ts';
import { statusStyles } from './styles/status-styles.ts';
import { renderToolbar } from './toolbar.ts';
import type { ViewerHost } from './viewer-host.ts';
import { type ViewerPhase, ViewerTasks } from './viewer-tasks.ts';
import { Visibility } from './visibility.ts';

/** What a press of + or - adds to the opacity. */
const OPACITY_STEP = 0.1;

/**
 * Shows why a model answered as it did: a picture, what the model found in it, and for the finding that a person
 * chooses a heat map of the parts that made the model say so. Everything runs in the page.
 *
 * @slot poster - Shown until there is a picture.
 * @slot progress - Replaces the progress bar.
 * @slot error - Replaces the words of an error.
 * @slot legend - Replaces the colour bar and its numbers.
 * @slot toolbar - Replaces the controls.
 *
 * @csspart stage - The frame around the picture.
 * @csspart picture - The canvas with the picture.
 * @csspart map - The canvas with the heat map.
 * @csspart finding - One finding; also `finding-selected` when it is the chosen one.
 * @csspart label - The label of a box.
 * @csspart toolbar - The controls.
 * @csspart status - The line that says where things stand.
 * @csspart progress - The progress bar.
 * @csspart legend - The colour bar with its numbers.
 * @csspart caption - The map in words.
 * @csspart error - The words of an error.
 * @csspart notes - Doubts and fallbacks.
 *
 * @cssproperty [--xai-accent] - Colour of what is chosen or active.
 * @cssproperty [--xai-surface] - Background.
 * @cssproperty [--xai-text] - Colour of text.
 * @cssproperty [--xai-muted] - Colour of secondary text.
 * @cssproperty [--xai-border] - Colour of lines.
 * @cssproperty [--xai-radius=12px] - Radius of corners.
 * @cssproperty [--xai-max-height=70vh] - Largest height of the picture.
 * @cssproperty [--xai-picture-filter=grayscale(0.75)] - CSS filter of the picture while a map lies over it.
 * @cssproperty [--xai-map-blend=normal] - How the map is blended with the picture, a CSS blend mode.
 *
 * @cssstate loading - The picture, the model or its answer is on the way.
 * @cssstate ready - The model has answered.
 * @cssstate running - An explanation is under way.
 * @cssstate error - Something went wrong.
 *
 * @fires xai-load - The model is open.
 * @fires xai-predict - The model has answered.
 * @fires xai-change - A person has chosen what to explain.
 * @fires xai-progress - At most ten times a second while something is under way.
 * @fires xai-explain - The maps are finished.
 * @fires xai-error - Something went wrong.
 */
export class XaiViewer extends LitElement implements ViewerHost {
  static override styles = [baseStyles, stageStyles, statusStyles, controlStyles];

  /** The ONNX model: an address, or (as a property) a File, Blob, bytes or file handle. */
  @property({ attribute: 'model' }) model: ModelSource | null = null;

  /** The picture: an address, or (as a property) a File or Blob. */
  @property({ attribute: 'src' }) src: string | Blob | null = null;

  /** How to feed and read the model: the address of a recipe, or (as a property) a recipe object. Default: found or guessed. */
  @property({ attribute: 'recipe' }) recipe: unknown = null;

  /** One label per class, over those of the recipe. */
  @property({ attribute: false }) labels: readonly string[] | null = null;

  /** Text of files that lie beside the model, by name (`config.json`, `x.recipe.json`), for recognising it. */
  @property({ attribute: false }) beside: Readonly<Record<string, string>> | null = null;

  /** The explainer; by default the one that suits the model's task. */
  @property({ reflect: true }) method: string | null = null;

  /** Where the model runs. */
  @property({ reflect: true }) backend: Backend = 'auto';

  /** Index of the finding to explain, in order of falling score; -1 waits for a person to choose. */
  @property({ type: Number }) selected = -1;

  /** Findings below this score are left out, 0 to 1. Default: what the recipe says. */
  @property({ type: Number, attribute: 'score-threshold' }) scoreThreshold: number | null = null;

  /** Number of masks. Default: the method's. */
  @property({ type: Number, reflect: true }) masks: number | null = null;

  /** Named set of options that reproduces another implementation. */
  @property({ reflect: true }) preset: string | null = null;

  /** Seed of the masks, a whole number. Default: the method's. */
  @property({ type: Number, reflect: true }) seed: number | null = null;

  /** Further options of the method, as its documentation names them. */
  @property({ attribute: false }) options: ExplainOptions = {};

  /** Colours of the map. */
  @property({ reflect: true }) colormap: ColormapName = 'viridis';

  /**
   * Which scores the ends of the colours stand for: 0 and the map's greatest (`zero-max`), its least and greatest
   * (`min-max`), or minus and plus the greatest magnitude (`symmetric`). Default: `symmetric` for `blue-red`, else
   * `zero-max`.
   */
  @property({ reflect: true }) range: MapLook['range'] | null = null;

  /** `fade`: the picture stays clear where the map says nothing; `even`: the map covers all of it. */
  @property({ reflect: true }) blend: MapLook['blend'] = 'fade';

  /** Opacity of the map, 0 to 1. */
  @property({ type: Number }) opacity = 0.8;

  /** Hides the map. */
  @property({ type: Boolean, reflect: true, attribute: 'map-hidden' }) mapHidden = false;

  /** Hides the controls. */
  @property({ type: Boolean, reflect: true, attribute: 'no-controls' }) noControls = false;

  /**
   * When to fetch: `auto` the picture at once and the model when the element comes near the view, `lazy` both then,
   * `eager` both at once.
   */
  @property({ reflect: true }) loading: 'auto' | 'lazy' | 'eager' = 'auto';

  /** When to ask the model: `auto` as soon as it is there, `manual` when a person or `start()` asks for it. */
  @property({ reflect: true }) reveal: 'auto' | 'manual' = 'auto';

  /** @internal The engine; tests put another in place before the element is connected. */
  engine: EngineClient = sharedEngine();

  /** @internal Boxes drawn by hand. */
  @state() drawn: readonly Finding[] = [];

  @state() private started = false;
  @query('.stage') private stage!: HTMLElement;
  @query('canvas.map') private mapCanvas!: HTMLCanvasElement;

  readonly #internals = this.attachInternals();
  readonly #visibility = new Visibility(this);
  readonly #drawing = new BoxDrawing(this);
  readonly #tasks = new ViewerTasks(this);
  readonly #canvases = new Canvases((name) => this.renderRoot.querySelector(`canvas.${name}`));
  #summary: { map: Saliency; text: string } | null = null;
  #wasDrawing = false;

  /** What is known about the open model, or null. */
  get info(): ModelInfo | null {
    return this.#tasks.info;
  }

  /** What the model found in the picture, or null. */
  get prediction(): PredictionInfo | null {
    return this.#tasks.prediction;
  }

  /** What can be explained: the model's findings, then the boxes drawn by hand. */
  get findings(): readonly Finding[] {
    return this.#tasks.findings;
  }

  /** The map of the chosen finding, finished or as far as it has grown; null before. */
  get map(): Saliency | null {
    return this.#tasks.map;
  }

  /** The finished maps of one explanation, or null. */
  get maps(): readonly Saliency[] | null {
    return this.#tasks.maps;
  }

  get error(): XaiError | null {
    return this.#tasks.error;
  }

  get phase(): ViewerPhase {
    return this.#tasks.phase;
  }

  /** Asks the model now, whatever `reveal` and `loading` say. */
  start(): void {
    this.started = true;
  }

  /** Stops the explanation under way; what has grown so far stays. */
  stop(): void {
    this.#tasks.stop();
  }

  /** Tries again what failed or was stopped. */
  retry(): void {
    this.#tasks.retry();
  }

  /** @internal */
  get mayLoadPicture(): boolean {
    return this.loading !== 'lazy' || this.started || this.#visibility.near;
  }

  /** @internal */
  get mayLoadModel(): boolean {
    return this.loading === 'eager' || this.started || (this.reveal === 'auto' && this.#visibility.near);
  }

  /** @internal */
  get mayRun(): boolean {
    return this.reveal === 'auto' || this.started;
  }

  /** @internal */
  get explainOptions(): ExplainOptions {
    const { masks, preset, seed } = this;
    const named = { masks, preset, seed };
    return { ...this.options, ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null)) };
  }

  /** @internal */
  get pictureSize(): { width: number; height: number } | null {
    return this.#tasks.picture;
  }

  /** @internal */
  takeDrawnBox(box: Box): void {
    const finding: Finding = { label: strings.handDrawn, classIndex: -1, score: 1, box, origin: null };
    this.drawn = [...this.drawn, finding];
    this.#choose(this.findings.length - 1);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.#canvases.clear();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isNewScene = (changed.has('src') && changed.get('src')) || (changed.has('model') && changed.get('model'));
    if (!isNewScene) return;
    this.drawn = [];
    if (!changed.has('selected')) this.selected = Number(this.getAttribute('selected') ?? -1);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { picture } = this.#tasks;
    this.stage.style.setProperty('--ratio', String(picture ? picture.width / picture.height : 4 / 3));
    this.mapCanvas.style.opacity = String(this.opacity);
    this.#canvases.showPicture(picture);
    // The legend shows the range that was found while painting.
    if (this.#canvases.showMap(this.map, this.#look)) this.requestUpdate();
    if (changed.has('selected')) this.#tasks.focusChosen();
    const { states } = this.#internals;
    for (const name of ['loading', 'ready', 'running', 'error']) {
      if (name === this.phase) states.add(name);
      else states.delete(name);
    }
    if (this.#drawing.active && !this.#wasDrawing) this.shadowRoot?.querySelector<HTMLElement>('.drawing')?.focus();
    this.#wasDrawing = this.#drawing.active;
  }

  protected override render(): TemplateResult {
    const tasks = this.#tasks;
    const { chosen, finished } = tasks;
    const picture = tasks.picture;
    const status: StatusView = {
      activity: tasks.activity,
      progress: tasks.progress,
      error: tasks.error,
      prediction: tasks.prediction,
      chosen,
      map: this.map,
      stopped: tasks.isStopped,
      drawing: this.#drawing.active,
      stop: () => this.stop(),
      retry: () => this.retry(),
    };
    return html`
      <figure part="base" aria-label=${strings.viewer} @keydown=${this.#onKey} aria-busy=${tasks.phase === 'loading' || tasks.phase === 'running'}>
        <div class="stage" part="stage">
          <canvas class="picture" part="picture" width="0" height="0" ?hidden=${!picture} ?data-under-map=${this.map && !this.mapHidden}></canvas>
          <canvas
            class="map"
            part="map"
            width="0"
            height="0"
            role="img"
            aria-label=${finished ? this.#summarise(finished) : strings.legend}
            ?hidden=${!picture || !this.map || this.mapHidden}
          ></canvas>
          ${picture ? this.#renderFindings() : this.#renderPoster()}
          ${this.#needsStart && picture ? this.#renderStart() : nothing}
        </div>
        ${renderError(status)}
        ${tasks.error ? nothing : renderStatus(status)}
        ${picture && this.prediction ? renderClasses(this.#findingsView()) : nothing}
        ${this.noControls || (tasks.error && !tasks.prediction) ? nothing : this.#renderControls()}
        <figcaption part="caption">${finished ? this.#summarise(finished) : nothing}</figcaption>
        ${renderNotes(new Set([...(tasks.info?.notes ?? []), ...(finished?.provenance.notes ?? [])]))}
      </figure>
      <div class="spoken" role="status" aria-live="polite">${headline(status)}</div>
    `;
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    if (event.key === 'Escape' && this.phase === 'running') this.stop();
    else if (event.key === '+') this.opacity = Math.min(1, this.opacity + OPACITY_STEP);
    else if (event.key === '-') this.opacity = Math.max(0, this.opacity - OPACITY_STEP);
    else return;
    event.preventDefault();
  };

  get #look(): MapLook {
    const { colormap, blend } = this;
    return { colormap, blend, range: this.range ?? (colormap === 'blue-red' ? 'symmetric' : 'zero-max') };
  }

  /** The map in words; made once per map. */
  #summarise(map: Saliency): string {
    if (this.#summary?.map !== map) this.#summary = { map, text: summarise(map) };
    return this.#summary.text;
  }

  get #needsStart(): boolean {
    return this.reveal === 'manual' && !this.started && this.model !== null;
  }

  #renderPoster(): TemplateResult {
    return html`<div class="poster"><slot name="poster"><p>${this.src ? strings.loadingPicture : strings.nothingYet}</p></slot></div>`;
  }

  #renderStart(): TemplateResult {
    return html`<button type="button" class="start" part="start" @click=${() => this.start()}>${strings.waitingForStart}</button>`;
  }

  #findingsView() {
    const { width, height } = this.#tasks.picture ?? { width: 1, height: 1 };
    return {
      findings: this.findings,
      selected: this.selected,
      width,
      height,
      choose: (index: number) => this.#choose(index),
    };
  }

  #renderFindings(): TemplateResult | typeof nothing {
    const size = this.pictureSize;
    const drawing = this.#drawing;
    if (!size || !this.prediction) return nothing;
    if (!drawing.active) return html`${renderBoxes(this.#findingsView())}`;
    return renderDrawing(drawing, size);
  }

  #renderControls(): TemplateResult {
    return html`<slot name="toolbar">${renderToolbar({
      mapShown: !this.mapHidden,
      opacity: this.opacity,
      colormap: this.colormap,
      colormaps: COLORMAP_NAMES,
      masks: this.masks,
      drawing: this.#drawing.active,
      canDraw: this.prediction !== null && this.prediction.task !== 'classification',
      set: ({ mapShown, ...changes }) => {
        if (mapShown !== undefined) this.mapHidden = !mapShown;
        Object.assign(this, changes);
      },
      toggleDrawing: this.#drawing.toggle,
    })}</slot>
    ${renderLegend(this.map, this.#canvases.scores, this.#look.range)}`;
  }

  /** A person's choice; asked again when the explanation was stopped. */
  #choose(index: number): void {
    const again = this.#tasks.isStopped;
    if (index === this.selected && !again) return;
    this.selected = index;
    this.dispatchEvent(new XaiChangeEvent(index, this.findings[index] ?? null));
    if (again) this.#tasks.retry();
  }
}
