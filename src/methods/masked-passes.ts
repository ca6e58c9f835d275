/**
 * Masked copies of one picture sent through a model, one batch after the other, and what is learned from each: the CPU
 * (wasm, Node) and the GPU have one each.
 */
export interface MaskedPasses {
  /**
   * Runs masks `first` to `first + count - 1` and, where there is a {@link map}, adds them to it.
   * @param count at most the batch that the passes were made for
   * @param ahead how many masks the next call will ask for, so that they can be painted while the model runs
   */
  pass(first: number, count: number, ahead: number): Promise<PassResult>;
  /** The map so far of one target: spec.height x spec.width, raw scores. Default: it is made of the recorded scores. */
  map?(target: number): Promise<Float32Array>;
  /** Frees what this holds; runs under way are not waited for. */
  release(): void;
}

/** What is kept of a batch; the arrays are overwritten by the next pass. */
export interface PassResult {
  /** Length count x targets, one row per mask. */
  readonly scores: Float32Array;
  /** Packed proposals of each mask (see keep-proposals), or null for classifiers. */
  readonly kept: Uint32Array | null;
}
