import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import '../../src/xai-timeline.ts';
import { labelsToCsv, verdictsToCsv } from '../../src/core/series/label-csv.ts';
import { sessionToJson } from '../../src/core/series/session-json.ts';
import type { XaiPhaseEvent } from '../../src/elements/events.ts';
import type { XaiTimeline } from '../../src/elements/xai-timeline/element.ts';
import { renderSegments } from '../explain/example-bar.ts';
import { embeddedModel, type GivenModel, learn } from '../explain/given-model.ts';
import { download } from '../explain/save.ts';
import { runLock } from '../offline/run-lock.ts';
import type { Notice } from '../shell/notices.ts';
import { words } from '../words.ts';
import { LiveMode, type LiveModeHost, recordingFile, waysToSave } from './live/live-mode.ts';
import { renderReport } from './session-report.ts';
import { TableReading } from './table-reading.ts';
import {
  drawSeed,
  firstSeed,
  modelAddress,
  sessionAddress,
  TIMELINE_EXAMPLES,
  type TimelineExample,
} from './timeline-examples.ts';
import { sortForTimeline } from './timeline-intake.ts';
import { speakTimeline, text } from './timeline-words.ts';

/** Takes a model, recordings and labels, shows them on a timeline, and says what the session says as a whole. */
export class TimelineView extends LitElement implements LiveModeHost {
  /** Says something in the corner of the app. */
  @property({ attribute: false }) say: (notice: Notice) => void = () => {};
  /** Whether this place of the app is shown. */
  @property({ type: Boolean }) shown = true;
  /** Null once a person has given something. */
  @state() private example: TimelineExample | null = 'motion';
  @state() private seed = firstSeed('motion');
  @state() private model: GivenModel | null = null;
  @state() private recordings: readonly File[] = [];
  @state() private labels: File | null = null;
  @state() private predictions: File | null = null;
  /** Why what was recorded live ended; '' for other recordings. */
  @state() private heard = '';
  @query('xai-timeline') timeline!: XaiTimeline | null;
  @query('input.timeline-files') private input!: HTMLInputElement;

