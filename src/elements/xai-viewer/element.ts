import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Box } from '../../core/boxes.ts';
import type { XaiError } from '../../core/errors.ts';
import type { Saliency } from '../../core/saliency.ts';
import { summarise } from '../../core/summary.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Finding, ModelInfo, PredictionInfo, WhatIfInfo } from '../../engine/info.ts';
import type { ExplainOptions } from '../../engine/protocol.ts';
import { sharedEngine } from '../../engine/shared-engine.ts';
import { type ViewerPhase, XaiChangeEvent } from '../events.ts';
import { PhaseStates } from '../phase-states.ts';
import { strings } from '../strings.ts';
import { Canvases } from './canvases.ts';
import type { ComparedMap } from './comparison.ts';
import { LaterParts } from './later-parts.ts';
import { hasLayers, renderAnswers, renderControls, renderPictures, type ViewerParts } from './layout.ts';
import type { OverlayView } from './overlay.ts';
import { paintedMap } from './paint-map.ts';
import { PictureTools } from './picture-tools.ts';
import { headline, renderError, renderNotes, renderStatus } from './status.ts';
import { answerStyles } from './styles/answer-styles.ts';
import { baseStyles } from './styles/base-styles.ts';
import { controlStyles } from './styles/control-styles.ts';
import { errorStyles } from './styles/error-styles.ts';
import { legendStyles } from './styles/legend-styles.ts';
import { stageStyles } from './styles/stage-styles.ts';
import { statusStyles } from './styles/status-styles.ts';
import { viewerStyles } from './styles/viewer-styles.ts';
import { zoomStyles } from './styles/zoom-styles.ts';
import type { ViewerHost } from './viewer-host.ts';
import { ViewerSettings } from './viewer-settings.ts';
import { ViewerTasks } from './viewer-tasks.ts';
import { WHOLE, within } from './viewport.ts';
import { Visibility } from './visibility.ts';
import { ZoomGate } from './zoom-gate.ts';

/** What a press of + or - adds to the opacity. */
const OPACITY_STEP = 0.1;

/**
 * Shows why a model answered as it did: a picture, what the model found in it (boxes, classes, classes of each pixel,
 * attributes), and for the finding that a person chooses a heat map of the parts that made the model say so. Everything
 * runs in the page.
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
 * @csspart segments - The canvas with the classes that a semantic segmenter sees.
 * @csspart finding - One finding; also `finding-selected` when it is the chosen one.
 * @csspart label - The label of a box.
 * @csspart toolbar - The controls.
 * @csspart status - The line that says where things stand.
 * @csspart progress - The progress bar.
 * @csspart legend - The colour bar with its numbers.
 * @csspart layers - The panel with the layers to choose from.
 * @csspart layer - One layer with its preview.
 * @csspart cell - A further method's picture, name and colour bar, when methods are compared.
 * @csspart what-if - The picture without some of its pixels, and what the model says of it.
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
 * @fires xai-viewport - A person has enlarged or moved the picture.
 * @fires xai-phase - Where things stand has changed.
 * @fires xai-progress - At most ten times a second while something is under way.
 * @fires xai-explain - The maps are finished.
 * @fires xai-error - Something went wrong.
 */
export class XaiViewer extends ViewerSettings implements ViewerHost {
  static override styles = [
    ...[baseStyles, stageStyles, viewerStyles, errorStyles, statusStyles, answerStyles],
    ...[controlStyles, legendStyles, zoomStyles],
  ];

  /** @internal The engine; tests put another in place before the element is connected. */
  engine: EngineClient = sharedEngine();

  @state() private started = false;

