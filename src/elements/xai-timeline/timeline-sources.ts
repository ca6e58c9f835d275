import { initialState } from '@lit/task';
import { XaiError } from '../../core/errors.ts';
import { inOrder } from '../../core/series/edit-labels.ts';
import { labelFault } from '../../core/series/label-fault.ts';
import type { Label } from '../../core/series/recording.ts';
import type { CallContext } from '../../engine/client-types.ts';
import type { ModelInfo, RecordingInfo } from '../../engine/info.ts';
import { ModelHandle } from '../../engine/model-handle.ts';
import type { ModelSource } from '../../engine/protocol.ts';
import { RecordingHandle } from '../../engine/recording-handle.ts';
import { readRecipe } from '../xai-viewer/read-recipe.ts';
import { namedFile } from './named-files.ts';
import type { TimelineHost } from './timeline-host.ts';
import { words } from './timeline-strings.ts';

export interface OpenModel {
  readonly handle: ModelHandle;
  readonly info: ModelInfo;
}

export interface OpenRecording {
  readonly handle: RecordingHandle;
  readonly info: RecordingInfo;
}

/** The one model and the one recording that a timeline holds in the engine; opening another gives the last one back. */
export class TimelineSources {
  readonly #host: TimelineHost;
  #model: ModelHandle | null = null;
  #recording: RecordingHandle | null = null;

  constructor(host: TimelineHost) {
    this.#host = host;
  }

  async read(src: TimelineHost['src'], signal: AbortSignal): Promise<OpenRecording> {
    this.#recording?.release();
    this.#recording = null;
    const list = src === null ? [] : Array.isArray(src) ? src : [src];
    if (list.length === 0) return nothingYet();
    const handle = new RecordingHandle(this.#host.engine, { files: list.map(namedFile), options: this.#host.csv });
    this.#recording = handle;
    return { handle, info: await handle.read({ signal }) };
  }

  /** @throws XaiError `option-invalid` for a list with a label that is none, and what reading a file throws */
  async readList(
    what: 'labels' | 'predictions',
    source: TimelineHost['labels'],
    signal: AbortSignal,
  ): Promise<readonly Label[]> {
    if (source === null) return nothingYet();
    if (typeof source === 'string' || source instanceof Blob) {
      return RecordingHandle.readLabels(this.#host.engine, namedFile(source), what, { signal });
    }
    return inOrder(source.map((one, at) => checked(one, `Number ${at} of the ${what}`, what)));
  }

  /** @throws XaiError `recipe-invalid` for a model of anything but recordings, and what opening it throws */
  async open(source: ModelSource | null, context: CallContext): Promise<OpenModel> {
    this.#model?.release();
    this.#model = null;
    if (!source) return nothingYet();
    const { engine, backend, classes, beside, recipe } = this.#host;
    const options = {
      backend,
      recipe: await readRecipe(recipe, context.signal),
      labels: classes ?? undefined,
      beside: beside ?? undefined,
      name: source instanceof File ? source.name : undefined,
    };
    context.signal.throwIfAborted();
    const handle = new ModelHandle(engine, source, options);
    this.#model = handle;
    const info = await handle.load(context);
    if (info.task !== 'series') throw new XaiError('recipe-invalid', words.noSeries(info.name, info.task));
    return { handle, info };
  }

  close(): void {
    this.#model?.release();
    this.#model = null;
    this.#recording?.release();
    this.#recording = null;
  }
}

/** A page may leave the confidence out. */
function checked(given: Label, place: string, option: string): Label {
  const label = { ...given, confidence: given.confidence ?? null };
  const fault = labelFault(label);
  if (fault === null) return label;
  throw new XaiError('option-invalid', `${place} ${fault.replace(/,$/, '')}. Correct it.`, { option });
}

/** What a task gives that has nothing to do. */
export function nothingYet(): never {
  return initialState as never;
}
