import { windowAt } from '../../core/series/verdicts.ts';
import { XaiLabelsEvent } from '../timeline-events.ts';
import { LabelDrag } from './label-drag.ts';
import { LabelEditing } from './label-editing.ts';
import type { Stage, StageHost } from './stage.ts';
import { niceStep } from './ticks.ts';

/** Share of what is seen that a new label covers where there are no windows. */
const NEW_SHARE = 0.05;

/** Labels under a person's hands: by pointer on their track, by keys, and in the panel below it. */
export class Labelling {
  readonly editing: LabelEditing;
  readonly drag: LabelDrag;
  readonly #host: StageHost;
  readonly #stage: Stage;

  constructor(host: StageHost, stage: Stage) {
    this.#host = host;
    this.#stage = stage;
    this.editing = new LabelEditing({
      get recording() {
        return host.scene.parts.recording;
      },
      get names() {
        return host.scene.classes;
      },
      get secondsPerPixel() {
        return (stage.view?.span ?? 0) / stage.plot.width;
      },
      changed: () => host.requestUpdate(),
      tell: (change) => {
        host.dispatchEvent(new XaiLabelsEvent(this.editing.labels, change));
        host.requestUpdate();
      },
    });
    this.drag = new LabelDrag(stage, this.editing, {
      chosen: () => void this.#focus('.label-frame'),
      opened: () => void this.focusName(),
    });
  }

  /** Seconds that one press of an arrow moves a label by: about a pixel, never less than a sample. */
  get keyStep(): number {
    const { view, plot } = this.#stage;
    return Math.max(this.editing.bounds.shortest, niceStep((view?.span ?? 0) / plot.width));
  }

  /** A new label over the window that is looked at, ready to be named. */
  add(): void {
    const { view, currentVerdict: window } = this.#stage;
    if (!view) return;
    const middle = (view.from + view.to) / 2;
    const half = (view.span * NEW_SHARE) / 2;
    const { start, end } = window ?? { start: middle - half, end: middle + half };
    this.editing.add(this.editing.round(start), this.editing.round(end));
    this.editing.finish('add');
    void this.focusChosen();
  }

  /** Chooses the label that lies nearest to the window, and goes there. */
  enter(): void {
    const { labels, chosen } = this.editing;
    const { currentVerdict: window, view } = this.#stage;
    const moment = window ? (window.start + window.end) / 2 : (view?.from ?? 0);
    // windowAt wants them in order of their middles; they are in order of their starts.
    const byMiddle = [...labels].sort((a, b) => a.start + a.end - (b.start + b.end));
    if (!chosen) this.editing.choose(byMiddle[windowAt(byMiddle, moment)] ?? null);
    void this.focusChosen();
  }

  step(by: number): void {
    this.editing.step(by);
    void this.focusChosen();
  }

  remove(): void {
    this.editing.remove();
    void this.focusChosen();
  }

  undo(): void {
    void this.#keepFocus(() => this.editing.undo());
  }

  redo(): void {
    void this.#keepFocus(() => this.editing.redo());
  }

  /** Names the chosen label by the number of its class, from 0. */
  nameBy(index: number): void {
    const name = this.#host.scene.classes[index];
    if (name !== undefined) this.editing.rename(name);
  }

  leave(): void {
    this.editing.choose(null);
    void this.#focus('.frame');
  }

  /** Brings the chosen label into view and gives it the keyboard; without one the button for a new one gets it. */
  async focusChosen(): Promise<void> {
    const { chosen } = this.editing;
    if (chosen) this.#stage.reveal(chosen.start, chosen.end);
    await this.#focus(chosen ? '.label-frame' : '.label-new');
  }

  /** Brings an end of the chosen label into view. */
  revealEnd(edge: 'start' | 'end'): void {
    const { chosen } = this.editing;
    if (chosen) this.#stage.reveal(chosen[edge], chosen[edge]);
  }

  async focusName(): Promise<void> {
    const input = await this.#focus<HTMLInputElement>('.label-name input');
    input?.select();
  }

  /** What had the focus may not be there any more afterwards. */
  async #keepFocus(act: () => void): Promise<void> {
    const root = this.#host.renderRoot as ShadowRoot;
    const before = root.activeElement;
    act();
    await this.#host.updateComplete;
    if (before && (!before.isConnected || before.matches(':disabled'))) await this.focusChosen();
  }

  async #focus<T extends HTMLElement>(selector: string): Promise<T | null> {
    await this.#host.updateComplete;
    const element = this.#host.renderRoot.querySelector<T>(selector);
    element?.focus({ preventScroll: true });
    return element;
  }
}
