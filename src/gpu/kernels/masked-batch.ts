import batch from '../../../shaders/batch.wgsl';
import maskValue from '../../../shaders/mask-value.wgsl';
import maskedBatch from '../../../shaders/masked-batch.wgsl';
import type { MaskSpec } from '../../core/masks/spec.ts';
import { Kernel, WORKGROUP } from '../kernel.ts';
import type { Program } from '../pipeline-cache.ts';
import type { MaskedInput } from '../reference/masked-batch.ts';
import { type AxisBuffers, maskValueConstants } from './mask-value.ts';

export function maskedBatchProgram(
  spec: MaskSpec,
  input: Omit<MaskedInput, 'image' | 'fill'>,
  half: boolean,
  workgroup = WORKGROUP,
): Program {
  return {
    label: 'masked-batch',
    sources: [batch, maskValue, maskedBatch],
    constants: {
      GROUP: workgroup,
      ...maskValueConstants(spec),
      CHANNELS: input.channels,
      HEIGHT: input.height,
      WIDTH: input.width,
      CONTENT_X: input.content.x,
      CONTENT_Y: input.content.y,
      CONTENT_WIDTH: input.content.width,
      CONTENT_HEIGHT: input.content.height,
      CHANNELS_LAST: input.layout === 'NHWC' ? 1 : 0,
      HALF: half ? 1 : 0,
    },
  };
}

/** Masked copies of one picture in the model's own layout. CPU twin: `reference/masked-batch.ts`. */
export class MaskedBatchKernel {
  readonly #kernel: Kernel;
  readonly #wordsPerPicture: number;

  static async create(
    device: GPUDevice,
    spec: MaskSpec,
    input: Omit<MaskedInput, 'image' | 'fill'>,
    half: boolean,
    workgroup = WORKGROUP,
  ): Promise<MaskedBatchKernel> {
    const kernel = await Kernel.create(device, maskedBatchProgram(spec, input, half, workgroup));
    return new MaskedBatchKernel(kernel, (input.channels * input.height * input.width) / (half ? 2 : 1));
  }

  private constructor(kernel: Kernel, wordsPerPicture: number) {
    this.#kernel = kernel;
    this.#wordsPerPicture = wordsPerPicture;
  }

  /** @param buffers masked: one float32 or float16 per element of each picture, written */
  bind(
    buffers: AxisBuffers & { batch: GPUBuffer; masks: GPUBuffer; image: GPUBuffer; fill: GPUBuffer; masked: GPUBuffer },
  ): GPUBindGroup {
    const { batch: uniform, masks, axisX, axisY, image, fill, masked } = buffers;
    return this.#kernel.bind([uniform, masks, axisX, axisY, image, fill, masked]);
  }

  encode(pass: GPUComputePassEncoder, bound: GPUBindGroup, count: number): void {
    this.#kernel.dispatchItems(pass, bound, count * this.#wordsPerPicture);
  }
}
