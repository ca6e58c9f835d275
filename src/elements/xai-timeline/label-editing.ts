import {
  type Bounds,
  inOrder,
  moveLabel,
  replaceLabel,
  resizeLabel,
  roundedTo,
  spanLabel,
} from '../../core/series/edit-labels.ts';
import { LabelHistory } from '../../core/series/label-history.ts';
import type { Label, Recording } from '../../core/series/recording.ts';
import { durationOf } from '../../core/series/recording.ts';
import type { LabelChange } from '../timeline-events.ts';
import { words } from './timeline-strings.ts';

/** What editing needs of its timeline. */
export interface LabelHost {
  readonly recording: Recording | null;
  /** Names that labels may have, those of the model first. */
  readonly names: readonly string[];
  /** Seconds that a pixel of the tracks stands for: no edit is finer. */
  readonly secondsPerPixel: number;
  /** The labels, or the chosen one, are others now. */
  changed(): void;
  /** A person has finished a change. */
  tell(change: LabelChange): void;
}

/** The labels as a person has left them, and what can be done to them. */
export class LabelEditing {
  readonly #host: LabelHost;
  readonly #history = new LabelHistory();
  /** What the page or the session gave. */
  #given: readonly Label[] = [];
  /** Name of the next label. */
  #lastName: string | null = null;

  constructor(host: LabelHost) {
    this.#host = host;
  }

  /** Labels as they were given; what a person made of the last ones is forgotten, unless these are just that. */
  give(labels: readonly Label[]): void {
    if (labels === this.#given) return;
    this.#given = labels;
    if (!areAlike(labels, this.labels)) this.#history.begin(labels);
  }

  /** In order of their start. */
  get labels(): readonly Label[] {
    return this.#history.now.labels;
  }

  /** The label that is worked on; null for none. */
  get chosen(): Label | null {
    return this.#history.now.chosen;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  /** Seconds that labels may lie in: those of the recording, and no label shorter than a sample. */
  get bounds(): Bounds {
    const { recording } = this.#host;
    if (!recording) return { start: 0, end: 0, shortest: 0 };
    return { start: recording.start, end: recording.start + durationOf(recording), shortest: 1 / recording.rate };
  }

  /** As fine as the screen shows it. */
  round(seconds: number): number {
    return roundedTo(this.#host.secondsPerPixel, seconds);
  }

  choose(label: Label | null): void {
    this.#history.choose(label);
    this.#host.changed();
  }

  /** The label before or after the chosen one, or the first where none is. */
  step(by: number): void {
    const { labels, chosen } = this.#history.now;
    const at = chosen ? labels.indexOf(chosen) + by : 0;
    this.choose(labels[Math.min(labels.length - 1, Math.max(0, at))] ?? null);
  }

  /** A new label between two moments, with the name that was given last. */
  add(from: number, to: number, step: unknown = null): void {
    const name = this.#lastName ?? this.#host.names[0] ?? words.newLabel;
    this.#replace(null, spanLabel(from, to, name, this.bounds), step);
  }

  /**
   * Moves the chosen label.
   * @param step what this is a part of, see {@link LabelHistory.change}; also of the following
   * @param from what the label was before the step began
   * @returns whether anything has changed, as the following
   */
  move(by: number, step: unknown, from: Label | null = this.chosen): boolean {
    return from !== null && this.#replace(this.chosen, moveLabel(from, by, this.bounds), step);
  }

  resize(edge: 'start' | 'end', time: number, step: unknown): boolean {
    const { chosen } = this;
    return chosen !== null && this.#replace(chosen, resizeLabel(chosen, edge, time, this.bounds), step);
  }

  /** Both ends of the chosen label anew, as while it is drawn. */
  span(from: number, to: number, step: unknown): boolean {
    const { chosen } = this;
    return chosen !== null && this.#replace(chosen, spanLabel(from, to, chosen.label, this.bounds), step);
  }

  /** Gives the chosen label a name; empty ones are not taken. How sure a program was of the old one is forgotten. */
  rename(text: string): void {
    const label = text.trim();
    const { chosen } = this;
    if (label === '') return;
    this.#lastName = label;
    if (!chosen || chosen.label === label) return;
    this.#replace(chosen, { ...chosen, label, confidence: null }, null);
    this.finish('rename');
  }

  /** Takes the chosen label away; the next one is chosen in its place. */
  remove(): void {
    const { labels, chosen } = this.#history.now;
    if (!chosen) return;
    const at = labels.indexOf(chosen);
    const rest = replaceLabel(labels, chosen, null);
    this.#history.change(rest, rest[Math.min(at, rest.length - 1)] ?? null);
    this.#host.changed();
    this.finish('remove');
  }

  undo(): void {
    if (!this.#history.undo()) return;
    this.#host.changed();
    this.finish('undo');
  }

  redo(): void {
    if (!this.#history.redo()) return;
    this.#host.changed();
    this.finish('redo');
  }

  /** Takes back what is under way. */
  giveUp(step: unknown): void {
    this.#history.giveUp(step);
    this.#host.changed();
  }

  /** A change is complete: the page is told. */
  finish(change: LabelChange): void {
    this.#host.tell(change);
  }

  #replace(old: Label | null, next: Label, step: unknown): boolean {
    if (old && isAlike(old, next)) return false;
    this.#history.change(replaceLabel(this.labels, old, next), next, step);
    this.#host.changed();
    return true;
  }
}

function areAlike(some: readonly Label[], others: readonly Label[]): boolean {
  const sorted = inOrder(some);
  return sorted.length === others.length && sorted.every((one, at) => isAlike(one, others[at]));
}

function isAlike(one: Label, other: Label): boolean {
  return (
    one.start === other.start &&
    one.end === other.end &&
    one.label === other.label &&
    one.confidence === other.confidence
  );
}
