import type { Probe } from '../tasks/probe.ts';

/** Where the pixels of the picture lie in the model's input tensor. */
export interface InputPixels {
  /** Address of the first channel of each pixel of the content, row-major. */
  readonly starts: Uint32Array;
  /** From one channel of a pixel to the next. */
  readonly step: number;
  readonly channels: number;
}

export function inputPixels({
  placement,
  layout,
  channels,
}: Pick<Probe, 'placement' | 'layout' | 'channels'>): InputPixels {
  const { content, input } = placement;
  const [pixelStep, step] = layout === 'NCHW' ? [1, input.width * input.height] : [channels, 1];
  const starts = new Uint32Array(content.width * content.height);
  for (let y = 0, at = 0; y < content.height; y++) {
    for (let x = 0; x < content.width; x++, at++) {
      starts[at] = ((y + content.y) * input.width + x + content.x) * pixelStep;
    }
  }
  return { starts, step, channels };
}

/**
 * Copies some pixels of one tensor to another, all channels.
 * @param which positions within the content, row-major
 */
export function copyPixels(
  { starts, step, channels }: InputPixels,
  which: Uint32Array,
  from: Float32Array,
  to: Float32Array,
): void {
  for (const pixel of which) {
    let at = starts[pixel];
    for (let channel = 0; channel < channels; channel++, at += step) to[at] = from[at];
  }
}
