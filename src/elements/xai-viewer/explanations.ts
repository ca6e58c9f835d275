import { initialState, Task, TaskStatus } from '@lit/task';
import type { Saliency } from '../../core/saliency.ts';
import type { Finding, ModelInfo, PredictionInfo } from '../../engine/info.ts';
import type { ModelHandle } from '../../engine/model-handle.ts';
import type { Progress } from '../../engine/protocol.ts';
import { XaiExplainEvent } from '../events.ts';
import type { LoadedPicture } from './load-picture.ts';
import type { MethodChoice } from './method-choice.ts';
import { isAbort, isPending, settled } from './task-state.ts';
import type { ViewerHost } from './viewer-host.ts';

/** Bytes of maps that one explanation may leave on the page. */
const MAP_BYTES = 256e6;

export interface OpenModel {
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

/** What is explained, and who hears of it. */
export interface ExplanationSource {
  readonly host: ViewerHost;
  readonly openModel: OpenModel | null;
  readonly picture: LoadedPicture | null;
  readonly prediction: PredictionInfo | null;
  /** Whether the model itself has answered. */
  readonly isAnswered: boolean;
  readonly findings: readonly Finding[];
  /** The finding to explain, or null. */
  readonly chosen: Finding | null;
  readonly methods: MethodChoice;
  /** Whether what is chosen is being explained. */
  readonly isExplaining: boolean;
  beginProgress(): void;
  reportProgress(progress: Progress): void;
  onError(error: unknown): void;
}

let viewers = 0;

/** Explains what is chosen, many findings in one run, and answers later ones from that run where it can. */
export class Explanations {
  /** The growing map, and the finding that it belongs to. */
  partial: { readonly map: Saliency; readonly finding: Finding } | null = null;
  #focus: ((finding: Finding) => void) | null = null;
  /** What the last run was asked for; one run explains many findings, and later ones are answered from its masks. */
  #lastRun = '';
  /** What the last run was to explain. */
  #covered: readonly Finding[] = [];
  /** Findings that the last run's masks could not answer. */
  #unanswered: readonly Finding[] = [];
  readonly #record = `viewer ${++viewers}`;
  readonly #source: ExplanationSource;
  readonly task: Task<readonly unknown[], ExplanationRun>;
  readonly #further: Task<readonly unknown[], { finding: Finding; map: Saliency }>;

  constructor(source: ExplanationSource) {
    this.#source = source;
    const { host } = source;
    this.task = new Task(host, {
      args: () => [source.prediction, this.wantedRun, host.method, JSON.stringify(source.methods.options)],
      task: async ([_prediction, wanted], { signal }) => this.#explain(wanted as string, signal),
      onComplete: ({ maps }) => host.dispatchEvent(new XaiExplainEvent(maps)),
      onError: (error) => source.onError(error),
    });
    this.#further = new Task(host, {
      args: () => [settled(this.task), source.chosen],
      task: ([run, finding], { signal }) => this.#ask(run as ExplanationRun | null, finding as Finding | null, signal),
    });
  }

  /** The finished maps, or null. */
  get maps(): readonly Saliency[] | null {
    return settled(this.task)?.maps ?? null;
  }

  /** The map of the chosen finding: finished, or as far as it has grown. */
  get map(): Saliency | null {
    const { partial, finished } = this;
    return finished ?? (partial && partial.finding === this.#source.chosen ? partial.map : null);
  }

  /** The finished map of the chosen finding, or null. */
  get finished(): Saliency | null {
    const { chosen } = this.#source;
    const run = settled(this.task);
    if (!run || !chosen) return null;
    const further = settled(this.#further);
    return run.maps[run.findings.indexOf(chosen)] ?? (further?.finding === chosen ? further.map : null);
  }

  get isRunning(): boolean {
    return this.wantedRun !== '' && isPending(this.task);
  }

  get isStopped(): boolean {
    return this.task.status === TaskStatus.ERROR && isAbort(this.task.error);
  }

  /** Stops the explanation; what has grown so far stays. */
  stop(): void {
    this.task.abort(new DOMException('The explanation was stopped.', 'AbortError'));
  }

  /** Turns the growing map to the chosen finding. */
  focusChosen(): void {
    const { chosen } = this.#source;
    if (chosen) this.#focus?.(chosen);
  }

  /** The model is asked anew: no earlier run answers for what it will say. */
  forget(): void {
    this.#lastRun = '';
    this.#covered = [];
  }

  /** How many findings one run explains. */
  get #runSize(): number {
    const { prediction } = this.#source;
    return prediction ? Math.max(1, Math.floor(MAP_BYTES / (prediction.width * prediction.height * 4))) : 1;
  }

  /** Which run the chosen finding is answered by; '' without one. As long as it stays the same nothing runs anew. */
  get wantedRun(): string {
    const { chosen, prediction, isAnswered: isReady, host, methods, findings } = this.#source;
    if (!chosen || !prediction || !isReady) return '';
    if (this.#lastRun !== '' && this.#covered.includes(chosen)) return this.#lastRun;
    if (!isTogether(methods)) return `alone ${findings.indexOf(chosen)}`;
    const index = prediction.findings.indexOf(chosen);
    if (index >= 0) return `part ${Math.floor(index / this.#runSize)}`;
    const isAnswered = this.#lastRun !== '' && !this.#unanswered.includes(chosen);
    return isAnswered ? this.#lastRun : `drawn ${host.drawn.indexOf(chosen)}`;
  }

  async #explain(wanted: string, signal: AbortSignal): Promise<ExplanationRun> {
    this.partial = null;
    this.#source.beginProgress();
    this.#lastRun = wanted;
    this.#unanswered = [];
    const { openModel, picture, prediction, chosen, host, methods } = this.#source;
    if (!openModel || !picture || !prediction || !chosen) return initialState as never;
    const findings = isTogether(methods) ? this.#runOf(prediction.findings, chosen) : [chosen];
    this.#covered = findings;
    const record = this.#record;
    const explanation = openModel.handle.explain(
      {
        picture: picture.file,
        method: host.method,
        findings,
        focus: findings.indexOf(chosen),
        options: methods.options,
        record,
      },
      {
        signal,
        onProgress: (progress) => this.#source.reportProgress(progress),
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
    if (maps.length > 0) methods.noteAnswer(maps[0].provenance.method);
    this.#focus = null;
    return { findings, maps, record };
  }

  /** The findings that one run explains, what is chosen among them. */
  #runOf(found: readonly Finding[], chosen: Finding): readonly Finding[] {
    const size = this.#runSize;
    const isDrawn = !found.includes(chosen);
    const first = isDrawn ? 0 : Math.floor(found.indexOf(chosen) / size) * size;
    const part = found.slice(first, first + size);
    return isDrawn ? [...part.slice(0, size - 1), chosen] : part;
  }

  /** A finding that came after the run is answered from its masks; when that fails, a run of its own is wanted. */
  async #ask(run: ExplanationRun | null, finding: Finding | null, signal: AbortSignal) {
    const { openModel } = this.#source;
    if (!run || !finding || !openModel || run.findings.includes(finding)) return initialState as never;
    try {
      return { finding, map: await openModel.handle.ask(finding, run.record, { signal }) };
    } catch (error) {
      signal.throwIfAborted();
      this.#unanswered = [...this.#unanswered, finding];
      throw error;
    }
  }
}

/** Whether one stream of passes explains all findings, as masks do; otherwise each is explained when it is chosen. */
function isTogether({ current }: MethodChoice): boolean {
  return current?.together ?? true;
}
