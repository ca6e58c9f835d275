import type { ReactiveController } from 'lit';
import type { Hiding } from '../../core/hiding.ts';
import type { Saliency } from '../../core/saliency.ts';
import type { Finding, WhatIfInfo } from '../../engine/info.ts';
import { sayRefusal } from '../refusals/refusals.ts';
import { formatPercent, strings } from '../strings.ts';
import type { ExplanationSource } from './explanations.ts';
import type { LoadedPicture } from './load-picture.ts';
import { paintedMap } from './paint-map.ts';
import { asXaiError } from './task-state.ts';

/** Milliseconds for which a control has to rest before the model is asked. */
const REST_MS = 80;

/** What is asked about, as long as nothing but the hiding changes. */
interface Subject {
  readonly picture: LoadedPicture;
  readonly finding: Finding;
  readonly map: Saliency;
  /** The engine's name of all that. */
  readonly name: string;
}

let subjects = 0;

/**
 * Asks what the model says of the picture without its most or least important pixels: one question at a time, and after it
 * the newest that came meanwhile.
 */
export class WhatIf implements ReactiveController {
  hiding: Hiding = { share: 0.1, first: 'most', fill: 'blur' };
  /** To the newest question that was answered. */
  answer: WhatIfInfo | null = null;
  /** Why there is no answer, in words. */
  error: string | null = null;
  /** The last answer that no other question followed at once, in words to be spoken. */
  said = '';
  readonly #source: ExplanationSource;
  readonly #finished: () => Saliency | null;
  #subject: Subject | null = null;
  /** What was asked last of this subject. */
  #asked: Hiding | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | null = null;

  /** @param finished the finished map of what is chosen, or null */
  constructor(source: ExplanationSource, finished: () => Saliency | null) {
    this.#source = source;
    this.#finished = finished;
    source.host.addController(this);
  }

  get isOpen(): boolean {
    return this.#source.host.whatIf && this.#source.openModel !== null;
  }

  /** Whether there is a map to hide by. */
  get isReady(): boolean {
    return this.#subject !== null;
  }

  get finding(): Finding | null {
    return this.#subject?.finding ?? null;
  }

  /** Whether a question is on its way. */
  get isBusy(): boolean {
    return this.#subject !== null && this.error === null && this.hiding !== this.answer?.hiding;
  }

  /** Opens or closes it by hand, and takes the keyboard along. */
  toggle = async (): Promise<void> => {
    const { host } = this.#source;
    host.whatIf = !host.whatIf;
    await host.updateComplete;
    const next = host.shadowRoot?.querySelector<HTMLElement>(this.isOpen ? '.what-if input' : '#what-if');
    next?.focus();
  };

  set(changes: Partial<Hiding>): void {
    this.hiding = { ...this.hiding, ...changes };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), REST_MS);
    this.#source.host.requestUpdate();
  }

  hostUpdate(): void {
    const { picture, chosen } = this.#source;
    const map = this.isOpen ? this.#finished() : null;
    const last = this.#subject;
    if (map === (last?.map ?? null) && (!last || (last.finding === chosen && last.picture === picture))) return;
    this.#subject = map && picture && chosen ? { picture, finding: chosen, map, name: `what if ${++subjects}` } : null;
    this.#forget();
    void this.#ask();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#subject = null;
    this.#forget();
  }

  #forget(): void {
    this.answer = null;
    this.error = null;
    this.said = '';
    this.#asked = null;
  }

  async #ask(): Promise<void> {
    const { openModel, host } = this.#source;
    const subject = this.#subject;
    const { hiding } = this;
    if (!openModel || !subject || this.#running || hiding === this.#asked) return;
    this.#running = new AbortController();
    this.#asked = hiding;
    this.error = null;
    const { picture, finding, name } = subject;
    const map = paintedMap(subject.map);
    const scoreThreshold = host.scoreThreshold ?? undefined;
    try {
      const answer = await openModel.handle.whatIf(
        { picture: picture.file, finding, map, subject: name, hiding, scoreThreshold },
        { signal: this.#running.signal },
      );
      // It comes back as a copy; the question that it answers is known by identity.
      if (subject === this.#subject) this.#take({ ...answer, hiding });
    } catch (error) {
      if (subject === this.#subject) this.error = sayRefusal(asXaiError(error), strings.refusals);
    }
    this.#running = null;
    host.requestUpdate();
    if (this.hiding !== this.#asked || subject !== this.#subject) void this.#ask();
  }

  #take(answer: WhatIfInfo): void {
    this.answer = answer;
    if (answer.hiding !== this.hiding || !this.finding) return;
    this.said = strings.whatIfChange(this.finding.label, formatPercent(answer.before), formatPercent(answer.after));
  }
}
