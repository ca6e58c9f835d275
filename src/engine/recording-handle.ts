import type { Saliency } from '../core/saliency.ts';
import type { Label } from '../core/series/recording.ts';
import type { SessionAnswers } from '../core/series/session-answers.ts';
import type { EngineClient } from './client.ts';
import type { CallContext, ExplainContext, SessionContext } from './client-types.ts';
import type { FedValues, RecordingInfo, SessionMaps } from './info.ts';
import type { ModelHandle } from './model-handle.ts';
import type { Call, NamedFile, RecordingSource } from './protocol.ts';

type Wish<K extends 'explainWindow' | 'explainSession'> = Omit<Call<K>, 'kind' | 'model' | 'recording'>;

/** One user's hold on a recording in the engine. */
export class RecordingHandle {
  readonly #client: EngineClient;
  readonly #recording: RecordingSource;

  constructor(client: EngineClient, source: Omit<RecordingSource, 'key'>) {
    this.#client = client;
    this.#recording = client.hold(source);
  }

  /** @throws XaiError `recording-unreadable`, `recording-too-large`, `session-invalid`, `input-missing`, `option-invalid` */
  read(context: CallContext): Promise<RecordingInfo> {
    const recording = this.#recording;
    return this.#client.call<'readRecording'>(null, () => ({ kind: 'readRecording', recording }), context);
  }

  /** What the model says of every window. */
  answer({ entry }: ModelHandle, context: SessionContext<SessionAnswers>): Promise<SessionAnswers> {
    const recording = this.#recording;
    return this.#client.call<'answerSession'>(
      entry,
      () => ({ kind: 'answerSession', model: entry.key, recording }),
      context,
    );
  }

  /** What the model is fed along the recording. */
  feed({ entry }: ModelHandle, context: CallContext): Promise<FedValues> {
    const recording = this.#recording;
    return this.#client.call<'feedSession'>(
      entry,
      () => ({ kind: 'feedSession', model: entry.key, recording }),
      context,
    );
  }

  /** What the model is fed of one window. */
  feedWindow({ entry }: ModelHandle, window: number, context: CallContext): Promise<FedValues> {
    const recording = this.#recording;
    return this.#client.call<'feedWindow'>(
      entry,
      () => ({ kind: 'feedWindow', model: entry.key, recording, window }),
      context,
    );
  }

  /** @throws XaiError `method-unsupported`, `option-invalid`, `target-missing`, `no-detections` for a window over a gap */
  explainWindow({ entry }: ModelHandle, wish: Wish<'explainWindow'>, context: ExplainContext): Promise<Saliency> {
    const recording = this.#recording;
    return this.#client.call<'explainWindow'>(
      entry,
      () => ({ ...wish, kind: 'explainWindow', model: entry.key, recording }),
      context,
    );
  }

  /** Every window explained, overlapping ones blended. */
  explain(
    { entry }: ModelHandle,
    wish: Wish<'explainSession'>,
    context: SessionContext<SessionMaps>,
  ): Promise<SessionMaps> {
    const recording = this.#recording;
    return this.#client.call<'explainSession'>(
      entry,
      () => ({ ...wish, kind: 'explainSession', model: entry.key, recording }),
      context,
    );
  }

  /**
   * Labels, or answers made elsewhere, of a file of their own.
   * @throws XaiError `recording-unreadable`, `input-missing`
   */
  static readLabels(
    client: EngineClient,
    file: NamedFile,
    of: Call<'readLabels'>['of'],
    context: CallContext,
  ): Promise<readonly Label[]> {
    return client.call<'readLabels'>(null, () => ({ kind: 'readLabels', file, of }), context);
  }

  /** Gives the hold back. */
  release(): void {
    this.#client.drop(this.#recording);
  }
}
