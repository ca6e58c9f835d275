import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import '../../src/xai-legend.ts';
import { giveStyle } from '../../src/elements/xai-viewer/give-style.ts';
import type { LiveFrame } from '../../src/engine/explain-live.ts';
import type { Backend, FrameWish } from '../../src/engine/protocol.ts';
import type { GivenModel } from '../explain/given-model.ts';
import { renderActions, renderChoices, renderNumbers } from './live-controls.ts';
import { type FrameScale, LivePainter } from './live-painter.ts';
import { type LiveHost, LiveSession } from './live-session.ts';
import { liveWords as words } from './words.ts';

/** Milliseconds between two renewals of what is written, so that it can be read. */
const READABLE_MS = 400;
const SHOWN_ANSWERS = 3;
/** Share of the best quality that a kept picture is packed with. */
const QUALITY = 0.95;
/** Where the space bar has a meaning of its own. */
const CONTROLS = 'button, select, input, textarea, summary, a';

/** What the camera sees, predicted and explained frame by frame, until somebody stops it or looks away. */
export class LiveView extends LitElement implements LiveHost {
  @property({ attribute: false }) given!: GivenModel;
  @property({ attribute: false }) backend: Backend = 'auto';
  /** Objects below this score are left out; null: what the recipe says. */
  @property({ attribute: false }) scoreThreshold: number | null = null;
  /** Whether the place of the app that it lies in is shown. */
  @property({ type: Boolean }) shown = true;
  /** Is given a picture that a person wants explained thoroughly. */
  @property({ attribute: false }) take: (picture: File) => void = () => {};
  /** Leads back to pictures. */
  @property({ attribute: false }) close: () => void = () => {};
  @state() private method: string | null = null;
  @state() private classIndex: number | null = null;
  @state() private mirrored: boolean | null = null;
  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('.live button.primary') private mainButton!: HTMLButtonElement | null;
  readonly #session = new LiveSession(this);
  readonly #painter = new LivePainter();
  /** The frame that is seen; its picture is there until the next one is taken. */
  #frame: LiveFrame | null = null;
  #scale: FrameScale | null = null;
  #writtenAt = Number.NEGATIVE_INFINITY;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
    addEventListener('resize', this.#repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
    removeEventListener('resize', this.#repaint);
  }

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  get wish(): FrameWish {
    const { method, classIndex, scoreThreshold } = this;
    return { method, classIndex, scoreThreshold };
  }

  protected override firstUpdated(): void {
    void this.#session.start(null);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('shown') && !this.shown) this.#session.stop('left');
    if (!this.hasUpdated || !(changed.has('given') || changed.has('backend'))) return;
    this.classIndex = null;
    this.method = null;
    if (this.#session.phase !== 'stopped') void this.#session.start(this.#session.camera?.id ?? null);
  }

  show(frame: LiveFrame): void {
    const isFirst = this.#session.phase === 'opening';
    this.#frame = frame;
    this.mirrored ??= this.#session.camera?.facesPerson ?? false;
    this.#repaint();
    const now = performance.now();
    if (!isFirst && now - this.#writtenAt < READABLE_MS) return;
    this.#writtenAt = now;
    this.requestUpdate();
  }

  #repaint = (): void => {
    if (this.#frame) this.#scale = this.#painter.paint(this.canvas, this.#frame, this.mirrored ?? false);
  };

  protected override render(): TemplateResult {
    const session = this.#session;
    const { phase, info, camera } = session;
    const picture = this.#frame?.picture;
    const ratio = picture ? picture.width / picture.height : 4 / 3;
    return html`<section class="live" aria-label=${words.title} data-phase=${phase}>
      ${renderChoices({
        info,
        wish: this.wish,
        used: this.#frame?.map?.provenance.method ?? null,
        cameras: camera?.choices ?? [],
        cameraId: camera?.id ?? '',
        mirrored: this.mirrored ?? false,
        setMethod: (method) => {
          this.method = method;
        },
        setClass: (classIndex) => {
          this.classIndex = classIndex;
        },
        setCamera: (id) => void session.start(id),
        setMirrored: (mirrored) => {
          this.mirrored = mirrored;
          this.#repaint();
        },
      })}
      <div class="live-sight" ${giveStyle({ '--ratio': String(ratio) })}>
        <canvas role="img" aria-label=${this.#describe()} ?hidden=${!picture}></canvas>
        ${this.#renderMessage()}
        ${renderNumbers(session.rate, phase === 'running' || phase === 'paused', this.#methodTitle)}
      </div>
      <div class="live-below">
        ${this.#renderAnswers()}
        ${this.#renderLegend()}
      </div>
      ${renderActions({
        phase,
        hasFrame: picture !== undefined,
        pause: () => session.pause(),
        resume: () => session.resume(),
        stop: () => session.stop('person'),
        start: () => void this.#restart(),
        keep: () => void this.#keep(),
        close: this.close,
      })}
    </section>`;
  }

  /** The one place that says how it stands, and to those who hear the page too. */
  #renderMessage(): TemplateResult {
    const { phase, why, hasFailed } = this.#session;
    const text = {
      asking: words.asking,
      opening: words.opening(this.given.name.replace(/^embedded:/, '')),
      running: '',
      paused: words.paused,
      stopped: why,
    }[phase];
    return html`<p class=${hasFailed ? 'live-message fault' : 'live-message'} role="status" ?data-empty=${text === ''}>${text}</p>`;
  }

  #renderAnswers(): TemplateResult {
    const { prediction } = this.#frame ?? {};
    const answers = prediction?.findings.slice(0, SHOWN_ANSWERS) ?? [];
    if (prediction && answers.length === 0) return html`<p class="live-answers">${this.#nothing}</p>`;
    return html`<ol class="live-answers">
      ${answers.map(({ label, score }) => html`<li><b>${label}</b> ${score === null ? nothing : `${Math.round(100 * score)} %`}</li>`)}
    </ol>`;
  }

  get #nothing(): string {
    const { labels } = (this.#session.info?.recipe ?? {}) as { labels?: readonly string[] };
    return this.classIndex === null ? words.nothing : words.nothingOf(labels?.[this.classIndex] ?? '');
  }

  #renderLegend(): TemplateResult {
    const map = this.#frame?.map;
    const isAgnostic = this.#session.info?.methods.find(({ name }) => name === map?.provenance.method)?.classAgnostic;
    return html`<xai-legend
      .low=${this.#scale?.low ?? null}
      .high=${this.#scale?.high ?? null}
      .colormap=${map?.provenance.options.sign === 'both' ? 'blue-red' : 'viridis'}
      .label=${map ? (isAgnostic ? words.scaleAgnostic : words.scale(map.target.label)) : ''}
    ></xai-legend>`;
  }

