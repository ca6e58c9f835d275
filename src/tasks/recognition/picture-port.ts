import { XaiError } from '../../core/errors.ts';
import type { ModelDescription, TensorDescription } from '../../onnx/describe-model.ts';

/** What the dims of a model's picture input tell. */
export interface PicturePort {
  readonly name: string;
  readonly layout: 'NCHW' | 'NHWC';
  readonly channels: 1 | 3;
  /** null: an axis that the file leaves open. */
  readonly width: number | null;
  readonly height: number | null;
  readonly type: 'float32' | 'float16' | 'uint8';
}

/** The first input that has the four axes of a picture, or null. */
export function findPicturePort(description: ModelDescription): PicturePort | null {
  for (const input of description.inputs) {
    const port = readPicturePort(input);
    if (port) return port;
  }
  return null;
}

function readPicturePort({ name, type, dims }: TensorDescription): PicturePort | null {
  if (dims?.length !== 4 || (type !== 'float32' && type !== 'float16' && type !== 'uint8')) return null;
  const isChannels = (dim: unknown): dim is 1 | 3 => dim === 1 || dim === 3;
  const layout = isChannels(dims[1]) ? 'NCHW' : isChannels(dims[3]) ? 'NHWC' : null;
  if (!layout) return null;
  const [height, width] = layout === 'NCHW' ? [dims[2], dims[3]] : [dims[1], dims[2]];
  return {
    name,
    layout,
    channels: dims[layout === 'NCHW' ? 1 : 3] as 1 | 3,
    width: typeof width === 'number' && width > 0 ? width : null,
    height: typeof height === 'number' && height > 0 ? height : null,
    type,
  };
}

/** The fields of a recipe's input that the file itself fixes; `size` serves where the file leaves the axes open. */
export function portFields(
  port: PicturePort,
  size?: { width: number; height: number },
): { name: string; layout: 'NCHW' | 'NHWC'; width: number; height: number; channels?: 'grey' } {
  const width = port.width ?? size?.width;
  const height = port.height ?? size?.height;
  if (width === undefined || height === undefined) {
    throw new XaiError(
      'model-dynamic-axis',
      `The input "${port.name}" leaves its width or height open, and nothing beside the model fixes it. Write a recipe with input.width and input.height.`,
      { option: 'input.width' },
    );
  }
  return {
    name: port.name,
    layout: port.layout,
    width,
    height,
    ...(port.channels === 1 && { channels: 'grey' as const }),
  };
}
