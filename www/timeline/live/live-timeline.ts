import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import '../../../src/xai-legend.ts';
import type { ReadyWindow, StreamBuffer } from '../../../src/core/series/live/stream-buffer.ts';
import { durationOf, type Recording } from '../../../src/core/series/recording.ts';
import type { SeriesNeeds } from '../../../src/core/series/series-needs.ts';
import { clock } from '../../../src/elements/xai-timeline/ticks.ts';
import type { StreamStep } from '../../../src/engine/explain-stream.ts';
import type { Backend, FrameWish } from '../../../src/engine/protocol.ts';
import type { GivenModel } from '../../explain/given-model.ts';
import { type ColumnDraft, draftOf, mapOfDraft, renderColumnChoice } from './column-choice.ts';
import { LiveBoard } from './live-board.ts';
import { LiveLanes, type MapScale } from './live-lanes.ts';
import { LiveModel } from './live-model.ts';
import { LiveStream, type LiveStreamHost } from './live-stream.ts';
import { renderAnswers, renderTracks } from './live-tracks.ts';
import type { OpenMicrophone } from './microphone.ts';
import { renderDoubts, renderFigures } from './stream-figures.ts';
import { renderFields, renderSources, type StreamFormView } from './stream-form.ts';
import { type StreamSettings, usualSettings } from './stream-settings.ts';
import { actionOf, hasFailed, statusOf } from './stream-status.ts';
import { renderWish } from './stream-wish.ts';
import { streamWords as words } from './words.ts';

/** Milliseconds between two renewals of what is written, so that it can be read. */
const READABLE_MS = 300;

/** What sensors, a microphone or a stream of lines bring, predicted and explained window by window while it comes. */
export class LiveTimeline extends LitElement implements LiveStreamHost {
  @property({ attribute: false }) given!: GivenModel;
  @property({ attribute: false }) backend: Backend = 'auto';
  /** Whether the place of the app that it lies in is shown. */
  @property({ type: Boolean }) shown = true;
  /** Is given what was recorded, and a sentence that says why it ended. */
  @property({ attribute: false }) keep: (recording: Recording, why: string) => void = () => {};
  /** Leads back to recordings. */
  @property({ attribute: false }) close: () => void = () => {};
  @state() private settings: StreamSettings | null = null;
  @state() private method: string | null = null;
  @state() private classIndex: number | null = null;
  @state() private draft: ColumnDraft | null = null;
  @query('.stream-stage') private stage!: HTMLElement | null;
  @query('.stream-actions button') private mainButton!: HTMLButtonElement | null;
  readonly #model = new LiveModel(this);
  readonly #stream = new LiveStream(this);
  readonly #lanes = new LiveLanes();
  #board: LiveBoard | null = null;
  #scale: MapScale | null = null;
  #microphones: OpenMicrophone['choices'] = [];
  #frame = 0;
  /** Whether somebody wants to go back to recordings once what is on is off. */
  #isClosing = false;
  #writtenAt = Number.NEGATIVE_INFINITY;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
    addEventListener('resize', this.#paint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
    removeEventListener('resize', this.#paint);
    cancelAnimationFrame(this.#frame);
    this.#lanes.destroy();
  }

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  get wish(): Pick<FrameWish, 'method' | 'classIndex'> {
    const { method, classIndex } = this;
    return { method, classIndex };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('shown') && !this.shown) this.#stream.stop('left');
    if (changed.has('given') || changed.has('backend')) {
      this.#stream.stop('left');
      this.classIndex = null;
      this.method = null;
      this.settings = null;
      this.#board = null;
      void this.#model.open(this.given, this.backend);
    }
    const needs = this.#needs;
    if (needs && !this.settings) this.settings = usualSettings(needs, String(this.given.source));
    this.#offerColumns();
  }

  /** Once the columns that come are not told by themselves. */
  #offerColumns(): void {
    const { intake } = this.#stream;
    const needs = this.#needs;
    if (intake?.phase !== 'asking' || !intake.coming || !needs) this.draft = null;
    else this.draft ??= draftOf(intake.coming, needs);
  }

  /** What was said of the windows that are seen; null before the first answer. */
  get board(): LiveBoard | null {
    return this.#board;
  }

