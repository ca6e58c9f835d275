import { Task, TaskStatus } from '@lit/task';
import type { ReactiveController } from 'lit';
import type { XaiError } from '../../core/errors.ts';
import type { Saliency } from '../../core/saliency.ts';
import type { Label } from '../../core/series/recording.ts';
import type { SessionAnswers } from '../../core/series/session-answers.ts';
import type { FedValues, MethodInfo, ModelInfo, RecordingInfo, SessionMaps } from '../../engine/info.ts';
import type { ModelSource, Progress } from '../../engine/protocol.ts';
import { type ViewerActivity, type ViewerPhase, XaiErrorEvent, XaiLoadEvent, XaiProgressEvent } from '../events.ts';
import { XaiAnswersEvent, XaiRecordingEvent, XaiSessionEvent } from '../timeline-events.ts';
import { has } from '../xai-viewer/method-choice.ts';
import { asXaiError, isAbort, isPending, settled } from '../xai-viewer/task-state.ts';
import type { TimelineHost } from './timeline-host.ts';
import { nothingYet, type OpenModel, type OpenRecording, TimelineSources } from './timeline-sources.ts';

export type TimelineActivity = ViewerActivity | 'recording';

/** A session is explained without being asked where that takes no more passes: an hour of windows of a second or two. */
const MOST_UNASKED = 20_000;
/** Of methods whose layer decides. */
const USUAL_PASSES = 20;

/** Reads, asks and explains for a timeline; each step starts anew when what it depends on changes. */
export class TimelineTasks implements ReactiveController {
  progress: Progress | null = null;
  readonly #host: TimelineHost;
  #connected = false;
  readonly #sources: TimelineSources;
  /** Results as far as they have come. */
  #growingAnswers: SessionAnswers | null = null;
  #growingMaps: SessionMaps | null = null;
  /** The method that stood in for the default one, whose way the graph of this model does not allow. */
  #instead: { readonly model: ModelInfo; readonly name: string } | null = null;
  readonly #modelTask: Task<readonly unknown[], OpenModel>;
  readonly #recordingTask: Task<readonly unknown[], OpenRecording>;
  readonly #labelsTask: Task<readonly unknown[], readonly Label[]>;
  readonly #predictionsTask: Task<readonly unknown[], readonly Label[]>;
  readonly #answersTask: Task<readonly unknown[], SessionAnswers>;
  readonly #fedTask: Task<readonly unknown[], FedValues>;
  readonly #mapsTask: Task<readonly unknown[], SessionMaps>;
  readonly #windowTask: Task<readonly unknown[], { readonly index: number; readonly map: Saliency }>;

