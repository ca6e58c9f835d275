import type { Label } from './recording.ts';

/** Labels in order of their start, and the one that is being worked on. */
export interface LabelState {
  readonly labels: readonly Label[];
  readonly chosen: Label | null;
}

/** Changes that can be taken back. */
const MOST_KEPT = 200;

/** What became of a list of labels, step by step, there and back. Labels and lists are never changed, only replaced. */
export class LabelHistory {
  #now: LabelState = { labels: [], chosen: null };
  #past: LabelState[] = [];
  #future: LabelState[] = [];
  /** What the last change belongs to; the next one of the same step is taken back together with it. */
  #step: unknown = null;

  get now(): LabelState {
    return this.#now;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Begins anew with another list. */
  begin(labels: readonly Label[]): void {
    this.#now = { labels, chosen: null };
    this.#past = [];
    this.#future = [];
    this.#step = null;
  }

  /** @param step changes of one step (a drag, one key held down) are taken back together; null: by itself */
  change(labels: readonly Label[], chosen: Label | null, step: unknown = null): void {
    if (step === null || step !== this.#step) this.#past = [...this.#past, this.#now].slice(-MOST_KEPT);
    this.#step = step;
    this.#future = [];
    this.#now = { labels, chosen };
  }

  /** Chooses another label, which is no change of the list; the next change begins a step of its own. */
  choose(chosen: Label | null): void {
    this.#step = null;
    this.#now = { ...this.#now, chosen };
  }

  /** False where there is nothing to take back. */
  undo(): boolean {
    const before = this.#past.at(-1);
    if (!before) return false;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.#now];
    this.#now = before;
    this.#step = null;
    return true;
  }

  /** False where nothing was taken back. */
  redo(): boolean {
    const next = this.#future.at(-1);
    if (!next) return false;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.#now];
    this.#now = next;
    this.#step = null;
    return true;
  }

  /** Gives up a step that is under way, as if it had never begun. */
  giveUp(step: unknown): void {
    if (step === null || step !== this.#step) return;
    this.undo();
    this.#future = this.#future.slice(0, -1);
  }
}
