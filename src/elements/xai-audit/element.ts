import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { XaiError } from '../../core/errors.ts';
import type { AuditClient } from '../../engine/audit-client.ts';
import type {
  AnyAuditReport,
  AuditAnnotations,
  AuditData,
  AuditEstimate,
  AuditInfo,
  AuditModel,
  AuditOptions,
  SaveFormat,
} from '../../engine/audit-protocol.ts';
import { type AuditPhase, XaiAuditEvent, XaiErrorEvent } from '../events.ts';
import { sayRefusal } from '../refusals/refusals.ts';
import { strings } from '../strings.ts';
import { baseStyles } from '../xai-viewer/styles/base-styles.ts';
import { controlStyles } from '../xai-viewer/styles/control-styles.ts';
import { asXaiError } from '../xai-viewer/task-state.ts';
import { AuditSession } from './audit-session.ts';
import { fetchReport } from './load-report.ts';
import { PicturesPanel } from './pictures-panel.ts';
import { headlineOf, renderRunBar } from './run-bar.ts';
import { giveFile, renderSaveBar } from './save-bar.ts';
import { SessionsPanel } from './sessions/sessions-panel.ts';
import { auditStyles } from './styles/audit-styles.ts';
import { findingStyles } from './styles/finding-styles.ts';
import { gridStyles } from './styles/grid-styles.ts';
import { patternsStyles } from './styles/patterns-styles.ts';
import { sessionStyles } from './styles/session-styles.ts';
import { auditWords as words } from './words.ts';

/**
 * Audits models over a whole data set: explains its pictures, measures the maps, tests what holds over the set, and shows it
 * all: findings, models compared, classes, and a grid of pictures with a page for each; of recordings a list with their
 * timelines, and a page for each, too. Everything runs in the page, in a worker
 * of its own. Or shows an audit that was made elsewhere.
 *
 * @csspart status - The line that says where things stand, with its button.
 * @csspart progress - The progress bar.
 * @csspart error - The words of an error.
 * @csspart filters - The controls above the grid.
 * @csspart grid - The grid of pictures.
 * @csspart tile - One picture of it.
 * @csspart page - Everything about one picture, or one recording.
 * @csspart save - The buttons that save.
 *
 * @cssproperty [--xai-accent] - Colour of what is chosen or active.
 * @cssproperty [--xai-surface] - Background.
 * @cssproperty [--xai-text] - Colour of text.
 * @cssproperty [--xai-muted] - Colour of secondary text.
 * @cssproperty [--xai-border] - Colour of lines.
 * @cssproperty [--xai-radius=12px] - Radius of corners.
 *
 * @fires xai-audit - Where the audit stands has changed.
 * @fires xai-error - Something went wrong.
 */