  readonly #live = new LiveMode(this);
  readonly #table = new TableReading(this);

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeunload', this.#warn);
    runLock.set(false);
  }

  protected override render(): TemplateResult {
    const { example, model, recordings } = this;
    const source = example ? modelAddress(example) : (model?.source ?? null);
    const src = example ? sessionAddress(example, this.seed) : recordings.length > 0 ? recordings : null;
    if (this.#live.isOn) return html`<h1 class="spoken">${text.title}</h1>${this.#live.render()}`;
    return html`
      <h1 class="spoken">${text.title}</h1>
      ${example ? this.#renderExamples(example) : this.#renderOwn()}
      ${example ? nothing : this.#table.render(model)}
      <xai-timeline
        loading="eager"
        editable
        .model=${source}
        .src=${src}
        .labels=${this.labels}
        .predictions=${this.predictions}
        .recipe=${example ? null : this.#table.recipeOf(model)}
        .csv=${example ? {} : this.#table.options}
        .classes=${(!example && model?.labels) || null}
        .beside=${(!example && model?.beside) || null}
        ?hidden=${src === null && source === null}
        @xai-verdicts=${this.#refresh}
        @xai-labels=${this.#onLabels}
        @xai-session=${this.#refresh}
        @xai-phase=${this.#onPhase}
      ></xai-timeline>
      ${this.#renderExport()} ${this.timeline ? renderReport(this.timeline) : nothing}
      <input class="timeline-files" type="file" accept=".onnx,.csv,.tsv,.txt,.wav,.json" multiple hidden @change=${this.#onFiles} />
    `;
  }

  #renderExamples(example: TimelineExample): TemplateResult {
    return html`<section class="example" aria-label=${words.example}>
      <nav aria-label=${words.whichModel}>
        ${renderSegments(
          words.whichModel,
          TIMELINE_EXAMPLES.map((name) => [name, text.examples[name].title]),
          example,
          (name) => this.#showExample(name as TimelineExample, firstSeed(name as TimelineExample)),
        )}
        <div class="row">
          <button type="button" @click=${() => this.#showExample(example, drawSeed())}>${text.drawAnother}</button>
          <button type="button" @click=${() => this.input.click()}>${text.choose}</button>
          ${this.#renderLive()}
        </div>
      </nav>
      <p class="lead">${text.examples[example].text}</p>
    </section>`;
  }

  #renderOwn(): TemplateResult {
    const { model, recordings, labels, predictions } = this;
    const facts = [
      [text.modelHere, model?.name ?? null, nothing],
      [text.recordingHere, recordings.map(({ name }) => name).join(', ') || null, nothing],
      [text.labelsHere, labels?.name ?? null, this.#renderSwap(text.asAnswers)],
      [text.predictionsHere, predictions?.name ?? null, this.#renderSwap(text.asLabels)],
    ] as const;
    return html`<section class="example" aria-label=${text.yourFiles}>
      <dl class="given">
        ${facts.map(([name, value, swap]) => (value === null && name === text.predictionsHere ? nothing : html`<div><dt>${name}</dt><dd>${value ?? text.none}${value === null ? nothing : swap}</dd></div>`))}
      </dl>
      <div class="row">
        <button type="button" class="primary" @click=${() => this.input.click()}>${text.choose}</button>
        <button type="button" @click=${() => this.#showExample('motion', firstSeed('motion'))}>${words.showExamples}</button>
        ${model ? this.#renderLive() : nothing}
      </div>
      <p class="lead" role="status">${this.heard || (recordings.length === 0 ? text.recordingFirst : model ? text.dropHint : text.modelNext)}</p>
    </section>`;
  }

  /** The header of a table does not always tell whether it is what happened or what a model said. */
  #renderSwap(title: string): TemplateResult {
    const swap = () => {
      [this.labels, this.predictions] = [this.predictions, this.labels];
    };
    return html` <button type="button" class="quiet" @click=${swap}>${title}</button>`;
  }

  #renderLive(): TemplateResult {
    const { example, model } = this;
    const given = example ? embeddedModel(modelAddress(example)) : model;
    return html`<button type="button" class="live-way" @click=${() => given && void this.#live.enter(given)}>${text.live}</button>`;
  }

  /** Shows what was recorded live as any other recording. */
  takeRecorded(file: File, model: GivenModel, why: string): void {
    this.askForOwn();
    this.model = model;
    this.recordings = [file];
    this.heard = why;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('.live-way')?.focus());
  }

  #renderExport(): TemplateResult | typeof nothing {
    const { timeline } = this;
    const hasLabels = (timeline?.knownLabels.length ?? 0) > 0;
    const hasAnswers = (timeline?.verdicts.length ?? 0) > 0;
    const hasSession = this.recordings.length > 0 && !this.example;
    const recording = timeline?.recording?.recording;
    if (!timeline || !recording) return nothing;
    const save = (csv: string, ending: string) =>
      download(new Blob([csv], { type: 'text/csv' }), `${this.#baseName}.${ending}.csv`);
    const saveLabels = () => {
      save(labelsToCsv(timeline.knownLabels), 'labels');
      this.#noteUnsaved(false);
    };
    return html`<div class="save row" role="group" aria-label=${words.save}>
      ${waysToSave(recording).map((kind) => html`<button type="button" @click=${() => download(recordingFile(recording, kind, this.#baseName), `${this.#baseName}.${kind}`)}>${text.saveRecording(kind.toUpperCase())}</button>`)}
      ${hasLabels ? html`<button type="button" @click=${saveLabels}>${text.saveLabels}</button>` : nothing}
      ${hasAnswers ? html`<button type="button" @click=${() => save(verdictsToCsv(timeline.verdicts), 'predictions')}>${text.saveAnswers}</button>` : nothing}
      ${hasSession ? html`<button type="button" @click=${() => this.#saveSession(timeline)}>${text.saveSession}</button>` : nothing}
    </div>`;
  }

  /** What belongs together, to be opened again beside the recording's files. */
  async #saveSession(timeline: XaiTimeline): Promise<void> {
    const { recordings } = this;
    const session = recordings.find(({ name }) => /\.session\.json$/i.test(name));
    const json = sessionToJson({
      files: recordings.map(({ name }) => name),
      before: session ? await session.text() : null,
      labels: timeline.knownLabels,
      predictions: timeline.knownPredictions,
    });
    download(new Blob([json], { type: 'application/json' }), `${this.#baseName}.session.json`);
    this.#noteUnsaved(false);
  }

  get #baseName(): string {
    const [first] = this.recordings;
    return this.example
      ? `${this.example}-${this.seed}`
      : (first?.name ?? 'recording').replace(/(\.session)?\.[^.]+$/, '');
  }

  #showExample(example: TimelineExample, seed: number): void {
    this.#live.leave();
    this.heard = '';
    this.example = example;
    this.seed = seed;
    this.labels = null;
    this.predictions = null;
    this.#noteUnsaved(false);
    // Another model may take far longer to explain all of a session: it is asked for anew.
    if (this.timeline) this.timeline.scope = null;
  }

  /** Makes room for what a person brings. */
  askForOwn(): void {
    this.#live.leave();
    this.heard = '';
    this.example = null;
    this.model = null;
    this.recordings = [];
    void this.#table.begin(null);
    this.labels = null;
    this.predictions = null;
  }

  /** Opens a model on what is there, or on its own session where this page draws one. */
  open(model: GivenModel): void {
    const own = TIMELINE_EXAMPLES.find((name) => modelAddress(name) === model.source);
    if (own) this.#showExample(own, firstSeed(own));
    else {
      this.#live.leave();
      this.example = null;
      this.model = model;
    }
  }

  /** Takes whatever a person gave: a model, a recipe, recordings, labels, answers made elsewhere. */
  async take(files: readonly File[]): Promise<void> {
    const intake = await sortForTimeline(files);
    if (intake.unknown.length > 0) this.say({ text: text.unknownFiles(intake.unknown), isOfFiles: true });
    const { model, recipe, recordings, labels, classes, predictions } = intake;
    if (model || recordings.length > 0) this.#live.leave();
    if (this.example && (model || recordings.length > 0)) {
      // A recording alone is shown to the model that is there; a model alone looks for a recording of its own.
      const kept = model ? null : embeddedModel(modelAddress(this.example));
      this.askForOwn();
      this.model = kept;
    }
    if (model) this.model = { source: model, name: model.name, origin: null };
    if ((recipe || classes) && this.model) {
      const { knowledge, brokenRecipe } = learn(this.model, { recipe, labels: classes, beside: {} });
      if (brokenRecipe) this.say({ text: words.badRecipe(brokenRecipe), isOfFiles: true });
      this.model = { ...this.model, ...knowledge };
    }
    if (recordings.length > 0) {
      this.heard = '';
      await this.#table.begin(recordings[0]);
      this.recordings = recordings;
      this.labels = null;
      this.predictions = null;
    }
    if (labels) this.labels = labels;
    if (predictions) this.predictions = predictions;
  }

  #onFiles = (): void => {
    // The list is emptied with the input, so that the same file can be chosen again.
    void this.take([...(this.input.files ?? [])]);
    this.input.value = '';
  };

  #onLabels = (): void => {
    this.#noteUnsaved(true);
    this.requestUpdate();
  };

  /** Whoever leaves with labels that are nowhere but here is asked first. */
  #noteUnsaved(isUnsaved: boolean): void {
    removeEventListener('beforeunload', this.#warn);
    if (isUnsaved) addEventListener('beforeunload', this.#warn);
  }

  #warn = (event: BeforeUnloadEvent): void => event.preventDefault();

  #onPhase = ({ phase }: XaiPhaseEvent): void => {
    runLock.set(phase === 'running');
    this.requestUpdate();
  };

  #refresh = (): void => {
    this.requestUpdate();
  };
}

speakTimeline();
customElements.define('timeline-view', TimelineView);

declare global {
  interface HTMLElementTagNameMap {
    'timeline-view': TimelineView;
  }
}