  begin(buffer: StreamBuffer): void {
    this.#board = null;
    this.#scale = null;
    const { source } = this.#stream;
    if (source && 'choices' in source) this.#microphones = (source as OpenMicrophone).choices;
    cancelAnimationFrame(this.#frame);
    const draw = () => {
      this.#paint();
      this.note();
      if (this.#stream.isOn && this.#stream.buffer === buffer) this.#frame = requestAnimationFrame(draw);
    };
    this.#frame = requestAnimationFrame(draw);
  }

  show({ window, answer }: StreamStep<ReadyWindow>): void {
    this.#board ??= new LiveBoard(this.#stream.buffer?.seenSeconds ?? 0);
    this.#board.add(window, answer);
    // With the map that it has the latency for.
    this.#paint();
  }

  end(why: string, recording: Recording | null): void {
    if (recording) this.keep(recording, words.recorded(clock(durationOf(recording), 1), why));
    else if (this.#isClosing) this.close();
    else void this.updateComplete.then(() => this.mainButton?.focus());
  }

  /** Renews what is written, now and then. */
  note(): void {
    const now = performance.now();
    if (now - this.#writtenAt < READABLE_MS) return;
    this.#writtenAt = now;
    this.requestUpdate();
  }

  get #needs(): SeriesNeeds | null {
    return this.#model.info?.series ?? null;
  }

  get #labels(): readonly string[] {
    const { labels } = (this.#model.info?.recipe ?? {}) as { labels?: unknown };
    return Array.isArray(labels) ? labels : [];
  }

  #paint = (): void => {
    const { buffer } = this.#stream;
    if (!this.stage || !buffer) return;
    const scale = this.#lanes.paint(this.stage, buffer, this.#board ?? new LiveBoard(0), this.#labels);
    this.#scale = scale;
  };

  protected override render(): TemplateResult {
    const { settings } = this;
    const needs = this.#needs;
    const { phase } = this.#stream;
    return html`<section class="stream" aria-label=${words.title} data-phase=${phase}>
      ${needs && settings ? this.#renderForm({ settings, needs }) : nothing}
      <div class="stream-actions row">
        ${needs && settings ? html`<button type="button" class="primary" @click=${this.#act}>${actionOf(this.#stream)}</button>` : nothing}
        <button type="button" class="quiet" @click=${this.#leave}>${words.close}</button>
        ${this.#stream.isOn ? html`<p class="live-keys">${words.keys}</p>` : nothing}
      </div>
      <p class=${hasFailed(this.#stream, this.#model) ? 'stream-message fault' : 'stream-message'} role="status">${statusOf(this.#stream, this.#model, this.given.name, settings)}</p>
      ${this.#renderColumns()} ${settings ? this.#renderStage(settings) : nothing}
    </section>`;
  }

  #renderForm({ settings, needs }: Pick<StreamFormView, 'settings' | 'needs'>): TemplateResult {
    const model = this.given.name.replace(/^embedded:/, '');
    const view: StreamFormView = {
      model,
      settings,
      needs,
      microphones: this.#microphones,
      change: (changes) => {
        this.settings = { ...(this.settings ?? settings), ...changes };
      },
      start: this.#start,
    };
    const { isOn, source } = this.#stream;
    // What is on is not changed, and what it says wants the room.
    if (isOn) {
      const kind = words.sources[settings.source];
      const name = source && source.name !== kind ? source.name : '';
      return html`<p class="stream-on"><b>${kind}</b> ${name} → <b>${model}</b></p>${this.#renderWish()}`;
    }
    return html`${renderSources(view)}
      ${renderFields(view)} ${this.#renderWish()}`;
  }

  #renderWish(): TemplateResult {
    return renderWish({
      methods: this.#model.info?.methods ?? [],
      labels: this.#labels,
      method: this.method,
      classIndex: this.classIndex,
      used: this.#board?.last?.map?.provenance.method ?? null,
      setMethod: (name) => {
        this.method = name;
      },
      setClass: (index) => {
        this.classIndex = index;
      },
    });
  }

  /** With what was recorded, where something was. */
  #leave = (): void => {
    this.#isClosing = this.#stream.isOn;
    if (this.#isClosing) this.#stream.stop('person');
    else this.close();
  };

  /** The browser asks for a source only while a person presses something, so nothing is awaited before. */
  #start = (): void => {
    const { settings } = this;
    const needs = this.#needs;
    const { handle } = this.#model;
    this.#isClosing = false;
    if (settings && needs && handle && !this.#stream.isOn) void this.#stream.start(settings, needs, handle);
  };

  /** The one button that begins and ends it all stays where it is, and so does the focus. */
  #act = (): void => {
    if (this.#stream.isOn) this.#stream.stop('person');
    else this.#start();
  };

  #renderColumns(): TemplateResult | typeof nothing {
    const { draft } = this;
    const { intake } = this.#stream;
    const needs = this.#needs;
    if (!draft || !intake?.coming || !needs) return nothing;
    return renderColumnChoice(
      intake.coming,
      needs,
      draft,
      (changed) => {
        this.draft = changed;
      },
      () => this.#stream.useColumns(mapOfDraft(draft)),
    );
  }

  #renderStage(settings: StreamSettings): TemplateResult | typeof nothing {
    const { buffer, phase } = this.#stream;
    if (!buffer || phase === 'idle') return nothing;
    const board = this.#board;
    const map = board?.last?.map ?? null;
    const { provenance } = map ?? {};
    const method = this.#model.info?.methods.find(({ name }) => name === provenance?.method);
    const label = this.classIndex === null ? words.ownAnswer : (this.#labels[this.classIndex] ?? '');
    return html`${renderFigures(this.#stream)} ${renderDoubts(this.#stream, settings)}
      ${renderAnswers(board?.last ?? null)} ${renderTracks(buffer.channels, board, this.#labels, label, method?.title ?? '')}
      <xai-legend
        ?hidden=${map === null}
        .low=${this.#scale?.low ?? null}
        .high=${this.#scale?.high ?? null}
        .colormap=${provenance?.options.sign === 'both' ? 'blue-red' : 'viridis'}
        .label=${method?.classAgnostic ? words.scaleAgnostic : this.classIndex === null ? words.scaleOwn : words.scale(label)}
      ></xai-legend>`;
  }

  #onKey = (event: KeyboardEvent): void => {
    if (!this.shown || event.key !== 'Escape' || event.defaultPrevented || !this.#stream.isOn) return;
    event.preventDefault();
    this.#stream.stop('person');
  };
}

if (!customElements.get('live-timeline')) customElements.define('live-timeline', LiveTimeline);

declare global {
  interface HTMLElementTagNameMap {
    'live-timeline': LiveTimeline;
  }
}
