import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SavedExplanation } from '../../src/core/saved-explanation.ts';
import type { XaiProgressEvent } from '../../src/elements/events.ts';
import { drawingName } from '../drawing/drawing.ts';
import { DrawingDesk } from '../drawing/drawing-desk.ts';
import { EXAMPLES, type ExampleName } from './examples.ts';

/** What an example sets in the view. */
export interface ExampleHost extends ReactiveControllerHost, EventTarget {
  showEmbedded(name: string): void;
  /** `preview`: an explanation of the first of them that was made earlier. */
  addPictures(files: readonly File[], show: boolean, preview?: SavedExplanation | null): void;
  clear(): void;
}

/** Masks after which the first map shows something: from then on drawing may take processor time from it. */
const FIRST_MASKS = 128;
/** The longest that the other pictures of the first example wait for that. */
const DRAW_AFTER_MS = 10_000;

/** Seeds of further scenes are drawn from here up: none of them was among those of the training. */
const MOST_SEED = 900_000;

/** Runs the examples: has their pictures drawn one by one and hands them on, until another one or none is open. */
export class ExampleController implements ReactiveController {
  readonly #host: ExampleHost;
  readonly #desk = new DrawingDesk();
  #current: ExampleName | null = null;
  /** Whether pictures of an example are on show, with its story or without. */
  #isShown = false;
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
    this.#current = name;
    await this.#show(name, EXAMPLES[name].models[0]);
  }

  /** Opens an embedded model on the pictures of an example, without its story. */
  async openModel(model: string, pictures: ExampleName): Promise<void> {
    this.#current = null;
    await this.#show(pictures, model);
  }

  async #show(name: ExampleName, model: string): Promise<void> {
    const turn = ++this.#opened;
    const { models, drawings } = EXAMPLES[name];
    this.#isShown = true;
    this.#host.clear();
    const first = name === 'scenes' && model === models[0] ? await fetchFirstLook() : null;
    if (turn !== this.#opened) return;
    this.#host.showEmbedded(model);
    if (first) {
      this.#host.addPictures([first.picture], true, first.preview);
      await this.#firstMap();
    }
    for (const drawing of first ? drawings.slice(1) : drawings) {
      const file = await this.#desk.draw(drawing);
      if (turn !== this.#opened) return;
      this.#host.addPictures([file], drawing === drawings[0]);
    }
  }

  /** When the first map has grown, or there will be none, or it takes too long. */
  #firstMap(): Promise<void> {
    return new Promise((resolve) => {
      const listening = new AbortController();
      const end = () => {
        clearTimeout(timer);
        listening.abort();
        resolve();
      };
      const timer = setTimeout(end, DRAW_AFTER_MS);
      const follow = ({ activity, done }: XaiProgressEvent) => {
        if (activity === 'explanation' && done >= FIRST_MASKS) end();
      };
      this.#host.addEventListener('xai-progress', follow as (event: Event) => void, listening);
      for (const name of ['xai-explain', 'xai-error']) this.#host.addEventListener(name, end, listening);
    });
  }

  async drawAnother(): Promise<void> {
    const turn = this.#opened;
    const [random] = crypto.getRandomValues(new Uint32Array(1));
    const file = await this.#desk.draw({ kind: 'scene', seed: random % MOST_SEED });
    if (turn === this.#opened) this.#host.addPictures([file], true);
  }

  /** Takes away what the example has put there. */
  leave(): void {
    if (!this.#isShown) return;
    this.#opened++;
    this.#current = null;
    this.#isShown = false;
    this.#host.clear();
  }
}

interface FirstLook {
  readonly picture: File;
  readonly preview: SavedExplanation;
}

/** The first scene and its explanation, made when the app was built; without them the example takes its time. */
async function fetchFirstLook(): Promise<FirstLook | null> {
  try {
    const [picture, preview] = await Promise.all(
      ['first-look.webp', 'first-look.json'].map((file) => fetch(new URL(file, document.baseURI))),
    );
    return {
      picture: new File([await picture.blob()], drawingName(EXAMPLES.scenes.drawings[0]), { type: 'image/webp' }),
      preview: await preview.json(),
    };
  } catch {
    return null;
  }
}
