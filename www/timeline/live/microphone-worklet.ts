import type { MicrophoneBlock } from './microphone-block.ts';

/** Frames that are sent at once: fifty times a second or so. */
const FRAMES = 1024;

/** What is used here of the scope of audio worklets, which the DOM's types lack. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare const currentFrame: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Hands the sound of its input to the page. */
class Microphone extends AudioWorkletProcessor {
  #planes: Float32Array[] = [];
  #length = 0;
  #frame = 0;

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    // A source that is not connected yet, or any more, has no channels.
    if (!input || input.length === 0) return true;
    const { length } = input[0];
    if (this.#planes.length !== input.length || currentFrame !== this.#frame + this.#length) this.#begin(input.length);
    input.forEach((values, channel) => {
      this.#planes[channel].set(values, this.#length);
    });
    this.#length += length;
    if (this.#length + length > FRAMES) this.#send();
    return true;
  }

  /** After a break what came before it is sent as it is. */
  #begin(channels: number): void {
    if (this.#length > 0) this.#send();
    this.#planes = Array.from({ length: channels }, () => new Float32Array(FRAMES));
    this.#frame = currentFrame;
    this.#length = 0;
  }

  #send(): void {
    const block: MicrophoneBlock = {
      frame: this.#frame,
      planes: this.#planes.map((plane) => plane.slice(0, this.#length)),
    };
    this.port.postMessage(
      block,
      block.planes.map(({ buffer }) => buffer as ArrayBuffer),
    );
    this.#frame += this.#length;
    this.#length = 0;
  }
}

registerProcessor('microphone', Microphone);
