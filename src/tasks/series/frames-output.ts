import { XaiError } from '../../core/errors.ts';
import { type Tensor, tensorToFloat32 } from '../../core/tensor.ts';
import { refuseNonFinite } from '../check-outputs.ts';
import type { SeriesRecipe } from '../recipe.ts';

/** One value per frame of a window. */
export interface Frames {
  /** Name of the tensor. */
  readonly output: string;
  readonly values: Float32Array;
  /** Samples from one frame to the next; null: the window spread evenly over the frames. */
  readonly hop: number | null;
}

/**
 * The values of one window; a copy.
 * @throws XaiError `recipe-invalid` for an output that is not there, `model-output`
 */
export function readFrames(outputs: Readonly<Record<string, Tensor>>, { output }: SeriesRecipe): Frames {
  if (output.format !== 'frames') throw new XaiError('recipe-invalid', 'The recipe reads no frames.');
  const name = output.output ?? Object.keys(outputs)[0];
  if (!outputs[name]) {
    throw new XaiError(
      'recipe-invalid',
      `The recipe reads frames from "${name}", but the model gives ${Object.keys(outputs).join(', ')}. Correct "output.output".`,
      { option: 'output.output' },
    );
  }
  const { dims } = outputs[name];
  if (dims.slice(1).filter((size) => size > 1).length > 1) {
    throw new XaiError(
      'recipe-invalid',
      `"${name}" is ${dims.join(' x ')}, more than one value a frame. Read it as scores, or cut the model where it gives one.`,
      { option: 'output.format' },
    );
  }
  const values = tensorToFloat32(outputs[name]).slice();
  refuseNonFinite(name, values, false);
  return { output: name, values, hop: output.hop ?? null };
}
