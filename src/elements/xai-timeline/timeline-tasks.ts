import { Task, TaskStatus } from '@lit/task';
import type { ReactiveController } from 'lit';
import type { XaiError } from '../../core/errors.ts';
import type { Saliency } from '../../core/saliency.ts';
import type { SessionAnswers } from '../../core/series/session-answers.ts';
import type { FedValues, SessionMaps } from '../../engine/info.ts';
import type { Progress } from '../../engine/protocol.ts';
import { type ViewerActivity, type ViewerPhase, XaiErrorEvent, XaiProgressEvent } from '../events.ts';
import { XaiAnswersEvent, XaiSessionEvent } from '../timeline-events.ts';
import { asXaiError, isAbort, isPending, settled } from '../xai-viewer/task-state.ts';
import type { TimelineHost } from './timeline-host.ts';
import { TimelineInputs } from './timeline-inputs.ts';
import { TimelineMethod } from './timeline-method.ts';
import { nothingYet, type OpenModel, type OpenRecording } from './timeline-sources.ts';

export type TimelineActivity = ViewerActivity | 'recording';

/** Asks and explains for a timeline; each step starts anew when what it depends on changes. */
export class TimelineTasks implements ReactiveController {
  progress: Progress | null = null;
  readonly inputs: TimelineInputs;
  readonly method: TimelineMethod;
  readonly #host: TimelineHost;
  /** Results as far as they have come. */
  #growingAnswers: SessionAnswers | null = null;
  #growingMaps: SessionMaps | null = null;
  readonly #answersTask: Task<readonly unknown[], SessionAnswers>;
  readonly #fedTask: Task<readonly unknown[], FedValues>;
  readonly #mapsTask: Task<readonly unknown[], SessionMaps>;
  readonly #windowTask: Task<readonly unknown[], { readonly index: number; readonly map: Saliency }>;

