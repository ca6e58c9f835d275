import type { Saliency } from '../core/saliency.ts';
import type { ModelInfo } from './info.ts';
import type { ModelOptions, ModelSource, Progress } from './protocol.ts';
import type { WorkerLife } from './worker-life.ts';

/** A model that somebody on the page holds. */
export interface ModelEntry {
  readonly key: string;
  readonly identity: string;
  readonly source: ModelSource;
  readonly options: ModelOptions;
  users: number;
  readonly unused: AbortController;
  readonly listeners: Set<(progress: Progress) => void>;
  loaded: { readonly life: WorkerLife; readonly info: Promise<ModelInfo> } | null;
}

export interface CallContext {
  readonly signal: AbortSignal;
  onProgress?(progress: Progress): void;
}

export interface ExplainContext extends CallContext {
  /** A growing map of the finding in focus, with raw scores. */
  onPartial?(map: Saliency, focus: number): void;
}

export interface SessionContext<T> extends CallContext {
  /** The result as far as it has come. */
  onGrowing?(value: T): void;
}
