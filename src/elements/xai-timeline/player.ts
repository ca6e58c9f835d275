import type { Recording } from '../../core/series/recording.ts';

/** What browsers take as sound, samples a second. */
const LEAST_RATE = 3000;
const MOST_RATE = 384_000;

/** Plays a recording that is sound; its clock is the recording's. */
export class Player {
  readonly #changed: () => void;
  #recording: Recording | null = null;
  #context: AudioContext | null = null;
  #buffer: AudioBuffer | null = null;
  #source: AudioBufferSourceNode | null = null;
  /** Where it stands, or stood when it began to play. */
  #at = 0;
  #begunAt = 0;

  /** @param changed it began to play, or ended */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Another recording, or none; what plays ends. */
  give(recording: Recording | null): void {
    if (recording === this.#recording) return;
    this.close();
    this.#recording = recording;
    this.#at = recording?.start ?? 0;
  }

  /** Whether there is something to hear. */
  get isThere(): boolean {
    const { rate, channels } = this.#recording ?? { rate: 0, channels: [] };
    return rate >= LEAST_RATE && rate <= MOST_RATE && channels.length <= 2 && typeof AudioContext === 'function';
  }

  get isPlaying(): boolean {
    return this.#source !== null;
  }

  /** Seconds on the recording's clock. */
  get time(): number {
    return this.#source && this.#context ? this.#at + this.#context.currentTime - this.#begunAt : this.#at;
  }

  seek(time: number): void {
    const wasPlaying = this.isPlaying;
    this.pause();
    this.#at = time;
    if (wasPlaying) this.play();
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  play(): void {
    const recording = this.#recording;
    if (!recording || !this.isThere || this.isPlaying) return;
    const context = this.#context ?? new AudioContext();
    this.#context = context;
    void context.resume();
    this.#buffer ??= bufferOf(recording, context);
    if (this.#at >= recording.start + this.#buffer.duration - 0.01) this.#at = recording.start;
    const source = new AudioBufferSourceNode(context, { buffer: this.#buffer });
    source.connect(context.destination);
    source.onended = () => {
      if (this.#source === source) this.pause();
    };
    source.start(0, Math.max(0, this.#at - recording.start));
    this.#begunAt = context.currentTime;
    this.#source = source;
    this.#changed();
  }

  pause(): void {
    if (!this.#source) return;
    this.#at = this.time;
    const source = this.#source;
    this.#source = null;
    source.onended = null;
    source.stop();
    this.#changed();
  }

  /** Gives the sound and its memory back. */
  close(): void {
    this.pause();
    this.#buffer = null;
    void this.#context?.close();
    this.#context = null;
  }
}

function bufferOf({ data, rate }: Recording, context: AudioContext): AudioBuffer {
  const buffer = context.createBuffer(data.length, data[0].length, rate);
  data.forEach((values, channel) => {
    buffer.copyToChannel(values as Float32Array<ArrayBuffer>, channel);
  });
  return buffer;
}
