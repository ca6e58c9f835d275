import type { Box } from '../core/boxes.ts';
import { type FeatureGrid, makeGrid } from '../core/feature-grid.ts';
import type { Picture } from '../core/picture.ts';
import { type Placement, placePicture } from '../core/placement.ts';
import type { SeriesWindow } from '../core/subject.ts';
import { cropAround } from './crop.ts';
import type { PictureInput, PictureRecipe, Recipe, SeriesRecipe } from './recipe.ts';
import { resample } from './resample.ts';
import { seriesGrid, seriesLayout } from './series/series-layout.ts';

interface Prepared {
  readonly placement: Placement;
  /** Normalised, in the model's layout and channel order: what one picture or window is fed as. */
  readonly tensor: Float32Array;
  /** How the tensor lies over the places of the input. */
  readonly grid: FeatureGrid;
}

export interface PreparedPicture extends Prepared {
  /** The model's view of the picture, padding included: length input height x width x 3, RGB, 0..255, not rounded. */
  readonly pixels: Float32Array;
}

export interface PreparedWindow extends Prepared {
  readonly window: SeriesWindow;
}

/** A picture or a window of a recording as a model is fed with it. */
export type PreparedInput = PreparedPicture | PreparedWindow;

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

/** Columns and rows of what a model is fed; a recording of open length counts as one second. */
export function inputSize(recipe: Recipe): { readonly width: number; readonly height: number } {
  if (recipe.task !== 'series') return recipe.input;
  const { channels, bands, columns } = seriesLayout(recipe.input);
  return { width: columns ?? Math.round(recipe.input.sampleRate ?? 1), height: bands > 1 ? bands : channels };
}

/**
 * Resizes, pads and normalises a picture as the recipe says.
 * @param box show the model no more than this part of the picture with a margin ({@link cropAround}), picture pixels
 * @throws XaiError `option-invalid` for a box without area
 */
export function prepareInput(picture: Picture, recipe: PictureRecipe, box?: Box): PreparedPicture {
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
  return { placement, pixels, tensor: normalisePixels(pixels, input), grid: pictureGrid(input) };
}

function pictureGrid(input: PictureInput): FeatureGrid {
  const { width, height, layout } = input;
  return makeGrid(layout, inputDims(input), { rows: height, columns: width, prefix: 0 });
}

/** A window of a recording in the model's order of axes; its map has a column for each step of time. */
export function prepareWindow(window: SeriesWindow, recipe: SeriesRecipe): PreparedWindow {
  const { width, height } = window;
  const size = { width, height };
  const whole = { x: 0, y: 0, ...size };
  const placement = { picture: size, input: size, crop: whole, content: whole };
  const grid = seriesGrid(seriesLayout(recipe.input), width);
  return { placement, tensor: arrange(window.values, grid), grid, window };
}

/**
 * Values of channels x rows x columns in the order of an input tensor.
 * @param grid of that tensor
 */
export function arrange(values: Float32Array, grid: FeatureGrid): Float32Array {
  const { channels, rows, columns, channelStep, rowStep, columnStep } = grid;
  const tensor = new Float32Array(values.length);
  let from = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < rows; row++) {
      let at = channel * channelStep + row * rowStep;
      for (let column = 0; column < columns; column++, at += columnStep) tensor[at] = values[from++];
    }
  }
  return tensor;
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

/**
 * The inverse of {@link normalisePixels}: what a model is fed with, as a picture; grey where it sees no colours.
 * @returns length input height x width x 3, RGB, 0..255 up to rounding
 */
export function tensorPixels(tensor: Float32Array, input: PictureInput): Float32Array {
  const area = input.width * input.height;
  const channels = channelCount(input);
  const pixels = new Float32Array(area * 3);
  const [pixelStep, channelStep] = input.layout === 'NCHW' ? [1, area] : [channels, 1];
  for (let colour = 0; colour < 3; colour++) {
    const channel = channels === 1 ? 0 : input.channels === 'BGR' ? 2 - colour : colour;
    const mean = input.mean[input.mean.length === 1 ? 0 : channel];
    const std = input.std[input.std.length === 1 ? 0 : channel];
    for (let i = 0; i < area; i++) {
      pixels[i * 3 + colour] = (tensor[channel * channelStep + i * pixelStep] * std + mean) / input.scale;
    }
  }
  return pixels;
}