  constructor(host: TimelineHost) {
    this.#host = host;
    this.#sources = new TimelineSources(host);
    host.addController(this);
    const onError = (error: unknown) => this.#onError(error);
    this.#recordingTask = new Task(host, {
      args: () => [this.#connected && host.mayLoad ? host.src : null, JSON.stringify(host.csv)],
      task: ([src], { signal }) => this.#sources.read(src as TimelineHost['src'], signal),
      onComplete: ({ info }) => host.dispatchEvent(new XaiRecordingEvent(info)),
      onError,
    });
    this.#modelTask = new Task(host, {
      args: () => [
        this.#connected && host.mayLoad ? host.model : null,
        host.recipe,
        host.classes,
        host.beside,
        host.backend,
      ],
      task: ([source], { signal }) =>
        this.#sources.open(source as ModelSource | null, {
          signal,
          onProgress: (progress) => this.#report('model', progress),
        }),
      onComplete: ({ info }) => host.dispatchEvent(new XaiLoadEvent(info)),
      onError,
    });
    const listTask = (given: () => TimelineHost['labels']) =>
      new Task(host, {
        args: () => [this.#connected && host.mayLoad ? given() : null],
        task: ([source], { signal }) => this.#sources.readLabels(source as TimelineHost['labels'], signal),
        onError,
      });
    this.#labelsTask = listTask(() => host.labels);
    this.#predictionsTask = listTask(() => host.predictions);
    this.#answersTask = new Task(host, {
      args: () => [settled(this.#modelTask), settled(this.#recordingTask)],
      task: ([model, recording], { signal }) =>
        this.#answer(model as OpenModel | null, recording as OpenRecording | null, signal),
      onComplete: (answers) => host.dispatchEvent(new XaiAnswersEvent(answers)),
      onError,
    });
    this.#fedTask = new Task(host, {
      args: () => [settled(this.#answersTask), host.wantsFed],
      task: async ([answers, wanted], { signal }) => {
        const both = this.#both;
        return answers && wanted && both ? both.recording.handle.feed(both.model.handle, { signal }) : nothingYet();
      },
      onError,
    });
    this.#mapsTask = new Task(host, {
      args: () => [settled(this.#answersTask), this.scope === 'session', this.#targetIndex, ...this.#asked],
      task: ([answers, wanted], { signal }) => this.#explain(answers !== null && wanted === true, signal),
      onComplete: (maps) => host.dispatchEvent(new XaiSessionEvent(maps)),
      onError,
    });
    this.#windowTask = new Task(host, {
      args: () => [
        settled(this.#answersTask),
        this.scope === 'window' ? host.selected : null,
        this.#targetIndex,
        ...this.#asked,
      ],
      task: ([answers, index], { signal }) =>
        this.#explainWindow(answers as SessionAnswers | null, index as number | null, signal),
      onError,
    });
  }

  hostConnected(): void {
    if (this.#connected) return;
    this.#connected = true;
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    // An element that only moves in the page is connected again within the same task.
    queueMicrotask(() => {
      if (this.#host.isConnected) return;
      this.#connected = false;
      for (const task of this.#all) task.abort();
      this.#sources.close();
      this.#growingAnswers = null;
      this.#growingMaps = null;
      this.#host.requestUpdate();
    });
  }

  get recording(): RecordingInfo | null {
    return settled(this.#recordingTask)?.info ?? null;
  }

  get info(): ModelInfo | null {
    return settled(this.#modelTask)?.info ?? null;
  }

  /** What happened when; empty where nobody said. */
  get labels(): readonly Label[] {
    return settled(this.#labelsTask) ?? this.recording?.labels ?? [];
  }

  /** Answers that were made elsewhere, or null. */
  get predictions(): readonly Label[] | null {
    return settled(this.#predictionsTask) ?? this.recording?.predictions ?? null;
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
    const answers = settled(this.#answersTask);
    const passes = this.#namedMethod?.passes ?? USUAL_PASSES;
    return (answers?.count ?? 0) * passes <= MOST_UNASKED ? 'session' : 'window';
  }

  /** Those that may run first. */
  get methods(): readonly MethodInfo[] {
    return this.info?.methods ?? [];
  }

  /** The method that explains; null while no model is open, or when there is none of that name. */
  get method(): MethodInfo | null {
    const { info } = this;
    const instead = this.#host.method === null && info !== null && this.#instead?.model === info ? this.#instead : null;
    return (instead && this.findMethod(instead.name)) ?? this.#namedMethod;
  }

  /** The one that was asked for, or the first that may run with the options given. */
  get #namedMethod(): MethodInfo | null {
    const { method, options, namedOptions } = this.#host;
    if (method !== null) return this.findMethod(method);
    const possible = this.methods.filter(({ obstacle }) => obstacle === null);
    const asked = Object.keys({ ...options, ...namedOptions });
    return possible.find((one) => asked.every((option) => has(one, option))) ?? possible[0] ?? null;
  }

  findMethod(name: string): MethodInfo | null {
    return this.methods.find((one) => one.name === name || one.aliases.includes(name)) ?? null;
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
    const { src, model, mayLoad } = this.#host;
    if (src && mayLoad && isPending(this.#recordingTask)) return 'recording';
    if (model && mayLoad && isPending(this.#modelTask)) return 'model';
    if (!this.#both) return null;
    if (isPending(this.#answersTask)) return 'prediction';
    const explaining = this.scope === 'session' ? this.#mapsTask : this.#windowTask;
    return settled(this.#answersTask) && isPending(explaining) ? 'explanation' : null;
  }

  get phase(): ViewerPhase {
    if (this.error) return 'error';
    const { activity } = this;
    if (activity) return activity === 'explanation' ? 'running' : 'loading';
    return this.recording ? 'ready' : 'idle';
  }

  /** What the model is fed of one window. */
  feedWindow(index: number, signal: AbortSignal): Promise<FedValues> | null {
    const both = this.#both;
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
    return [
      this.#recordingTask,
      this.#modelTask,
      this.#labelsTask,
      this.#predictionsTask,
      this.#answersTask,
      this.#fedTask,
      this.#mapsTask,
      this.#windowTask,
    ] as const;
  }

  get #both(): { readonly model: OpenModel; readonly recording: OpenRecording } | null {
    const [model, recording] = [settled(this.#modelTask), settled(this.#recordingTask)];
    return model && recording && { model, recording };
  }

  /** Number of the class to explain; null: what the model says of each window. */
  get #targetIndex(): number | null {
    const { target } = this.#host;
    const index = target === null ? -1 : (settled(this.#answersTask)?.classes.indexOf(target) ?? -1);
    return index < 0 ? null : index;
  }

  get #asked(): readonly unknown[] {
    return [this.#host.method, JSON.stringify(this.#optionsNow)];
  }

  get #optionsNow(): Readonly<Record<string, unknown>> {
    const { options, namedOptions } = this.#host;
    const own = Object.entries(namedOptions).filter(([name]) => has(this.#namedMethod, name));
    return { ...options, ...Object.fromEntries(own) };
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
    const both = this.#both;
    if (!isWanted || !both) return nothingYet();
    this.progress = null;
    const maps = await both.recording.handle.explain(
      both.model.handle,
      { classIndex: this.#targetIndex, method: this.#host.method, options: this.#optionsNow },
      {
        signal,
        onProgress: (progress) => this.#report('explanation', progress),
        onGrowing: (sofar) => {
          this.#growingMaps = sofar;
          this.#host.requestUpdate();
        },
      },
    );
    if (maps.maps.length > 0) this.#noteMethod(maps.maps[0].provenance.method);
    return maps;
  }

  /** Takes note of which method answered where none was named. */
  #noteMethod(name: string): void {
    const { info } = this;
    if (this.#host.method === null && info) this.#instead = { model: info, name };
  }

  async #explainWindow(answers: SessionAnswers | null, window: number | null, signal: AbortSignal) {
    const both = this.#both;
    if (!answers || window === null || window < 0 || window >= answers.count || !both) return nothingYet();
    this.progress = null;
    const wish = { window, classIndex: this.#targetIndex, method: this.#host.method, options: this.#optionsNow };
    const map = await both.recording.handle.explainWindow(both.model.handle, wish, {
      signal,
      onProgress: (progress) => this.#report('explanation', progress),
    });
    this.#noteMethod(map.provenance.method);
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