  readonly #phaseStates = new PhaseStates(this);
  readonly #visibility = new Visibility(this);
  readonly #tools: PictureTools = new PictureTools(this, () => this.later);
  readonly #tasks = new ViewerTasks(this);
  readonly #canvases = new Canvases((name) => this.#canvas(name));
  /** @internal */
  readonly later: LaterParts = new LaterParts(this.#tasks, this, this.#tools);
  readonly #gate = new ZoomGate(this.later.tools);
  #summary: { map: Saliency; text: string } | null = null;
  #wasDrawing = false;

  /** What is known about the open model, or null. */
  get info(): ModelInfo | null {
    return this.#tasks.info;
  }

  /** What the model found in the picture, or null; until it has answered, what `preview` says. */
  get prediction(): PredictionInfo | null {
    return this.#tasks.prediction;
  }

  /** What can be explained: the model's findings, then the boxes and regions drawn by hand. */
  get findings(): readonly Finding[] {
    return this.#tasks.findings;
  }

  /** The map of the chosen finding, finished or as far as it has grown; before that the one of `preview`, or null. */
  get map(): Saliency | null {
    return this.#tasks.map;
  }

  /** The finished maps of one explanation, or null. */
  get maps(): readonly Saliency[] | null {
    return this.#tasks.explanations.maps;
  }

  /** The maps of the methods in `compare`. */
  get comparedMaps(): readonly ComparedMap[] {
    return this.later.tools.part?.comparison.maps ?? [];
  }

  /** What the model says of the picture with some pixels hidden, while `whatIf` is on; null until it has answered. */
  get whatIfAnswer(): WhatIfInfo | null {
    return this.later.tools.part?.whatIf.answer ?? null;
  }

  /** What the method is asked with. */
  get explainOptions(): ExplainOptions {
    return this.#tasks.methods.options;
  }

  /** What went wrong, or null; its message says what to do next. */
  get error(): XaiError | null {
    return this.#tasks.error;
  }

  /** Where things stand: `idle`, `loading`, `ready`, `running` or `error`. */
  get phase(): ViewerPhase {
    return this.#tasks.phase;
  }

  /** Asks the model now, whatever `reveal` and `loading` say. */
  start(): void {
    this.started = true;
  }

  /**
   * Asks about something that the model did not find by itself, as drawing by hand does: it joins the findings until there is
   * another picture or model, and is chosen. As long as the model has not answered nothing happens.
   * @param question its `spec` says what is asked where class and box do not; a box alone has the class that it is taken for, or -1
   */
  ask({ label, classIndex, box, spec }: Pick<Finding, 'label' | 'classIndex' | 'box' | 'spec'>): void {
    if (this.#tasks.isAnswered)
      this.#tools.take({ label, classIndex, box, score: null, origin: null, ...(spec && { spec }) });
  }

  /** Stops the explanation under way; what has grown so far stays. */
  stop(): void {
    this.#tasks.explanations.stop();
  }

  /** Tries again what failed or was stopped; where nothing was, makes the explanation on show anew. */
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
  get pictureSize(): { width: number; height: number } | null {
    return this.#tasks.picture;
  }

  /** @internal */
  get drawn(): readonly Finding[] {
    return this.#tools.drawn;
  }

  /** @internal */
  get askedPart(): Box | null {
    return this.#tools.askedPart;
  }

  /** @internal The box of what is chosen, as shares of the picture. */
  get chosenShare(): Box | null {
    const { picture, chosen } = this.#tasks;
    if (!picture || !chosen?.box) return null;
    const [x0, y0, x1, y1] = chosen.box;
    return [x0 / picture.width, y0 / picture.height, x1 / picture.width, y1 / picture.height];
  }

  /** @internal A person's choice; asked again when the explanation was stopped. */
  choose(index: number): void {
    const again = this.#tasks.explanations.isStopped;
    if (index === this.selected && !again) return;
    this.selected = index;
    this.dispatchEvent(new XaiChangeEvent(index, this.findings[index] ?? null));
    if (again) this.#tasks.retry();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#canvases.clear();
      this.later.segments.part?.layer.clear(this.#canvas('segments'));
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('viewport')) this.viewport = within(this.viewport);
    const isNewScene = (changed.has('src') && changed.get('src')) || (changed.has('model') && changed.get('model'));
    const { methods, explanations } = this.#tasks;
    if (changed.has('model')) methods.wantsLayers = false;
    // Once a map was made at a layer, the engine knows them all, and asking costs nothing.
    methods.wantsLayers ||=
      (this.later.tools.part?.picker.isOpen ?? false) || (hasLayers(methods) && explanations.maps !== null);
    this.later.wantShown(this);
    if (!isNewScene) return;
    if (changed.has('model') && !changed.has('layer')) this.layer = this.getAttribute('layer');
    this.#tools.reset();
    if (changed.has('src') && !changed.has('viewport')) this.viewport = WHOLE;
    if (!changed.has('selected')) this.selected = Number(this.getAttribute('selected') ?? -1);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { picture, prediction, chosen } = this.#tasks;
    const figure = this.renderRoot.querySelector('figure');
    figure?.style.setProperty('--ratio', String(picture ? picture.width / picture.height : 4 / 3));
    this.#canvas('map')?.style.setProperty('opacity', String(this.opacity));
    this.#canvases.showPicture(picture);
    this.#canvases.showMap(this.map, this.lookOf(this.map));
    const outlined = this.#isOutlined ? chosen : null;
    this.later.segments.part?.layer.show(this.#canvas('segments'), prediction, outlined);
    this.#canvas('segments')?.style.setProperty('opacity', String(outlined ? 1 : this.classesOpacity));
    if (changed.has('selected')) {
      this.#tasks.explanations.focusChosen();
      this.later.tools.part?.zooming.reveal();
    }
    this.#phaseStates.tell(this.phase);
    const { isActive } = this.#tools;
    if (isActive && !this.#wasDrawing) this.shadowRoot?.querySelector<HTMLElement>('.drawing')?.focus();
    this.#wasDrawing = isActive;
  }

  protected override render(): TemplateResult {
    const tasks = this.#tasks;
    const { chosen, picture, prediction } = tasks;
    const { finished } = tasks.explanations;
    // A saved map is too coarse for its words to be found anew.
    const words = finished ? this.#summarise(finished) : this.model ? '' : (tasks.saved?.summary ?? '');
    const status = { tasks, tools: this.#tools };
    const parts: ViewerParts = {
      viewer: this,
      picture,
      chosen,
      mapWords: words || strings.legend,
      needsStart: this.reveal === 'manual' && !this.started && this.model !== null,
      tools: this.#tools,
      isOutlined: this.#isOutlined,
      methods: tasks.methods,
      later: this.later,
      gate: this.#gate,
      overlay: this.#overlay,
    };
    return html`
      <figure part="base" aria-label=${strings.viewer} @keydown=${this.#onKey} aria-busy=${tasks.phase === 'loading' || tasks.phase === 'running'}>
        ${renderPictures(parts)}
        ${renderError(tasks)} ${tasks.error === this.later.error ? nothing : renderError(this.later)}
        ${tasks.error ? nothing : renderStatus(status)}
        ${renderAnswers(parts)}
        ${this.noControls || (tasks.error && !prediction) ? nothing : renderControls(parts)}
        <figcaption part="caption">${words || nothing}</figcaption>
        ${renderNotes(new Set([...(tasks.info?.notes ?? []), ...(finished?.provenance.notes ?? [])]))}
      </figure>
      <div class="spoken" role="status" aria-live="polite">${headline(status)} ${this.later.tools.part?.whatIf.said}</div>
    `;
  }

  #canvas(name: string): HTMLCanvasElement | null {
    return this.renderRoot.querySelector(`canvas.${name}`);
  }

  get #overlay(): OverlayView | null {
    const { picture, prediction, chosen } = this.#tasks;
    const original = this.hasUpdated ? this.#canvas('picture') : null;
    if (!picture || !prediction || !original) return null;
    return { picture, original, chosen, mapHidden: this.mapHidden, lookOf: (map) => this.lookOf(map) };
  }

  /** Under a map, grown or to come, there is no room for colours of classes: only what is chosen is outlined. */
  get #isOutlined(): boolean {
    const hasMap = this.map !== null || this.phase === 'running';
    return hasMap && !this.mapHidden && this.#tasks.chosen !== null;
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    if (event.key === 'Escape' && this.phase === 'running') this.stop();
    else if (event.key === '+') this.opacity = Math.min(1, this.opacity + OPACITY_STEP);
    else if (event.key === '-') this.opacity = Math.max(0, this.opacity - OPACITY_STEP);
    else return;
    event.preventDefault();
  };

  /** The map in words; made once per map. */
  #summarise(map: Saliency): string {
    if (this.#summary?.map !== map) this.#summary = { map, text: summarise(paintedMap(map), strings.summary) };
    return this.#summary.text;
  }
}
