import { decodePicture } from '#decode-picture';
import { sha256Hex } from '../core/hash.ts';
import type { Picture } from '../core/picture.ts';

/** Bytes of pixels that are kept at most: one photo of 24 megapixels, or some of screen size. */
const MOST_BYTES = 96e6;

interface Held {
  /** Of the file. */
  readonly bytes: number;
  readonly picture: Picture;
}

/**
 * The pictures that a page asked about last, as they were decoded. What follows an answer is mostly about the same picture, and
 * whatever is known of a decoded picture (how a model is fed with it, what the model said) need not be worked out again.
 */
export class HeldPictures {
  /** The one that was used last stands at the end. */
  #held: readonly Held[] = [];

  /** @throws XaiError `picture-unreadable`, ... as `decodePicture` */
  async decode(file: Blob): Promise<Picture> {
    const name = file instanceof File ? file.name : undefined;
    const alike = this.#held.filter(({ bytes, picture }) => bytes === file.size && picture.name === name);
    // Each message of the page brings a file object of its own: only what is in it tells.
    const sha256 = alike.length > 0 ? await sha256Hex(new Uint8Array(await file.arrayBuffer())) : '';
    const found = alike.find(({ picture }) => picture.sha256 === sha256);
    const held = found ?? { bytes: file.size, picture: await decodePicture(file) };
    this.#hold(held);
    return held.picture;
  }

  /** Gives their memory back. */
  forget(): void {
    this.#held = [];
  }

  /** The oldest give way; one that is too large by itself is not kept. */
  #hold(newest: Held): void {
    const all = [...this.#held.filter((one) => one !== newest), newest];
    let left = MOST_BYTES;
    const first = all.findLastIndex(({ picture }) => {
      left -= picture.data.byteLength;
      return left < 0;
    });
    this.#held = all.slice(first + 1);
  }
}
