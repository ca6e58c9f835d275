import type { ReactiveControllerHost } from 'lit';
import type { XaiError } from '../../core/errors.ts';
import { AuditClient } from '../../engine/audit-client.ts';
import type {
  AnyAuditReport,
  AnyRecord,
  AuditAnnotations,
  AuditCall,
  AuditData,
  AuditEstimate,
  AuditInfo,
  AuditModel,
  AuditOptions,
  AuditProgress,
  PictureRecord,
  SaveFormat,
  SessionRecord,
} from '../../engine/audit-protocol.ts';
import type { AuditPhase } from '../events.ts';
import { asXaiError } from '../xai-viewer/task-state.ts';
import type { ReadPicture } from './lazy-pictures.ts';

/** What an audit is made of. */
export interface AuditPlan {
  readonly models: readonly AuditModel[];
  readonly data: AuditData;
  readonly annotations: AuditAnnotations | null;
}

/** Milliseconds between two looks at what is under way: a grid of thousands is not made anew at every picture. */
const SHOW_MS = 700;

/** One audit from opening to report, whatever is shown of it. */
export class AuditSession {
  phase: AuditPhase = 'idle';
  info: AuditInfo | null = null;
  estimate: AuditEstimate | null = null;
  progress: AuditProgress | null = null;
  report: AnyAuditReport | null = null;
  error: XaiError | null = null;
  /** Pictures that are finished, in order of their names. */
  pictures: readonly PictureRecord[] = [];
  /** Recordings that are finished, in order of their names. */
  sessions: readonly SessionRecord[] = [];
  /** Reads a picture of the data; another function for other data. */
  read: ReadPicture = noPicture;
  readonly #host: ReactiveControllerHost & { onPhase(phase: AuditPhase): void };
  readonly #client: AuditClient;
  readonly #records = new Map<string, AnyRecord>();
  #plan: AuditPlan | null = null;
  #task = new AbortController();
  #shownAt = 0;
  #later: ReturnType<typeof setTimeout> | null = null;

  constructor(
    host: ReactiveControllerHost & { onPhase(phase: AuditPhase): void },
    client: AuditClient = new AuditClient(),
  ) {
    this.#host = host;
    this.#client = client;
  }

  get modelNames(): readonly string[] {
    return this.report?.models.map(({ file }) => file) ?? this.info?.models.map(({ name }) => name) ?? [];
  }

  /** Opens models and data in place of what was open. */
  async open(plan: AuditPlan | null): Promise<void> {
    const signal = this.#begin();
    this.#plan = plan;
    this.info = this.estimate = this.report = null;
    this.#forget();
    this.read = plan ? readerOf(plan.data, this.#client) : noPicture;
    if (!plan) {
      this.#client.close();
      this.#become('idle');
      return;
    }
    this.#become('opening');
    await this.#attempt(signal, async () => {
      this.info = await this.#client.open(plan, this.#context(signal));
      this.#become('ready');
    });
  }

  /** Asks what the audit would take. */
  async foresee(options: AuditOptions): Promise<void> {
    if (this.phase !== 'ready') return;
    const signal = this.#begin();
    await this.#attempt(signal, async () => {
      const estimate = await this.#client.call<'estimate'>({ kind: 'estimate', options }, { signal });
      this.estimate = estimate;
      this.#host.requestUpdate();
    });
  }

  /** Starts or goes on. @param journal name of the file that keeps what is finished; null: nothing is kept */
  async run(options: AuditOptions, journal: string | null): Promise<void> {
    if (!this.#plan || this.phase === 'running' || this.phase === 'opening') return;
    const signal = this.#begin();
    this.report = null;
    this.#forget();
    this.#become('running');
    await this.#attempt(signal, async () => {
      const report = await this.#client.call<'run'>({ kind: 'run', options, journal }, this.#context(signal));
      this.show(report);
    });
  }

  /** Stops a run; without a journal what was finished stays on show only. */
  pause(): void {
    if (this.phase === 'running') this.#task.abort(new DOMException('Paused.', 'AbortError'));
  }

  /** Shows a finished audit, just made or made elsewhere. */
  show(report: AnyAuditReport | null, read: ReadPicture | null = null): void {
    this.report = report;
    this.pictures = report && 'pictures' in report ? report.pictures : [];
    this.sessions = report && 'sessions' in report ? report.sessions : [];
    this.progress = null;
    this.#cancelShow();
    if (read) this.read = read;
    this.#become(report ? 'done' : 'idle');
  }

  /** The finished audit as a file. */
  async save(format: SaveFormat): Promise<Blob> {
    const { report } = this;
    if (!report) throw new DOMException('There is no finished audit to save.', 'InvalidStateError');
    return this.#client.call<'save'>({ kind: 'save', report, format }, { signal: new AbortController().signal });
  }

  /** The timeline of a recording as SVG; null where there is none. */
  timeline(wanted: Omit<AuditCall<'timeline'>, 'kind'>, signal: AbortSignal): Promise<string | null> {
    return this.#client.call<'timeline'>({ kind: 'timeline', ...wanted }, { signal });
  }

  close(): void {
    this.#cancelShow();
    this.#begin();
    this.#client.close();
  }

  #context(signal: AbortSignal) {
    return {
      signal,
      onProgress: (progress: AuditProgress) => {
        this.progress = progress;
        this.#host.requestUpdate();
      },
      onRecords: (records: readonly AnyRecord[]) => {
        for (const record of records) this.#records.set(nameOf(record), record);
        // The last ones come with nothing after them that would show them.
        this.#later ??= setTimeout(() => this.#showRecords(), Math.max(0, this.#shownAt + SHOW_MS - performance.now()));
      },
    };
  }

  #showRecords(): void {
    this.#cancelShow();
    this.#shownAt = performance.now();
    const sorted = [...this.#records.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    this.pictures = sorted.filter((record) => 'picture' in record);
    this.sessions = sorted.filter((record) => 'session' in record);
    this.#host.requestUpdate();
  }

  #cancelShow(): void {
    clearTimeout(this.#later ?? undefined);
    this.#later = null;
  }

  #forget(): void {
    this.#cancelShow();
    this.#records.clear();
    this.pictures = [];
    this.sessions = [];
    this.progress = null;
    this.error = null;
  }

  /** What was under way gives way to what begins. */
  #begin(): AbortSignal {
    this.#task.abort(new DOMException('Something else was asked for.', 'AbortError'));
    this.#task = new AbortController();
    return this.#task.signal;
  }

  async #attempt(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // What took its place tells how things stand, unless it was only paused.
      if (signal !== this.#task.signal) return;
      this.progress = null;
      if (signal.aborted) {
        this.#showRecords();
        this.#become('paused');
        return;
      }
      this.error = asXaiError(error);
      this.#showRecords();
      this.#become('error');
    }
  }

  #become(phase: AuditPhase): void {
    this.phase = phase;
    this.#host.requestUpdate();
    this.#host.onPhase(phase);
  }
}

function nameOf(record: AnyRecord): string {
  return 'session' in record ? record.session : record.picture;
}

const noPicture: ReadPicture = async (name) => {
  throw new DOMException(`There is no ${name}.`, 'NotFoundError');
};

/** Files are read by the page itself, so that pictures do not wait for a worker that computes. */
function readerOf(data: AuditData, client: AuditClient): ReadPicture {
  if (data.kind !== 'files') {
    return (name, signal) => client.call<'picture'>({ kind: 'picture', name }, { signal });
  }
  const files = new Map(data.files.map(({ name, file }) => [name, file]));
  return async (name, signal) => files.get(name) ?? noPicture(name, signal);
}
