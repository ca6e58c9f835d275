import type { Box } from '../core/boxes.ts';
import type { Picture } from '../core/picture.ts';
import { type Placement, placePicture } from '../core/placement.ts';
import { cropAround } from './crop.ts';
import type { PictureInput, PictureRecipe } from './recipe.ts';
import { resample } from './resample.ts';

export interface PreparedInput {
  readonly placement: Placement;
  /** The model's view of the picture, padding included: length input height x width x 3, RGB, 0..255, not rounded. */
  readonly pixels: Float32Array;
  /** Normalised, in the model's layout and channel order: length channels x input height x width. */
  readonly tensor: Float32Array;
}

/** Number of channels of the input tensor. */
export function channelCount(input: PictureInput): number {
  return input.channels === 'grey' ? 1 : 3;
}

/** Dims of the input tensor for a batch of `batch` pictures. */
export function inputDims(input: PictureInput, batch = 1): number[] {
  const channels = channelCount(input);
  return input.layout === 'NCHW'
    ? [batch, channels, input.height, input.width]
    : [batch, input.height, input.width, channels];
}

/**
 * Resizes, pads and normalises a picture as the recipe says.
 * @param box show the model no more than this part of the picture with a margin ({@link cropAround}), picture pixels
 * @throws XaiError `option-invalid` for a box without area
 */
export function prepareInput(picture: Picture, recipe: PictureRecipe, box?: Box): PreparedInput {
  const { input } = recipe;
  const part = box && cropAround(box, picture, input);
  const placement = placePicture(picture, input, input.resize, input.cropShortSide, part);
  const { content, crop } = placement;
  const inner = resample(picture, crop, content.width, content.height, input.interpolation);
  let pixels = inner;
  if (content.width !== input.width || content.height !== input.height) {
    pixels = new Float32Array(input.width * input.height * 3).fill(input.padValue);
    for (let y = 0; y < content.height; y++) {
      const row = inner.subarray(y * content.width * 3, (y + 1) * content.width * 3);
      pixels.set(row, ((y + content.y) * input.width + content.x) * 3);
    }
  }
  return { placement, pixels, tensor: normalisePixels(pixels, input) };
}

/**
 * (pixel * scale - mean) / std per channel, in the model's layout and channel order.
 * @param pixels length input height x width x 3, RGB, 0..255
 */
export function normalisePixels(pixels: Float32Array, input: PictureInput): Float32Array {
  const area = input.width * input.height;
  const channels = channelCount(input);
  const tensor = new Float32Array(area * channels);
  const [pixelStep, channelStep] = input.layout === 'NCHW' ? [1, area] : [channels, 1];
  for (let channel = 0; channel < channels; channel++) {
    const mean = input.mean[input.mean.length === 1 ? 0 : channel];
    const std = input.std[input.std.length === 1 ? 0 : channel];
    const from = input.channels === 'BGR' ? 2 - channel : channel;
    const start = channel * channelStep;
    for (let i = 0; i < area; i++) {
      const value =
        channels === 1
          ? 0.299 * pixels[i * 3] + 0.587 * pixels[i * 3 + 1] + 0.114 * pixels[i * 3 + 2]
          : pixels[i * 3 + from];
      tensor[start + i * pixelStep] = (value * input.scale - mean) / std;
    }
  }
  return tensor;
}
