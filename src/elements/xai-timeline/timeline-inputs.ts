import { Task, TaskStatus } from '@lit/task';
import type { Label } from '../../core/series/recording.ts';
import type { ModelInfo, RecordingInfo } from '../../engine/info.ts';
import type { ModelSource, Progress } from '../../engine/protocol.ts';
import { XaiLoadEvent } from '../events.ts';
import { XaiRecordingEvent } from '../timeline-events.ts';
import { isPending, settled } from '../xai-viewer/task-state.ts';
import type { TimelineHost } from './timeline-host.ts';
import { type OpenModel, type OpenRecording, TimelineSources } from './timeline-sources.ts';

/** Who is told how reading goes. */
export interface InputListener {
  onProgress(progress: Progress): void;
  onError(error: unknown): void;
}

const NO_LABELS: readonly Label[] = [];

/** What a page gives a timeline, read: the recording, the model, labels and answers made elsewhere. */
export class TimelineInputs {
  /** Whether the element is in the page; nothing is read before. */
  isConnected = false;
  readonly #host: TimelineHost;
  readonly #sources: TimelineSources;
  readonly #recordingTask: Task<readonly unknown[], OpenRecording>;
  readonly #modelTask: Task<readonly unknown[], OpenModel>;
  readonly #labelsTask: Task<readonly unknown[], readonly Label[]>;
  readonly #predictionsTask: Task<readonly unknown[], readonly Label[]>;

  constructor(host: TimelineHost, { onProgress, onError }: InputListener) {
    this.#host = host;
    this.#sources = new TimelineSources(host);
    this.#recordingTask = new Task(host, {
      args: () => [this.#mayRead ? host.src : null, JSON.stringify(host.csv)],
      task: ([src], { signal }) => this.#sources.read(src as TimelineHost['src'], signal),
      onComplete: ({ info }) => host.dispatchEvent(new XaiRecordingEvent(info)),
      onError,
    });
    this.#modelTask = new Task(host, {
      args: () => [this.#mayRead ? host.model : null, host.recipe, host.classes, host.beside, host.backend],
      task: ([source], { signal }) => this.#sources.open(source as ModelSource | null, { signal, onProgress }),
      onComplete: ({ info }) => host.dispatchEvent(new XaiLoadEvent(info)),
      onError,
    });
    const listTask = (what: 'labels' | 'predictions') =>
      new Task(host, {
        args: () => [this.#mayRead ? host[what] : null],
        task: ([source], { signal }) => this.#sources.readList(what, source as TimelineHost['labels'], signal),
        onError,
      });
    this.#labelsTask = listTask('labels');
    this.#predictionsTask = listTask('predictions');
  }

  get #mayRead(): boolean {
    return this.isConnected && this.#host.mayLoad;
  }

  get recording(): OpenRecording | null {
    return settled(this.#recordingTask);
  }

  get model(): OpenModel | null {
    return settled(this.#modelTask);
  }

  /** Both, or null while either is missing. */
  get both(): { readonly model: OpenModel; readonly recording: OpenRecording } | null {
    const { model, recording } = this;
    return model && recording && { model, recording };
  }

  /** The recording with the labels and answers that came with it, or null. */
  get session(): RecordingInfo | null {
    return this.recording?.info ?? null;
  }

  get info(): ModelInfo | null {
    return this.model?.info ?? null;
  }

  /** What happened when, as it was given; empty where nobody said, null while it is being read or where it could not be. */
  get labels(): readonly Label[] | null {
    const { status } = this.#labelsTask;
    if (status === TaskStatus.PENDING || status === TaskStatus.ERROR) return null;
    return settled(this.#labelsTask) ?? this.session?.labels ?? NO_LABELS;
  }

  /** Answers that were made elsewhere, or null. */
  get predictions(): readonly Label[] | null {
    return settled(this.#predictionsTask) ?? this.session?.predictions ?? null;
  }

  /** What is being read now, or null. */
  get activity(): 'recording' | 'model' | null {
    const { src, model, mayLoad } = this.#host;
    if (src && mayLoad && isPending(this.#recordingTask)) return 'recording';
    return model && mayLoad && isPending(this.#modelTask) ? 'model' : null;
  }

  get tasks() {
    return [this.#recordingTask, this.#modelTask, this.#labelsTask, this.#predictionsTask] as const;
  }

  /** Gives the engine back what it holds for this timeline. */
  close(): void {
    this.#sources.close();
  }
}
