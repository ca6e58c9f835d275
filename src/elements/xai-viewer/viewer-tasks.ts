import { initialState, Task, TaskStatus } from '@lit/task';
import type { ReactiveController } from 'lit';
import type { XaiError } from '../../core/errors.ts';
import type { Saliency } from '../../core/saliency.ts';
import type { SavedExplanation, UnpackedMap } from '../../core/saved-explanation.ts';
import type { Finding, ModelInfo, PredictionInfo } from '../../engine/info.ts';
import { ModelHandle } from '../../engine/model-handle.ts';
import type { ModelSource, Progress } from '../../engine/protocol.ts';
import {
  type ViewerActivity,
  type ViewerPhase,
  XaiErrorEvent,
  XaiLoadEvent,
  XaiPredictEvent,
  XaiProgressEvent,
} from '../events.ts';
import type { LoadedExplanation } from '../load-explanation.ts';
import { type ExplanationSource, Explanations, type OpenModel } from './explanations.ts';
import { fetchPicture, type LoadedPicture, loadPicture } from './load-picture.ts';
import { MethodChoice } from './method-choice.ts';
import { modelOptions } from './model-options.ts';
import type { Previewed } from './preview.ts';
import { isSameFinding } from './same-finding.ts';
import { asXaiError, isAbort, isPending, settled } from './task-state.ts';
import type { ViewerHost } from './viewer-host.ts';

/** Fetches and asks for a viewer, and has its choice explained; each step starts anew when what it depends on changes. */
export class ViewerTasks implements ReactiveController, ExplanationSource {
  progress: Progress | null = null;
  readonly host: ViewerHost;
  readonly methods: MethodChoice;
  readonly explanations: Explanations;
  #connected = false;
  #handle: ModelHandle | null = null;
  #isPreviewOver = false;
  /** What was answered last, and about what. */
  #answered: { prediction: PredictionInfo; model: OpenModel | null; picture: LoadedPicture | null } | null = null;
  readonly #saved: Task<readonly unknown[], LoadedExplanation>;
  readonly #model: Task<readonly unknown[], OpenModel>;
  readonly #picture: Task<readonly unknown[], LoadedPicture>;
  readonly #prediction: Task<readonly unknown[], PredictionInfo>;

