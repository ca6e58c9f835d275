import type { ReactiveControllerHost } from 'lit';
import type { SavedExplanation } from '../../src/core/saved-explanation.ts';
import { words } from '../words.ts';

/** A picture that was given, with an address to show it by. */
export interface GivenPicture {
  readonly file: File;
  readonly name: string;
  readonly url: string;
  /** An explanation that was made earlier, to show until it is made afresh. */
  readonly preview: SavedExplanation | null;
}

/** The pictures of a view, in the order in which they came, one of them shown. */
export class GivenPictures {
  list: readonly GivenPicture[] = [];
  /** Position of the one that is shown. */
  index = 0;
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** The one that is shown; null: there is none. */
  get current(): GivenPicture | null {
    return this.list[this.index] ?? null;
  }

  /** @param preview of the first of them */
  add(files: readonly File[], show: boolean, preview: SavedExplanation | null): void {
    const given = files.map((file, index) => ({
      file,
      name: file.name || words.pasted,
      url: URL.createObjectURL(file),
      preview: index === 0 ? preview : null,
    }));
    if (show) this.index = this.list.length;
    this.list = [...this.list, ...given];
    this.#host.requestUpdate();
  }

  show = (index: number): void => {
    this.index = index;
    this.#host.requestUpdate();
  };

  remove = (index: number): void => {
    URL.revokeObjectURL(this.list[index].url);
    this.list = this.list.filter((_, other) => other !== index);
    if (this.index > index || this.index >= this.list.length) this.index = Math.max(0, this.index - 1);
    this.#host.requestUpdate();
  };

  clear(): void {
    for (const { url } of this.list) URL.revokeObjectURL(url);
    this.list = [];
    this.index = 0;
    this.#host.requestUpdate();
  }
}
