import { html, type TemplateResult } from 'lit';

/** What a person is asked for: a model, a second one (each with its recipe and labels), pictures one by one or a folder. */
export type FileKind = 'model' | 'rival' | 'pictures' | 'folder';

/** A model, and what says how to read it. */
const MODEL_FILES = '.onnx,.json,.txt,.names';

/** The browser's own dialogs for files. */
export class FileInputs {
  readonly #host: ParentNode;
  readonly #take: (files: readonly File[]) => void;
  readonly #takeRival: (files: readonly File[]) => void;

  /** @param takeRival is given the model to compare with and what belongs to it; `take` all other files */
  constructor(host: ParentNode, take: (files: readonly File[]) => void, takeRival: (files: readonly File[]) => void) {
    this.#host = host;
    this.#take = take;
    this.#takeRival = takeRival;
  }

  ask(kind: FileKind): void {
    this.#host.querySelector<HTMLInputElement>(`input.${kind}`)?.click();
  }

  render(): TemplateResult {
    return html`
      <input class="model" type="file" accept=${MODEL_FILES} multiple hidden @change=${this.#onFiles} />
      <input class="rival" type="file" accept=${MODEL_FILES} multiple hidden @change=${this.#onRival} />
      <input class="pictures" type="file" accept="image/*" multiple hidden @change=${this.#onFiles} />
      <input class="folder" type="file" webkitdirectory hidden @change=${this.#onFiles} />
    `;
  }

  #onFiles = ({ target }: Event): void => {
    this.#take(takeFrom(target as HTMLInputElement));
  };

  #onRival = ({ target }: Event): void => {
    this.#takeRival(takeFrom(target as HTMLInputElement));
  };
}

/** The chosen files; the list is emptied, so that the same file can be chosen again. */
function takeFrom(input: HTMLInputElement): File[] {
  const files = [...(input.files ?? [])];
  input.value = '';
  return files;
}
