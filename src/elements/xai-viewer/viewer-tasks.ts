import { initialState, Task, TaskStatus } from '@lit/task';
import type { ReactiveController } from 'lit';
import { boxIou } from '../../core/boxes.ts';
import type { XaiError } from '../../core/errors.ts';
import type { Saliency } from '../../core/saliency.ts';
import { ModelHandle } from '../../engine/model-handle.ts';
import type { Finding, ModelInfo, ModelSource, PredictionInfo, Progress } from '../../engine/protocol.ts';
import {
  type ViewerActivity,
  XaiErrorEvent,
  XaiExplainEvent,
  XaiLoadEvent,
  XaiPredictEvent,
  XaiProgressEvent,
} from '../events.ts';
import { type LoadedPicture, loadPicture } from './load-picture.ts';
import { readRecipe } from './read-recipe.ts';
import { asXaiError, isAbort, isPending, settled } from './task-state.ts';
import type { ViewerHost } from './viewer-host.ts';

/** Bytes of maps that one explanation may leave on the page. */
const MAP_BYTES = 256e6;

export type ViewerPhase = 'idle' | 'loading' | 'ready' | 'running' | 'error';

interface OpenModel {
  readonly handle: ModelHandle;
  readonly info: ModelInfo;
}

interface ExplanationRun {
  readonly findings: readonly Finding[];
  /** One per finding. */
  readonly maps: readonly Saliency[];
  /** Name under which the engine keeps the masks' answers. */
  readonly record: string;
}

let viewers = 0;

/** Fetches, asks and explains for a viewer; each step starts anew when what it depends on changes. */
export class ViewerTasks implements ReactiveController {
  progress: Progress | null = null;
  /** The growing map, and the finding that it belongs to. */
  partial: { readonly map: Saliency; readonly finding: Finding } | null = null;
  #connected = false;
  #handle: ModelHandle | null = null;
  #focus: ((finding: Finding) => void) | null = null;
  /** What the last run was asked for; one run explains many findings, and later ones are answered from its masks. */
  #lastRun = '';
  /** Findings that the last run's masks could not answer. */
  #unanswered: readonly Finding[] = [];
  readonly #record = `viewer ${++viewers}`;
  /** What was answered last, and about what. */
  #answered: { prediction: PredictionInfo; model: OpenModel | null; picture: LoadedPicture | null } | null = null;
  readonly #host: ViewerHost;
  readonly #model: Task<readonly unknown[], OpenModel>;
  readonly #picture: Task<readonly unknown[], LoadedPicture>;
  readonly #prediction: Task<readonly unknown[], PredictionInfo>;
  readonly #explanation: Task<readonly unknown[], ExplanationRun>;
  readonly #further: Task<readonly unknown[], { finding: Finding; map: Saliency }>;