export class XaiAudit extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    auditStyles,
    findingStyles,
    gridStyles,
    patternsStyles,
    sessionStyles,
  ];

  /** One to six models of one task. */
  @property({ attribute: false }) models: readonly AuditModel[] = [];
  /** The pictures or, for models that read them, the recordings; with models they are opened at once. */
  @property({ attribute: false }) data: AuditData | null = null;
  /** Annotations that lie outside of the data. Default: what is found in it. */
  @property({ attribute: false }) annotations: AuditAnnotations | null = null;
  /** Method, target rule, metrics, number of pictures, ... Default: what suits the models. */
  @property({ attribute: false }) options: AuditOptions = {};
  /** File in the browser's private file system that keeps what is finished, so that an audit goes on after a reload. Default: none. */
  @property() journal: string | null = null;
  /** Address of an `audit.json` that was made elsewhere. */
  @property() src: string | null = null;
  /** Address of the folder with the pictures of `src`. Default: that of `src`. */
  @property() pictures: string | null = null;
  @state() private saving = '';
  /** @internal Tests put another in place before the element is connected. */
  client: AuditClient | undefined;
  #session: AuditSession | null = null;
  readonly #pictures = new PicturesPanel(this);
  readonly #recordings = new SessionsPanel(this);

  /** Where the audit stands. */
  get phase(): AuditPhase {
    return this.#audit.phase;
  }

  /** The finished audit, or null. Set it to show one that was made elsewhere. */
  get report(): AnyAuditReport | null {
    return this.#audit.report;
  }

  set report(report: AnyAuditReport | null) {
    this.#audit.show(report);
  }

  /** What was opened, or null. */
  get info(): AuditInfo | null {
    return this.#audit.info;
  }

  /** What the audit would take, or null while that is not known. */
  get estimate(): AuditEstimate | null {
    return this.#audit.estimate;
  }

  /** What went wrong last, or null. */
  get error(): XaiError | null {
    return this.#audit.error;
  }

  /** Starts the audit, or goes on with it. */
  async start(): Promise<void> {
    if (this.phase === 'error' && !this.info) await this.#open();
    else await this.#audit.run(this.options, this.journal);
  }

  /** Stops the audit; what is finished is kept where there is a `journal`. */
  pause(): void {
    this.#audit.pause();
  }

  /** The finished audit as a file. @throws XaiError, or a DOMException when nothing is finished */
  save(format: SaveFormat): Promise<Blob> {
    return this.#audit.save(format);
  }

  get #audit(): AuditSession {
    this.#session ??= new AuditSession(
      {
        addController: (controller) => this.addController(controller),
        removeController: (controller) => this.removeController(controller),
        requestUpdate: () => this.requestUpdate(),
        updateComplete: this.updateComplete,
        onPhase: (phase) => this.#onPhase(phase),
      },
      this.client,
    );
    return this.#session;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.#audit.close();
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('models') || changed.has('data') || changed.has('annotations')) {
      if (this.models.length > 0 || changed.get('data')) void this.#open();
    } else if (changed.has('options')) void this.#audit.foresee(this.options);
    if (changed.has('src') && this.src) void this.#fetch(this.src);
  }

  protected override render(): TemplateResult {
    const session = this.#audit;
    const isKept = this.journal !== null;
    const saveBar = () => this.#renderSaveBar();
    return html`
      <div class="audit" @keydown=${this.#onKey} aria-busy=${session.phase === 'opening' || session.phase === 'running'}>
        ${renderRunBar({ session, isKept, start: () => void this.start(), pause: () => this.pause() })}
        ${this.#pictures.render(session, saveBar)} ${this.#recordings.render(session, saveBar)}
      </div>
      <div class="spoken" role="status" aria-live="polite">${headlineOf(session, isKept)}</div>
    `;
  }

  #renderSaveBar(): TemplateResult | typeof nothing {
    return this.info ? renderSaveBar(this.saving, (format) => void this.#download(format)) : nothing;
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#pictures.onKey(event) || this.#recordings.onKey(event)) event.preventDefault();
  };

  async #open(): Promise<void> {
    const { models, data, annotations } = this;
    this.#pictures.reset();
    this.#recordings.reset();
    await this.#audit.open(models.length > 0 && data ? { models, data, annotations } : null);
    await this.#audit.foresee(this.options);
  }

  async #fetch(address: string): Promise<void> {
    try {
      const { report, read } = await fetchReport(address, this.pictures);
      if (address === this.src) this.#audit.show(report, read);
    } catch (error) {
      this.dispatchEvent(new XaiErrorEvent(asXaiError(error)));
    }
  }

  async #download(format: SaveFormat): Promise<void> {
    this.saving = words.saving;
    try {
      giveFile(await this.save(format), format);
      this.saving = '';
    } catch (error) {
      this.saving = words.saveFailed(sayRefusal(asXaiError(error), strings.refusals));
    }
  }

  #onPhase(phase: AuditPhase): void {
    this.dispatchEvent(new XaiAuditEvent(phase));
    const { error } = this.#audit;
    if (phase === 'error' && error) this.dispatchEvent(new XaiErrorEvent(error));
  }
}
