import type { ReactiveController } from 'lit';
import type { Saliency } from '../../core/saliency.ts';
import type { Finding } from '../../engine/info.ts';
import type { ExplainOptions, Progress } from '../../engine/protocol.ts';
import { sayRefusal } from '../refusals/refusals.ts';
import { strings } from '../strings.ts';
import type { ExplanationSource } from './explanations.ts';
import { asXaiError } from './task-state.ts';

/** A further map of what is chosen. */
export interface SideWish {
  readonly method: string | null;
  readonly options: ExplainOptions;
}

/** How far a further map has come. */
export interface SideMap {
  readonly map: Saliency | null;
  readonly progress: Progress | null;
  /** Why there is none, in words. */
  readonly error: string | null;
  /** Finished or failed. */
  readonly isOver: boolean;
}

interface Entry {
  readonly finding: Finding;
  state: SideMap;
  /** null: not begun yet. */
  controller: AbortController | null;
}

const NOTHING: SideMap = { map: null, progress: null, error: null, isOver: false };

let sides = 0;

/** Explains what is chosen in further ways: one after the other, and only while the main explanation is at rest. */
export class SideExplanations implements ReactiveController {
  readonly #source: ExplanationSource;
  readonly #wishes: () => readonly SideWish[];
  readonly #entries = new Map<string, Entry>();
  readonly #record = `viewer side ${++sides}`;

  /** @param wishes what is wanted now; what is not any more is stopped and forgotten */
  constructor(source: ExplanationSource, wishes: () => readonly SideWish[]) {
    this.#source = source;
    this.#wishes = wishes;
    source.host.addController(this);
  }

  hostUpdate(): void {
    const { openModel, picture, chosen, isExplaining } = this.#source;
    const wishes = openModel && picture && chosen ? this.#wishes() : [];
    const wanted = new Map(wishes.map((wish) => [keyOf(wish), wish]));
    for (const [key, { finding, controller }] of this.#entries) {
      if (wanted.has(key) && finding === chosen) continue;
      controller?.abort(new DOMException('It is not wanted any more.', 'AbortError'));
      this.#entries.delete(key);
    }
    for (const key of wanted.keys()) {
      if (!this.#entries.has(key) && chosen)
        this.#entries.set(key, { finding: chosen, state: NOTHING, controller: null });
    }
    const entries = [...this.#entries];
    if (isExplaining || entries.some(([, { controller, state }]) => controller && !state.isOver)) return;
    const next = entries.find(([, { controller }]) => !controller);
    if (next) void this.#explain(next[1], wanted.get(next[0]) as SideWish);
  }

  hostDisconnected(): void {
    for (const { controller } of this.#entries.values()) controller?.abort();
    this.#entries.clear();
  }

  of(wish: SideWish): SideMap {
    return this.#entries.get(keyOf(wish))?.state ?? NOTHING;
  }

  async #explain(entry: Entry, { method, options }: SideWish): Promise<void> {
    const { openModel, picture, host } = this.#source;
    if (!openModel || !picture) return;
    const controller = new AbortController();
    entry.controller = controller;
    const { signal } = controller;
    const change = (state: Partial<SideMap>) => {
      if (signal.aborted) return;
      entry.state = { ...entry.state, ...state };
      host.requestUpdate();
    };
    try {
      const request = { picture: picture.file, method, options, findings: [entry.finding], focus: 0 };
      const { maps } = openModel.handle.explain(
        { ...request, record: this.#record },
        { signal, onProgress: (progress) => change({ progress }), onPartial: (map) => change({ map }) },
      );
      const [map] = await maps;
      change({ map, isOver: true });
    } catch (error) {
      change({ map: null, error: sayRefusal(asXaiError(error), strings.refusals), isOver: true });
    }
  }
}

function keyOf({ method, options }: SideWish): string {
  return JSON.stringify([method, options]);
}