  constructor(host: ViewerHost) {
    this.host = host;
    host.addController(this);
    const onError = (error: unknown) => this.onError(error);
    this.#saved = new Task(host, {
      args: () => [this.#connected && host.mayLoadPicture ? host.explanation : null],
      task: async ([source], { signal }) => {
        if (!source) return initialState as never;
        const { loadExplanation } = await host.later.tools.load();
        return loadExplanation(source as string | SavedExplanation, signal);
      },
      onComplete: ({ saved }) => {
        // Without a model nobody has to ask for what is there.
        if (host.selected < 0 && !host.model) host.selected = saved.maps[0]?.finding ?? -1;
      },
      onError,
    });
    this.#picture = new Task(host, {
      args: () => [this.#connected && host.mayLoadPicture ? (host.src ?? settled(this.#saved)?.picture) : null],
      task: async ([src], { signal }) => {
        this.#isPreviewOver = false;
        return src ? loadPicture(src as string | Blob, signal) : initialState;
      },
      onError,
    });
    this.#model = new Task(host, {
      args: () => [
        this.#connected && host.mayLoadModel ? host.model : null,
        host.recipe,
        host.labels,
        host.beside,
        host.backend,
      ],
      task: ([source], { signal }) => this.#openModel(source as ModelSource | null, signal),
      onComplete: ({ info }) => host.dispatchEvent(new XaiLoadEvent(info)),
      onError,
    });
    this.#prediction = new Task(host, {
      args: () => [
        settled(this.#model),
        settled(this.#picture),
        host.mayRun,
        host.scoreThreshold,
        host.askedPart,
        host.reference,
      ],
      task: ([model, picture, mayRun], { signal }) =>
        this.#predict(model as OpenModel | null, picture as LoadedPicture | null, mayRun as boolean, signal),
      onComplete: (prediction) => {
        host.selected = this.#carrySelection(prediction);
        host.dispatchEvent(new XaiPredictEvent(prediction));
      },
      onError,
    });
    this.methods = new MethodChoice(this);
    this.explanations = new Explanations(this);
  }

  hostConnected(): void {
    if (this.#connected) return;
    this.#connected = true;
    this.host.requestUpdate();
  }

  hostUpdate(): void {
    const { map, isStopped } = this.explanations;
    if (map || isStopped || this.error) this.#isPreviewOver = true;
  }

  hostDisconnected(): void {
    // An element that only moves in the page is connected again within the same task.
    queueMicrotask(() => {
      if (this.host.isConnected) return;
      this.#connected = false;
      for (const task of this.#all) task.abort();
      this.#dropModel();
      this.explanations.partial = null;
      this.host.requestUpdate();
    });
  }

  get picture(): LoadedPicture | null {
    return settled(this.#picture);
  }

  get openModel(): OpenModel | null {
    return settled(this.#model);
  }

  get info(): ModelInfo | null {
    return this.openModel?.info ?? null;
  }

  /** What the model found; until it has answered about this picture, what the preview says. */
  get prediction(): PredictionInfo | null {
    return settled(this.#prediction) ?? this.#preview?.prediction ?? null;
  }

  /** Whether the model itself has answered. */
  get isAnswered(): boolean {
    return settled(this.#prediction) !== null;
  }

  /** The map of what is chosen; until the first one grows, that of the preview. */
  get map(): Saliency | null {
    return this.explanations.map ?? this.saved;
  }

  /** The map of what is chosen as it was saved, until one is made. */
  get saved(): UnpackedMap | null {
    const { chosen } = this;
    if (this.explanations.map || !chosen || !this.#preview) return null;
    const method = this.host.model ? this.methods.current?.name : this.host.method;
    return this.host.later.tools.part?.mapInPreview(this.#preview, chosen, method ?? null) ?? null;
  }

  /** Whether what is seen was saved earlier. */
  get isPreview(): boolean {
    return this.saved !== null;
  }

  /** What is shown of a picture that nothing has been made of yet. */
  get #preview(): Previewed | null {
    const preview = this.host.preview ?? settled(this.#saved)?.saved;
    if (!preview || !this.picture || this.#isPreviewOver) return null;
    return this.host.later.tools.part?.openPreview(preview) ?? null;
  }

  /** What can be explained: what the model found, then what was drawn by hand. */
  get findings(): readonly Finding[] {
    const { prediction } = this;
    return prediction ? [...prediction.findings, ...this.host.drawn] : [];
  }

  /** The finding to explain, or null. */
  get chosen(): Finding | null {
    return this.findings[this.host.selected] ?? null;
  }

  get isExplaining(): boolean {
    return this.explanations.isRunning;
  }

  get error(): XaiError | null {
    const failed = this.#all.find((task) => task.status === TaskStatus.ERROR && !isAbort(task.error));
    return failed ? asXaiError(failed.error) : null;
  }

  get phase(): ViewerPhase {
    if (this.error) return 'error';
    const { activity } = this;
    if (activity) return activity === 'explanation' ? 'running' : 'loading';
    return this.prediction ? 'ready' : 'idle';
  }

  /** What is under way; a task that finds nothing to do is pending for a moment too, and does not count. */
  get activity(): ViewerActivity | 'picture' | null {
    const host = this.host;
    if (this.prediction && this.explanations.isRunning) return 'explanation';
    if (this.info && this.picture && host.mayRun && isPending(this.#prediction)) return 'prediction';
    if (host.model && host.mayLoadModel && isPending(this.#model)) return 'model';
    const hasPicture = (host.src || host.explanation) && host.mayLoadPicture;
    return hasPicture && [this.#saved, this.#picture].some(isPending) ? 'picture' : null;
  }

  /** Tries again what failed or was stopped; where nothing was, makes the explanation anew. */
  retry(): void {
    const failed = this.#all.filter(({ status }) => status === TaskStatus.ERROR);
    for (const task of failed) void task.run();
    if (failed.length === 0 && this.phase === 'ready') void this.explanations.task.run();
  }

  beginProgress(): void {
    this.progress = null;
  }

  reportProgress(progress: Progress): void {
    this.#report('explanation', progress);
  }

  onError(error: unknown): void {
    // A part that did not come has said so itself.
    if (!isAbort(error) && error !== this.host.later.error)
      this.host.dispatchEvent(new XaiErrorEvent(asXaiError(error)));
  }

  get #all() {
    return [this.#saved, this.#picture, this.#model, this.#prediction, this.explanations.task] as const;
  }

  async #openModel(source: ModelSource | null, signal: AbortSignal): Promise<OpenModel> {
    this.#dropModel();
    if (!source) return initialState as never;
    const options = await modelOptions(source, this.host, signal);
    signal.throwIfAborted();
    const handle = new ModelHandle(this.host.engine, source, options);
    this.#handle = handle;
    const info = await handle.load({ signal, onProgress: (progress) => this.#report('model', progress) });
    this.progress = null;
    return { handle, info };
  }

  #dropModel(): void {
    this.#handle?.release();
    this.#handle = null;
  }

  async #predict(
    model: OpenModel | null,
    picture: LoadedPicture | null,
    mayRun: boolean,
    signal: AbortSignal,
  ): Promise<PredictionInfo> {
    this.explanations.forget();
    if (!model || !picture || !mayRun) return initialState as never;
    const { scoreThreshold, askedPart, reference } = this.host;
    const options = {
      ...(scoreThreshold !== null && { scoreThreshold }),
      ...(askedPart && { box: askedPart }),
      ...(reference && {
        reference: typeof reference === 'string' ? await fetchPicture(reference, signal) : reference,
      }),
    };
    return model.handle.predict(picture.file, options, { signal });
  }

  /** After another look at the same picture the same object stays chosen. */
  #carrySelection(prediction: PredictionInfo): number {
    const before = this.#answered;
    const model = settled(this.#model);
    const { picture } = this;
    this.#answered = { prediction, model, picture };
    const { selected } = this.host;
    if (before?.model !== model || before?.picture !== picture || selected < 0) return selected;
    const chosen = before.prediction.findings[selected];
    if (!chosen) return selected - before.prediction.findings.length + prediction.findings.length;
    return prediction.findings.findIndex((now) => isSameFinding(now, chosen));
  }

  #report(activity: ViewerActivity, progress: Progress): void {
    // A restarted engine begins again; what is shown waits until it has caught up.
    if (this.progress && this.progress.unit === progress.unit && progress.done < this.progress.done) return;
    this.progress = progress;
    this.host.dispatchEvent(new XaiProgressEvent(activity, progress.done, progress.total, progress.remaining));
    this.host.requestUpdate();
  }
}
