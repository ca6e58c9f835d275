import { XaiError } from '../../core/errors.ts';
import type { DetectionRecipe } from '../recipe.ts';

/** One output of a run: its dims, and its values where a format has to read them (anchors). */
export interface OutputInfo {
  readonly dims: readonly number[];
  readonly data?: Float32Array | ArrayLike<number | bigint>;
}

export type Outputs = Readonly<Record<string, OutputInfo>>;

/** What a format's reader is given: the recipe with its own kind of output, and the outputs of one run. */
export type FormatRecipe<F extends DetectionRecipe['output']['format']> = DetectionRecipe & {
  output: Extract<DetectionRecipe['output'], { format: F }>;
};

/**
 * The output of that name, or the first with as many axes as the format has.
 * @throws XaiError `recipe-invalid` naming what the model has instead
 */
export function findOutput(
  outputs: Outputs,
  name: string | undefined,
  axes: number,
): { name: string; dims: readonly number[] } {
  const found = name ?? Object.keys(outputs).find((key) => outputs[key].dims.length === axes);
  const info = found === undefined ? undefined : outputs[found];
  if (found === undefined || info?.dims.length !== axes) {
    const wanted = name === undefined ? `an output with ${axes} axes` : `the output "${name}" with ${axes} axes`;
    throw new XaiError(
      'recipe-invalid',
      `The recipe reads ${wanted}, but the model gives ${listOutputs(outputs)}. Correct the names or the format under "output".`,
      { option: 'output' },
    );
  }
  return { name: found, dims: info.dims };
}

export function listOutputs(outputs: Outputs): string {
  return Object.entries(outputs)
    .map(([name, { dims }]) => `"${name}" [${dims.join(', ')}]`)
    .join(', ');
}

/** Elements of one picture in a tensor whose first axis is the batch. */
export function perPicture(dims: readonly number[]): number {
  return dims.slice(1).reduce((product, dim) => product * dim, 1);
}

/** Factors that bring boxes to input pixels. */
export function boxScale(recipe: DetectionRecipe, unit: 'input' | 'relative'): [number, number] {
  return unit === 'input' ? [1, 1] : [recipe.input.width, recipe.input.height];
}

/** @throws XaiError `recipe-invalid` with `reason`, pointing at the output's format */
export function refuseOutput(format: string, outputs: Outputs, reason: string): never {
  throw new XaiError(
    'recipe-invalid',
    `The outputs do not have the shape of the format "${format}": ${reason}. The model gives ${listOutputs(outputs)}. ` +
      'Choose another "output.format", or correct the input size.',
    { option: 'output.format' },
  );
}

/** Where the background's column lies for a softmax, counted from that of class 0; nothing where it has no part. */
export function backgroundColumn(
  output: { readonly activation: string; readonly background: 'none' | 'first' | 'last' },
  classes: number,
): { background?: number } {
  if (output.activation !== 'softmax' || output.background === 'none') return {};
  return { background: output.background === 'first' ? -1 : classes };
}
