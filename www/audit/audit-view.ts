import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { sayRefusal } from '../../src/elements/refusals/refusals.ts';
import { strings } from '../../src/elements/strings.ts';
import { asXaiError } from '../../src/elements/xai-viewer/task-state.ts';
import type { AuditData, AuditModel, XaiAudit, XaiAuditEvent } from '../../src/xai-audit.ts';
import { DrawingDesk } from '../drawing/drawing-desk.ts';
import { embeddedModel, type GivenModel, keptModel, learn } from '../explain/given-model.ts';
import { sortFiles } from '../explain/intake.ts';
import { isSeriesAddress } from '../library/embedded.ts';
import { runLock } from '../offline/run-lock.ts';
import { inputFiles, type PlacedFile } from '../shell/dropped-files.ts';
import type { Notice } from '../shell/notices.ts';
import type { KeptModel, ModelStore } from '../storage/model-store.ts';
import { words as appWords } from '../words.ts';
import { type AuditChoice, type AuditHow, auditModel, drawnChoice, howOf, optionsOf } from './audit-choice.ts';
import { renderForm } from './audit-form.ts';
import { auditStore, type KeptAudit } from './audit-store.ts';
import { drawData } from './drawn-data.ts';
import { dataOf } from './given-data.ts';
import { findModels, nameModels } from './kept-audit-models.ts';
import { renderKeptAudits } from './kept-audits.ts';
import { auditViewWords as words } from './words.ts';

/** Something to see at once: a model that cheats, on pictures that show how. */
const FIRST: AuditChoice = {
  models: [embeddedModel('embedded:classifier-biased')],
  source: 'drawn',
  count: 48,
  hasTrap: true,
  given: null,
};

/** What is open, whatever the form says meanwhile. */
interface Prepared {
  readonly given: readonly GivenModel[];
  readonly models: readonly AuditModel[];
  readonly data: AuditData;
}

