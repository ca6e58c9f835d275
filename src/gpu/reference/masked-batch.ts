import { MaskPainter } from '../../core/masks/evaluate.ts';
import type { MaskSpec } from '../../core/masks/spec.ts';
import type { Rect } from '../../core/placement.ts';
import { makeMemory } from '../../core/wasm-memory.ts';
import { type BlendRow, blendRowIn } from './blend-rows.ts';

/** A picture and its fill as the model wants them: normalised, in the model's channel order and layout. */
export interface MaskedInput {
  readonly layout: 'NCHW' | 'NHWC';
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Where the picture lies in the input; masks cover it and nothing else. Same size as the masks' window. */
  readonly content: Rect;
  /** Length channels x height x width. */
  readonly image: Float32Array;
  /** Same length: what a hidden pixel is replaced by. */
  readonly fill: Float32Array;
}

/** Masks of a method's own making. */
export interface MaskPainting {
  /** The size of the content. */
  readonly width: number;
  readonly height: number;
  /**
   * Writes mask number `index`: 1 keeps the picture, 0 hides it.
   * @param out length height x width, row-major, overwritten
   */
  paint(index: number, out: Float32Array): void;
}

const FLOAT_BYTES = 4;

/**
 * Writes masked copies of one picture: fill + m (image - fill) inside the content rectangle, the image outside, in
 * float32. Memory: the batches, the content once (twice with a fill that differs from row to row) and a few rows (one
 * whole mask where it is cubic or of a method's own making), whatever the number of masks.
 */
export class MaskedBatchWriter {
  readonly #input: MaskedInput;
  readonly #batch: number;
  readonly #painting: MaskPainting;
  /** Paints rows of cells only, of which rows of the mask are blended; null where masks are painted whole. */
  readonly #rowPainter: MaskPainter | null;
  readonly #blend: BlendRow;
  readonly #batches: Float32Array[];
  /** Addresses, in floats, of what is blended: the fill, and the image less the fill, both within the content. */
  readonly #base: number;
  readonly #diff: number;
  /** Rows of the fill that are kept: all, or one where they are the same, which spares a third of the memory traffic. */
  readonly #baseRows: number;
  /** Mask values that rows are blended from, `#rowLength` floats each. */
  readonly #rows: Float32Array;
  readonly #rowsAt: number;
  /** Floats of one row of the content: all channels of it when they lie side by side. */
  readonly #rowLength: number;
  readonly #planes: number;
  /** Painted rows of one float a pixel, where channels lie side by side; else the rows themselves. */
  readonly #painted: Float32Array;
  #turn = 0;

