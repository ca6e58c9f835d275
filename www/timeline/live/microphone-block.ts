/** What the microphone's worklet sends. */
export interface MicrophoneBlock {
  /** Frames since the sound began, at the first sample. */
  readonly frame: number;
  /** One array a channel, in [-1, 1]. */
  readonly planes: readonly Float32Array[];
}