  constructor(host: TimelineHost) {
    this.#host = host;
    host.addController(this);
    const onError = (error: unknown) => this.#onError(error);
    this.inputs = new TimelineInputs(host, { onProgress: (progress) => this.#report('model', progress), onError });
    this.method = new TimelineMethod(host, () => this.inputs.info);
    this.#answersTask = new Task(host, {
      args: () => [this.inputs.model, this.inputs.recording],
      task: ([model, recording], { signal }) =>
        this.#answer(model as OpenModel | null, recording as OpenRecording | null, signal),
      onComplete: (answers) => host.dispatchEvent(new XaiAnswersEvent(answers)),
      onError,
    });
    this.#fedTask = new Task(host, {
      args: () => [settled(this.#answersTask), host.wantsFed],
      task: async ([answers, wanted], { signal }) => {
        const { both } = this.inputs;
        return answers && wanted && both ? both.recording.handle.feed(both.model.handle, { signal }) : nothingYet();
      },
      onError,
    });
    this.#mapsTask = new Task(host, {
      args: () => [settled(this.#answersTask), this.scope === 'session', this.#targetIndex, ...this.method.asked],
      task: ([answers, wanted], { signal }) => this.#explain(answers !== null && wanted === true, signal),
      onComplete: (maps) => host.dispatchEvent(new XaiSessionEvent(maps)),
      onError,
    });
    this.#windowTask = new Task(host, {
      args: () => [
        settled(this.#answersTask),
        this.scope === 'window' ? host.selected : null,
        this.#targetIndex,
        ...this.method.asked,
      ],
      task: ([answers, index], { signal }) =>
        this.#explainWindow(answers as SessionAnswers | null, index as number | null, signal),
      onError,
    });
  }

  hostConnected(): void {
    if (this.inputs.isConnected) return;
    this.inputs.isConnected = true;
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    // An element that only moves in the page is connected again within the same task.
    queueMicrotask(() => {
      if (this.#host.isConnected) return;
      this.inputs.isConnected = false;
      for (const task of this.#all) task.abort();
      this.inputs.close();
      this.#growingAnswers = null;
      this.#growingMaps = null;
      this.#host.requestUpdate();
    });
  }

  /** What the model says, as far as it was asked; null before. */
  get answers(): SessionAnswers | null {
    return settled(this.#answersTask) ?? this.#growingAnswers;
  }

  get fed(): FedValues | null {
    return settled(this.#fedTask);
  }

  /** The finished explanation of the whole session, or null. */
  get finishedMaps(): SessionMaps | null {
    return settled(this.#mapsTask);
  }

  /** The same, as far as it has come. */
  get maps(): SessionMaps | null {
    return this.finishedMaps ?? (this.scope === 'session' ? this.#growingMaps : null);
  }

  /** The map of the chosen window alone, or null. */
  get windowMap(): { readonly index: number; readonly map: Saliency } | null {
    return settled(this.#windowTask);
  }

  /** What is explained. */
  get scope(): 'session' | 'window' {
    const { scope } = this.#host;
    if (scope !== null) return scope;
    return this.method.isQuick(settled(this.#answersTask)?.count ?? 0) ? 'session' : 'window';
  }

  get error(): XaiError | null {
    const failed = this.#all.find((task) => task.status === TaskStatus.ERROR && !isAbort(task.error));
    return failed ? asXaiError(failed.error) : null;
  }

  get isStopped(): boolean {
    return [this.#answersTask, this.#mapsTask, this.#windowTask].some(
      (task) => task.status === TaskStatus.ERROR && isAbort(task.error),
    );
  }

  get activity(): TimelineActivity | null {
    const reading = this.inputs.activity;
    if (reading || !this.inputs.both) return reading;
    if (isPending(this.#answersTask)) return 'prediction';
    const explaining = this.scope === 'session' ? this.#mapsTask : this.#windowTask;
    return settled(this.#answersTask) && isPending(explaining) ? 'explanation' : null;
  }

  get phase(): ViewerPhase {
    if (this.error) return 'error';
    const { activity } = this;
    if (activity) return activity === 'explanation' ? 'running' : 'loading';
    return this.inputs.recording ? 'ready' : 'idle';
  }

  /** What the model is fed of one window. */
  feedWindow(index: number, signal: AbortSignal): Promise<FedValues> | null {
    const { both } = this.inputs;
    return both ? both.recording.handle.feedWindow(both.model.handle, index, { signal }) : null;
  }

  /** Stops what the model is asked; what was finished stays. */
  stop(): void {
    const reason = new DOMException('The explanation was stopped.', 'AbortError');
    for (const task of [this.#answersTask, this.#mapsTask, this.#windowTask]) {
      if (isPending(task)) task.abort(reason);
    }
  }

  /** Tries again what failed or was stopped. */
  retry(): void {
    for (const task of this.#all) {
      if (task.status === TaskStatus.ERROR) void task.run();
    }
  }

  get #all() {
    return [...this.inputs.tasks, this.#answersTask, this.#fedTask, this.#mapsTask, this.#windowTask] as const;
  }

  /** Number of the class to explain; null: what the model says of each window. */
  get #targetIndex(): number | null {
    const { target } = this.#host;
    const index = target === null ? -1 : (settled(this.#answersTask)?.classes.indexOf(target) ?? -1);
    return index < 0 ? null : index;
  }

  async #answer(
    model: OpenModel | null,
    recording: OpenRecording | null,
    signal: AbortSignal,
  ): Promise<SessionAnswers> {
    this.#growingAnswers = null;
    this.#growingMaps = null;
    if (!model || !recording) return nothingYet();
    this.progress = null;
    return recording.handle.answer(model.handle, {
      signal,
      onProgress: (progress) => this.#report('prediction', progress),
      onGrowing: (sofar) => {
        this.#growingAnswers = sofar;
        this.#host.requestUpdate();
      },
    });
  }

  async #explain(isWanted: boolean, signal: AbortSignal): Promise<SessionMaps> {
    this.#growingMaps = null;
    const { both } = this.inputs;
    if (!isWanted || !both) return nothingYet();
    this.progress = null;
    // The first windows tell which method the graph allows; one that takes long is then left to be asked for: see `scope`.
    const take = (maps: SessionMaps) => {
      if (maps.maps.length > 0) this.method.noteAnswer(maps.maps[0].provenance.method);
    };
    const maps = await both.recording.handle.explain(
      both.model.handle,
      { classIndex: this.#targetIndex, method: this.#host.method, options: this.method.options },
      {
        signal,
        onProgress: (progress) => this.#report('explanation', progress),
        onGrowing: (sofar) => {
          this.#growingMaps = sofar;
          take(sofar);
          this.#host.requestUpdate();
        },
      },
    );
    take(maps);
    return maps;
  }

  async #explainWindow(answers: SessionAnswers | null, window: number | null, signal: AbortSignal) {
    const { both } = this.inputs;
    if (!answers || window === null || window < 0 || window >= answers.count || !both) return nothingYet();
    this.progress = null;
    const wish = { window, classIndex: this.#targetIndex, method: this.#host.method, options: this.method.options };
    const map = await both.recording.handle.explainWindow(both.model.handle, wish, {
      signal,
      onProgress: (progress) => this.#report('explanation', progress),
    });
    this.method.noteAnswer(map.provenance.method);
    return { index: window, map };
  }

  #report(activity: ViewerActivity, progress: Progress): void {
    // A restarted engine begins again; what is shown waits until it has caught up.
    if (this.progress && this.progress.unit === progress.unit && progress.done < this.progress.done) return;
    this.progress = progress;
    this.#host.dispatchEvent(new XaiProgressEvent(activity, progress.done, progress.total, progress.remaining));
    this.#host.requestUpdate();
  }

  #onError(error: unknown): void {
    if (!isAbort(error)) this.#host.dispatchEvent(new XaiErrorEvent(asXaiError(error)));
  }
}
