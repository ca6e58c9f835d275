import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { drawSceneFile, EXAMPLES, type ExampleName } from './examples.ts';

/** What an example sets in the app. */
export interface ExampleHost extends ReactiveControllerHost {
  showModel(name: string): void;
  addPictures(files: readonly File[], show: boolean): void;
  clear(): void;
}

/** Seeds of further scenes are drawn from here up: none of them was among those of the training. */
const MOST_SEED = 900_000;

/** Runs the examples: draws their pictures one by one and hands them to the app, until another one or none is open. */
export class ExampleController implements ReactiveController {
  readonly #host: ExampleHost;
  #current: ExampleName | null = null;
  #opened = 0;

  constructor(host: ExampleHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#opened++;
  }

  /** The open example; null while a person's own model and pictures are shown. */
  get current(): ExampleName | null {
    return this.#current;
  }

  async open(name: ExampleName): Promise<void> {
    const turn = ++this.#opened;
    this.#current = name;
    this.#host.clear();
    this.#host.showModel(EXAMPLES[name].models[0]);
    let isFirst = true;
    for await (const file of EXAMPLES[name].draw()) {
      if (turn !== this.#opened) return;
      this.#host.addPictures([file], isFirst);
      isFirst = false;
      // Drawing holds the page; what a person does in between is heard.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  async drawAnother(): Promise<void> {
    const turn = this.#opened;
    const [random] = crypto.getRandomValues(new Uint32Array(1));
    const file = await drawSceneFile(random % MOST_SEED);
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