  get #methodTitle(): string | null {
    const name = this.#frame?.map?.provenance.method;
    return this.#session.info?.methods.find((one) => one.name === name)?.title ?? null;
  }

  #describe(): string {
    const best = this.#frame?.prediction.findings[0];
    const answer = best ? `${best.label} ${Math.round(100 * (best.score ?? 0))} %` : this.#nothing;
    const title = this.#methodTitle;
    return title ? words.sight(answer, title) : words.sightPlain(answer);
  }

  async #restart(): Promise<void> {
    const started = this.#session.start(null);
    await this.updateComplete;
    this.mainButton?.focus();
    await started;
  }

  async #keep(): Promise<void> {
    if (!this.#frame) return;
    // The next frame would be painted over this one while it is packed.
    this.#session.pause();
    const photo = await this.#frame.picture.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
    const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '-');
    this.take(new File([photo], `camera-${time}.jpg`, { type: photo.type }));
  }

  #onKey = (event: KeyboardEvent): void => {
    const { phase } = this.#session;
    if (!this.shown || phase === 'stopped' || event.defaultPrevented) return;
    if (event.key === 'Escape') this.#session.stop('person');
    else if (event.key === ' ' && !(event.target as Element).closest?.(CONTROLS)) {
      event.preventDefault();
      if (phase === 'paused') this.#session.resume();
      else this.#session.pause();
    }
  };
}

if (!customElements.get('live-view')) customElements.define('live-view', LiveView);

declare global {
  interface HTMLElementTagNameMap {
    'live-view': LiveView;
  }
}