  constructor(host: ViewerHost) {
    this.#host = host;
    host.addController(this);
    const onError = (error: unknown) => {
      if (!isAbort(error)) host.dispatchEvent(new XaiErrorEvent(asXaiError(error)));
    };
    this.#picture = new Task(host, {
      args: () => [this.#connected && host.mayLoadPicture ? host.src : null],
      task: async ([src], { signal }) => (src ? loadPicture(src as string | Blob, signal) : initialState),
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
      args: () => [settled(this.#model), settled(this.#picture), host.mayRun, host.scoreThreshold],
      task: ([model, picture, mayRun], { signal }) =>
        this.#predict(model as OpenModel | null, picture as LoadedPicture | null, mayRun as boolean, signal),
      onComplete: (prediction) => {
        host.selected = this.#carrySelection(prediction);
        host.dispatchEvent(new XaiPredictEvent(prediction));
      },
      onError,
    });
    this.#explanation = new Task(host, {
      args: () => [settled(this.#prediction), this.#wantedRun, host.method, JSON.stringify(host.explainOptions)],
      task: ([_prediction, wanted], { signal }) => this.#explain(wanted as string, signal),
      onComplete: ({ maps }) => host.dispatchEvent(new XaiExplainEvent(maps)),
      onError,
    });
    this.#further = new Task(host, {
      args: () => [settled(this.#explanation), this.chosen],
      task: ([run, finding], { signal }) => this.#ask(run as ExplanationRun | null, finding as Finding | null, signal),
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
      this.#dropModel();
      this.partial = null;
      this.#host.requestUpdate();
    });
  }

  get picture(): LoadedPicture | null {
    return settled(this.#picture);
  }

  get info(): ModelInfo | null {
    return settled(this.#model)?.info ?? null;
  }

  get prediction(): PredictionInfo | null {
    return settled(this.#prediction);
  }

  /** What can be explained: what the model found, then what was drawn by hand. */
  get findings(): readonly Finding[] {
    const { prediction } = this;
    return prediction ? [...prediction.findings, ...this.#host.drawn] : [];
  }

  /** The finding to explain, or null. */
  get chosen(): Finding | null {
    return this.findings[this.#host.selected] ?? null;
  }

  /** The finished maps, or null. */
  get maps(): readonly Saliency[] | null {
    return settled(this.#explanation)?.maps ?? null;
  }

  /** The map of the chosen finding: finished, or as far as it has grown. */
  get map(): Saliency | null {
    const { chosen, partial, finished } = this;
    return finished ?? (partial && partial.finding === chosen ? partial.map : null);
  }

  /** The finished map of the chosen finding, or null. */
  get finished(): Saliency | null {
    const { chosen } = this;
    const run = settled(this.#explanation);
    if (!run || !chosen) return null;
    const further = settled(this.#further);
    return run.maps[run.findings.indexOf(chosen)] ?? (further?.finding === chosen ? further.map : null);
  }

  get isStopped(): boolean {
    return this.#explanation.status === TaskStatus.ERROR && isAbort(this.#explanation.error);
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
    const host = this.#host;
    if (this.prediction && this.#wantedRun && isPending(this.#explanation)) return 'explanation';
    if (this.info && this.picture && host.mayRun && isPending(this.#prediction)) return 'prediction';
    if (host.model && host.mayLoadModel && isPending(this.#model)) return 'model';
    return host.src && host.mayLoadPicture && isPending(this.#picture) ? 'picture' : null;
  }

  /** Stops the explanation; what has grown so far stays. */
  stop(): void {
    this.#explanation.abort(new DOMException('The explanation was stopped.', 'AbortError'));
  }

  /** Tries again what failed or was stopped. */
  retry(): void {
    for (const task of this.#all) {
      if (task.status === TaskStatus.ERROR) void task.run();
    }
  }

  /** Turns the growing map to the chosen finding. */
  focusChosen(): void {
    if (this.chosen) this.#focus?.(this.chosen);
  }

  get #all() {
    return [this.#picture, this.#model, this.#prediction, this.#explanation] as const;
  }

  /** How many findings one run explains. */
  get #runSize(): number {
    const { prediction } = this;
    return prediction ? Math.max(1, Math.floor(MAP_BYTES / (prediction.width * prediction.height * 4))) : 1;
  }

  /** Which run the chosen finding is answered by; '' without one. As long as it stays the same nothing runs anew. */
  get #wantedRun(): string {
    const { chosen, prediction } = this;
    if (!chosen || !prediction) return '';
    const index = prediction.findings.indexOf(chosen);
    if (index >= 0) return `part ${Math.floor(index / this.#runSize)}`;
    const isAnswered = this.#lastRun !== '' && !this.#unanswered.includes(chosen);
    return isAnswered ? this.#lastRun : `drawn ${this.#host.drawn.indexOf(chosen)}`;
  }

  async #openModel(source: ModelSource | null, signal: AbortSignal): Promise<OpenModel> {
    this.#dropModel();
    if (!source) return initialState as never;
    const { engine, backend, labels, beside, recipe } = this.#host;
    const options = {
      backend,
      recipe: await readRecipe(recipe, signal),
      labels: labels ?? undefined,
      beside: beside ?? undefined,
      name: source instanceof File ? source.name : undefined,
    };
    signal.throwIfAborted();
    const handle = new ModelHandle(engine, source, options);
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
    this.#lastRun = '';
    if (!model || !picture || !mayRun) return initialState as never;
    const { scoreThreshold } = this.#host;
    return model.handle.predict(picture.file, scoreThreshold === null ? {} : { scoreThreshold }, { signal });
  }

  /** After another look at the same picture the same object stays chosen. */
  #carrySelection(prediction: PredictionInfo): number {
    const before = this.#answered;
    const model = settled(this.#model);
    const { picture } = this;
    this.#answered = { prediction, model, picture };
    const { selected } = this.#host;
    if (before?.model !== model || before?.picture !== picture || selected < 0) return selected;
    const chosen = before.prediction.findings[selected];
    if (!chosen) return selected - before.prediction.findings.length + prediction.findings.length;
    const isSame = (now: Finding) =>
      now.label === chosen.label && (!now.box || !chosen.box || boxIou(now.box, chosen.box) > 0.9);
    return prediction.findings.findIndex(isSame);
  }

  async #explain(wanted: string, signal: AbortSignal): Promise<ExplanationRun> {
    this.partial = null;
    this.progress = null;
    this.#lastRun = wanted;
    this.#unanswered = [];
    const model = settled(this.#model);
    const { picture, prediction, chosen } = this;
    if (!model || !picture || !prediction || !chosen) return initialState as never;
    const size = this.#runSize;
    const isDrawn = !prediction.findings.includes(chosen);
    const first = isDrawn ? 0 : Math.floor(prediction.findings.indexOf(chosen) / size) * size;
    const part = prediction.findings.slice(first, first + size);
    const findings = isDrawn ? [...part.slice(0, size - 1), chosen] : part;
    const host = this.#host;
    const record = this.#record;
    const explanation = model.handle.explain(
      {
        picture: picture.file,
        method: host.method,
        findings,
        focus: findings.indexOf(chosen),
        options: host.explainOptions,
        record,
      },
      {
        signal,
        onProgress: (progress) => this.#report('explanation', progress),
        onPartial: (map, focus) => {
          this.partial = { map, finding: findings[focus] };
          host.requestUpdate();
        },
      },
    );
    this.#focus = (finding) => {
      const index = findings.indexOf(finding);
      if (index >= 0) explanation.focus(index);
    };
    const maps = await explanation.maps;
    this.#focus = null;
    return { findings, maps, record };
  }

  /** A finding that came after the run is answered from its masks; when that fails, a run of its own is wanted. */
  async #ask(run: ExplanationRun | null, finding: Finding | null, signal: AbortSignal) {
    const model = settled(this.#model);
    if (!run || !finding || !model || run.findings.includes(finding)) return initialState as never;
    try {
      return { finding, map: await model.handle.ask(finding, run.record, { signal }) };
    } catch (error) {
      signal.throwIfAborted();
      this.#unanswered = [...this.#unanswered, finding];
      throw error;
    }
  }

  #report(activity: ViewerActivity, progress: Progress): void {
    // A restarted engine begins again; what is shown waits until it has caught up.
    if (this.progress && this.progress.unit === progress.unit && progress.done < this.progress.done) return;
    this.progress = progress;
    this.#host.dispatchEvent(new XaiProgressEvent(activity, progress.done, progress.total, progress.remaining));
    this.#host.requestUpdate();
  }
}