/** Chooses models and pictures, runs an audit over them, and keeps it for the next visit. */
export class AuditView extends LitElement {
  @property({ attribute: false }) store!: ModelStore;
  /** Says something in the corner of the app. */
  @property({ attribute: false }) say: (notice: Notice) => void = () => {};
  /** Whether a person looks at it. */
  @property({ type: Boolean }) shown = false;
  @state() private choice: AuditChoice = FIRST;
  @state() private how: AuditHow = { method: null, rule: 'top', count: null, metrics: 'quick' };
  @state() private prepared: Prepared | null = null;
  @state() private current: KeptAudit | null = null;
  @state() private kept: readonly KeptAudit[] = [];
  @state() private keptModels: readonly KeptModel[] = [];
  @state() private drawn: number | null = null;
  @query('xai-audit') private audit!: XaiAudit | null;
  @query('input.audit-folder') private folderInput!: HTMLInputElement;
  @query('input.audit-files') private filesInput!: HTMLInputElement;
  @query('input.audit-model') private modelInput!: HTMLInputElement;
  readonly #desk = new DrawingDesk();
  #drawing = new AbortController();
  #modelAt = 0;
  /** An audit that goes on as soon as it is open; a finished one is only shown. */
  #resumed: KeptAudit | null = null;

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#desk.close();
    runLock.set(false);
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('shown') && this.shown) void this.#look();
  }

  protected override render(): TemplateResult {
    const phase = this.audit?.phase ?? 'idle';
    const isLocked = this.drawn !== null || phase === 'running' || phase === 'opening';
    const isOver = phase === 'running' || phase === 'paused' || phase === 'done';
    return html`
      <h1>${words.title}</h1>
      ${isOver ? nothing : html`<p class="lead">${words.lead}</p>`}
      <details class="choice" .open=${!isOver}>
        <summary ?hidden=${!isOver}>${words.change}</summary>
        ${renderForm({
          choice: this.choice,
          how: this.how,
          kept: this.keptModels,
          info: this.audit?.info ?? null,
          isSeries: this.#isSeries,
          drawn: this.drawn,
          isLocked,
          isHowFixed: phase === 'paused',
          chooseEmbedded: (at, name) => this.#setModel(at, embeddedModel(`embedded:${name}`)),
          chooseKept: (at, model) => void this.#chooseKept(at, model),
          chooseFile: (at) => {
            this.#modelAt = at;
            this.modelInput.click();
          },
          removeModel: (at) => this.#change({ models: this.choice.models.filter((_, k) => k !== at) }),
          change: (changes) => this.#change(changes),
          changeHow: (changes) => {
            this.how = { ...this.how, ...changes };
          },
          chooseData: (kind) => (kind === 'folder' ? this.folderInput : this.filesInput).click(),
          prepare: () => void this.#prepare(),
          stop: () => this.#drawing.abort(new DOMException('Stopped.', 'AbortError')),
        })}
      </details>
      <xai-audit
        ?hidden=${this.prepared === null}
        .models=${this.prepared?.models ?? []}
        .data=${this.prepared?.data ?? null}
        .options=${this.#options}
        .journal=${auditStore.isPossible && this.current ? auditStore.journalName(this.current) : null}
        @xai-audit=${this.#onPhase}
      ></xai-audit>
      ${renderKeptAudits({
        audits: this.kept.filter(({ id }) => id !== this.current?.id),
        open: (audit) => void this.#openKept(audit),
        remove: (audit) => void this.#remove(audit),
      })}
      <input class="audit-folder" type="file" webkitdirectory hidden @change=${this.#onData} />
      <input class="audit-files" type="file" multiple hidden accept="image/*,.zip,.json,.csv,.tsv,.wav,.xml,.txt,.yaml,.yml" @change=${this.#onData} />
      <input class="audit-model" type="file" multiple hidden accept=".onnx,.json,.txt,.names" @change=${this.#onModel} />
    `;
  }

  /** Takes what was dropped while this view is on show. */
  async take(files: readonly PlacedFile[]): Promise<void> {
    if (files.some(({ name }) => /\.onnx$/i.test(name)))
      await this.#takeModel(
        files.map(({ file }) => file),
        0,
      );
    else this.#takeData(files);
  }

  #optionsFor: { readonly key: string; readonly options: ReturnType<typeof optionsOf> } | null = null;

  /** The same object while nothing has changed: another one would be estimated anew. */
  get #options(): ReturnType<typeof optionsOf> {
    const key = JSON.stringify([this.how, this.#isSeries]);
    if (this.#optionsFor?.key !== key) this.#optionsFor = { key, options: optionsOf(this.how, this.#isSeries) };
    return this.#optionsFor.options;
  }

  /** By what is open, or by what is chosen where the app knows it. */
  get #isSeries(): boolean {
    const opened = this.audit?.info?.models[0]?.task;
    return opened === undefined ? isSeriesAddress(this.choice.models[0]?.source) : opened === 'series';
  }

  #change(changes: Partial<AuditChoice>): void {
    this.choice = { ...this.choice, ...changes };
  }

  #setModel(at: number, model: GivenModel): void {
    const models = [...this.choice.models];
    models[at] = model;
    this.#change({ models });
  }

  async #chooseKept(at: number, model: KeptModel): Promise<boolean> {
    const file = await this.store.file(model);
    if (file) this.#setModel(at, keptModel(model, file));
    else this.say({ text: words.modelGone(model.name) });
    return file !== null;
  }

  async #takeModel(files: readonly File[], at: number): Promise<void> {
    const intake = await sortFiles(files);
    if (!intake.model) return;
    const model = { source: intake.model, name: intake.model.name, origin: null };
    this.#setModel(at, { ...model, ...learn({}, intake).knowledge });
  }

  #takeData(files: readonly PlacedFile[]): void {
    const given = dataOf(files);
    if (!given) {
      this.say({ text: appWords.emptyFolder, isOfFiles: true });
      return;
    }
    if (
      given.kind === 'files' &&
      !given.files.some(({ name }) => /\.(png|jpe?g|webp|gif|avif|bmp|tiff?|csv|tsv|wave?|session\.json)$/i.test(name))
    ) {
      this.say({ text: words.notData, isOfFiles: true });
      return;
    }
    this.#change({ source: 'own', given });
    if (this.#resumed) void this.#prepare(this.#resumed);
  }

  /** Draws or takes the pictures, and opens them with the models. @param kept one to go on with; else a new one begins */
  async #prepare(kept: KeptAudit | null = null): Promise<void> {
    const { choice } = this;
    this.#resumed = kept;
    try {
      const data = choice.source === 'drawn' ? await this.#draw() : choice.given;
      if (!data) return;
      this.current = kept ?? this.#begin(data);
      this.prepared = { given: choice.models, models: choice.models.map(auditModel), data };
    } catch (error) {
      if (!this.#drawing.signal.aborted) this.say({ text: sayRefusal(asXaiError(error), strings.refusals) });
    } finally {
      this.drawn = null;
    }
  }

  async #draw(): Promise<AuditData> {
    const drawn = drawnChoice(this.choice);
    this.#drawing = new AbortController();
    this.drawn = 0;
    return drawData(drawn, {
      desk: this.#desk,
      signal: this.#drawing.signal,
      onProgress: (done) => {
        this.drawn = done;
      },
    });
  }

  #begin(data: AuditData): KeptAudit {
    const { source } = this.choice;
    return {
      id: crypto.randomUUID(),
      models: [],
      data:
        source === 'drawn' ? { kind: 'drawn', choice: drawnChoice(this.choice) } : { kind: 'given', name: data.name },
      options: this.#options,
      isFinished: false,
      begunAt: Date.now(),
    };
  }

  #onPhase = ({ phase }: XaiAuditEvent): void => {
    runLock.set(phase === 'running');
    this.requestUpdate();
    if (phase === 'ready') void this.#onReady();
    else if (phase === 'running') void this.#keep(false);
    else if (phase === 'done') void this.#keep(true);
  };

  async #onReady(): Promise<void> {
    const kept = this.#resumed;
    if (!kept) return;
    this.#resumed = null;
    const report = kept.isFinished ? await auditStore.report(kept) : null;
    if (report && this.audit) this.audit.report = report;
    else await this.audit?.start();
  }

  /** Notes what is needed to go on after a reload. */
  async #keep(isFinished: boolean): Promise<void> {
    const { current, audit } = this;
    if (!current || !audit || !auditStore.isPossible) return;
    const models = await nameModels(this.store, this.prepared?.given ?? [], audit.info?.models ?? []);
    this.current = { ...current, models, isFinished, options: this.#options };
    try {
      await auditStore.keep(this.current);
      if (isFinished && audit.report) await auditStore.keepReport(this.current, audit.report);
    } catch (error) {
      this.say({ text: sayRefusal(asXaiError(error), strings.refusals) });
    }
    await this.#look();
  }

  async #openKept(audit: KeptAudit): Promise<void> {
    const { models, missing } = await findModels(this.store, audit.models);
    if (missing !== null) {
      this.say({ text: words.modelGone(missing) });
      return;
    }
    this.how = howOf(audit.options);
    this.prepared = null;
    if (audit.data.kind === 'given') {
      this.#resumed = audit;
      this.#change({ models, source: 'own', given: null });
      this.say({ text: words.giveAgain(audit.data.name) });
      return;
    }
    const { count, captioned, hasGlitches } = audit.data.choice;
    this.#change({ models, source: 'drawn', count, hasTrap: captioned !== null || hasGlitches });
    await this.#prepare(audit);
  }

  async #remove(audit: KeptAudit): Promise<void> {
    await auditStore.remove(audit);
    await this.#look();
  }

  async #look(): Promise<void> {
    this.keptModels = await this.store.list().catch(() => []);
    this.kept = auditStore.isPossible ? await auditStore.list().catch(() => []) : [];
  }

  #onData = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.#takeData(inputFiles([...(input.files ?? [])]));
    input.value = '';
  };

  #onModel = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    void this.#takeModel([...(input.files ?? [])], this.#modelAt);
    input.value = '';
  };
}
