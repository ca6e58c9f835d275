import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { type Recording, sampleCount } from '../../../src/core/series/recording.ts';
import { csvParts, fitsWav, wavParts } from '../../../src/core/series/write-recording.ts';
import type { GivenModel } from '../../explain/given-model.ts';

/** Samples a second from which on it is sound. */
const SOUND_RATE = 4000;
/** More numbers than this are too much to read as text. */
const MOST_TEXT = 2 ** 22;

export interface LiveModeHost extends ReactiveControllerHost {
  /** Whether this place of the app is shown. */
  readonly shown: boolean;
  /** Shows what was recorded to the model that it was recorded for. */
  takeRecorded(file: File, model: GivenModel, why: string): void;
}

/** Whether what comes in now is explained, not a recording. */
export class LiveMode implements ReactiveController {
  readonly #host: LiveModeHost;
  #model: GivenModel | null = null;

  constructor(host: LiveModeHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.leave();
  }

  get isOn(): boolean {
    return this.#model !== null;
  }

  /** The view is fetched when somebody asks for it. */
  async enter(model: GivenModel): Promise<void> {
    await import('./live-timeline.ts');
    this.#model = model;
    this.#host.requestUpdate();
  }

  leave = (): void => {
    this.#model = null;
    this.#host.requestUpdate();
  };

  render(): TemplateResult {
    return html`<live-timeline
      .given=${this.#model}
      ?shown=${this.#host.shown}
      .keep=${this.#keep}
      .close=${this.leave}
    ></live-timeline>`;
  }

  #keep = (recording: Recording, why: string): void => {
    const model = this.#model;
    if (!model) return;
    this.leave();
    this.#host.takeRecorded(fileOf(recording, recording.name), model, why);
  };
}

/** How a recording can be saved. */
export function waysToSave(recording: Recording): readonly ('csv' | 'wav')[] {
  const isText = sampleCount(recording) * recording.data.length <= MOST_TEXT;
  return [...(isText ? (['csv'] as const) : []), ...(fitsWav(recording) ? (['wav'] as const) : [])];
}

export function recordingFile(recording: Recording, kind: 'csv' | 'wav', name: string): File {
  const parts = kind === 'csv' ? csvParts(recording) : wavParts(recording);
  return new File(parts, `${name}.${kind}`, { type: kind === 'csv' ? 'text/csv' : 'audio/wav' });
}

/** Sound as it is; what has names or gaps as text, which holds them. */
function fileOf(recording: Recording, name: string): File {
  const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '-');
  const isSound = recording.rate >= SOUND_RATE && fitsWav(recording);
  return recordingFile(recording, isSound ? 'wav' : 'csv', `${name}-${time}`);
}
