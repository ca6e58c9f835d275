import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { DrawingDesk } from '../drawing/drawing-desk.ts';
import { EXAMPLES, type ExampleName } from './examples.ts';

/** What an example sets in the view. */
export interface ExampleHost extends ReactiveControllerHost {
  showEmbedded(name: string): void;
  addPictures(files: readonly File[], show: boolean): void;
  clear(): void;
}

/** Seeds of further scenes are drawn from here up: none of them was among those of the training. */
const MOST_SEED = 900_000;

/** Runs the examples: has their pictures drawn one by one and hands them on, until another one or none is open. */
export class ExampleController implements ReactiveController {
  readonly #host: ExampleHost;
  readonly #desk = new DrawingDesk();
  #current: ExampleName | null = null;
  #opened = 0;

  constructor(host: ExampleHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#opened++;
    this.#desk.close();
  }

  /** The open example; null while a person's own model and pictures are shown. */
  get current(): ExampleName | null {
    return this.#current;
  }

  async open(name: ExampleName): Promise<void> {
    const turn = ++this.#opened;
    const { models, drawings } = EXAMPLES[name];
    this.#current = name;
    this.#host.clear();
    this.#host.showEmbedded(models[0]);
    for (const [index, drawing] of drawings.entries()) {
      const file = await this.#desk.draw(drawing);
      if (turn !== this.#opened) return;
      this.#host.addPictures([file], index === 0);
    }
  }

  async drawAnother(): Promise<void> {
    const turn = this.#opened;
    const [random] = crypto.getRandomValues(new Uint32Array(1));
    const file = await this.#desk.draw({ kind: 'scene', seed: random % MOST_SEED });
    if (turn === this.#opened) this.#host.addPictures([file], true);
  }

  /** Takes away what the example has put there. */
  leave(): void {
    if (this.#current === null) return;
    this.#opened++;
    this.#current = null;
    this.#host.clear();
  }
}