  /**
   * @param batch most copies per {@link write}. Default 1.
   * @param buffers how many batches are held: a batch stays as it is for so many calls of {@link write}. Default 1.
   * @throws XaiError `out-of-memory` when they do not fit
   */
  constructor(masks: MaskSpec | MaskPainting, input: MaskedInput, batch = 1, buffers = 1) {
    const { image, content, channels, layout } = input;
    this.#input = input;
    this.#batch = batch;
    const painter = 'paint' in masks ? null : new MaskPainter(masks);
    // Cubic masks are cut to [0, 1] at the end, so their rows can't be blended.
    this.#rowPainter = painter?.spec.interpolation === 'cubic' ? null : painter;
    this.#painting = 'paint' in masks ? masks : { ...masks, paint: (index, out) => painter?.paint(index, out) };
    this.#planes = layout === 'NCHW' ? channels : 1;
    this.#rowLength = layout === 'NCHW' ? content.width : content.width * channels;
    const area = this.#planes * content.height * this.#rowLength;
    const rows = this.#rowPainter?.spec.cellsY ?? masks.height;
    this.#base = buffers * batch * image.length;
    this.#baseRows = this.#hasEqualRows() ? 1 : content.height;
    this.#diff = this.#base + this.#planes * this.#baseRows * this.#rowLength;
    this.#rowsAt = this.#diff + area;
    const memory = makeMemory((this.#rowsAt + rows * this.#rowLength) * FLOAT_BYTES, 'Masked pictures of this batch', {
      advice: 'choose a smaller batch',
      option: 'batch',
    });
    const floats = new Float32Array(memory.buffer);
    this.#blend = blendRowIn(memory);
    this.#rows = floats.subarray(this.#rowsAt, this.#rowsAt + rows * this.#rowLength);
    this.#painted = layout === 'NCHW' ? this.#rows : new Float32Array(rows * content.width);
    this.#batches = Array.from({ length: buffers }, (_, k) =>
      floats.subarray(k * batch * image.length, (k + 1) * batch * image.length),
    );
    // What lies outside the content is the same in every copy, so it is written once.
    for (let n = 0; n < buffers * batch; n++) floats.set(image, n * image.length);
    this.#copyContent(floats);
  }

  /**
   * Writes the copies of masks `first` to `first + count - 1`, one after another.
   * @returns count x channels x height x width values, overwritten after as many calls as there are buffers.
   */
  write(first: number, count: number): Float32Array {
    if (count > this.#batch) throw new RangeError(`A batch holds at most ${this.#batch} masks, not ${count}.`);
    const size = this.#input.image.length;
    this.#turn = (this.#turn + 1) % this.#batches.length;
    for (let n = 0; n < count; n++) this.#writeOne(first + n, (this.#turn * this.#batch + n) * size);
    return this.#batches[this.#turn].subarray(0, count * size);
  }

  /** Index in the input of the first float of a row of the content. */
  #rowStart(plane: number, y: number): number {
    const { width, height, content, channels, layout } = this.#input;
    const pixel = (plane * height + content.y + y) * width + content.x;
    return layout === 'NCHW' ? pixel : pixel * channels;
  }

  /** Whether every row of a plane hides the picture alike, as colours do. */
  #hasEqualRows(): boolean {
    const { fill, content } = this.#input;
    for (let plane = 0; plane < this.#planes; plane++) {
      const top = this.#rowStart(plane, 0);
      for (let y = 1; y < content.height; y++) {
        const start = this.#rowStart(plane, y);
        for (let i = 0; i < this.#rowLength; i++) if (fill[start + i] !== fill[top + i]) return false;
      }
    }
    return true;
  }

  #copyContent(floats: Float32Array): void {
    const { image, fill, content } = this.#input;
    for (let plane = 0; plane < this.#planes; plane++) {
      for (let y = 0; y < content.height; y++) {
        const start = this.#rowStart(plane, y);
        const diff = this.#diff + (plane * content.height + y) * this.#rowLength;
        for (let i = 0; i < this.#rowLength; i++) floats[diff + i] = image[start + i] - fill[start + i];
        if (y < this.#baseRows) floats.set(fill.subarray(start, start + this.#rowLength), this.#baseAt(plane, y));
      }
    }
  }

  #baseAt(plane: number, y: number): number {
    return this.#base + (plane * this.#baseRows + Math.min(y, this.#baseRows - 1)) * this.#rowLength;
  }

  #writeOne(index: number, start: number): void {
    const { height } = this.#input.content;
    const table = this.#rowPainter?.rows ?? null;
    const offset = this.#paintRows(index);
    for (let y = 0; y < height; y++) {
      const k = table ? (y + offset) * table.taps : 0;
      const first = table ? table.cells[k] : y;
      const second = table ? table.cells[k + table.taps - 1] : y;
      const weight = table?.taps === 2 ? table.weights[k + 1] : 0;
      for (let plane = 0; plane < this.#planes; plane++) {
        this.#blend(
          (start + this.#rowStart(plane, y)) * FLOAT_BYTES,
          this.#baseAt(plane, y) * FLOAT_BYTES,
          (this.#diff + (plane * height + y) * this.#rowLength) * FLOAT_BYTES,
          (this.#rowsAt + first * this.#rowLength) * FLOAT_BYTES,
          (this.#rowsAt + second * this.#rowLength) * FLOAT_BYTES,
          weight,
          this.#rowLength * FLOAT_BYTES,
        );
      }
    }
  }

  /**
   * Paints what rows are blended from: rows of cells, or the whole mask.
   * @returns the row of the enlarged mask that the window begins with; 0 for a whole mask
   */
  #paintRows(index: number): number {
    const painted = this.#painted;
    let offset = 0;
    if (this.#rowPainter) offset = this.#rowPainter.paintCellRows(index, painted);
    else this.#painting.paint(index, painted);
    if (painted !== this.#rows) {
      const { channels } = this.#input;
      for (let i = 0, at = 0; i < painted.length; i++) {
        for (let c = 0; c < channels; c++, at++) this.#rows[at] = painted[i];
      }
    }
    return offset;
  }
}
