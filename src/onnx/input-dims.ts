import { XaiError } from '../core/errors.ts';
import { type Dim, type OnnxModel, trueInputs, type ValueInfo } from './model.ts';
import { editGraph } from './rewrite.ts';

/** An axis of an input that the model leaves open. */
export interface DynamicAxis {
  readonly input: string;
  readonly axis: number;
  /** The exporter's name for it, such as `batch_size`; null when it has none. */
  readonly symbol: string | null;
}

/** The open axes of all inputs, in order; an input of unknown rank counts as open at axis 0. */
export function dynamicAxes(model: OnnxModel): readonly DynamicAxis[] {
  return trueInputs(model.graph).flatMap(({ name, dims }) => {
    if (!dims) return [{ input: name, axis: 0, symbol: null }];
    return dims.flatMap((dim, axis) => (typeof dim === 'number' ? [] : [{ input: name, axis, symbol: dim }]));
  });
}

/**
 * Fixes open axes of inputs, or changes fixed ones. `dims` holds per input one entry per axis: a whole number above 0, or
 * null to leave the axis as it is. Where the exporter used the same symbol elsewhere, it is replaced there too.
 *
 * @throws XaiError `option-invalid` when an input is not there, the rank differs, a size is no whole number above 0, or
 * two sizes are asked for one symbol.
 */
export function fixInputDims(model: OnnxModel, dims: Readonly<Record<string, readonly (number | null)[]>>): OnnxModel {
  const inputs = trueInputs(model.graph);
  const symbols = new Map<string, number>();
  let resized = false;
  for (const [name, wanted] of Object.entries(dims)) {
    const input = inputs.find((candidate) => candidate.name === name);
    if (!input) throw invalid(`the model has no input "${name}"; it has ${inputs.map((one) => one.name).join(', ')}`);
    if (input.type === null) throw invalid(`"${name}" is no tensor`);
    if (input.dims && input.dims.length !== wanted.length) {
      throw invalid(`"${name}" has ${input.dims.length} axes, ${wanted.length} sizes were given`);
    }
    wanted.forEach((size, axis) => {
      if (size === null) return;
      if (!Number.isInteger(size) || size < 1) throw invalid(`axis ${axis} of "${name}" cannot have size ${size}`);
      const dim = input.dims?.[axis] ?? null;
      if (typeof dim === 'string') {
        if ((symbols.get(dim) ?? size) !== size) throw invalid(`the axis "${dim}" cannot have two sizes`);
        symbols.set(dim, size);
      } else if (dim !== size) resized ||= dim !== null;
    });
  }
  const replaceSymbols = (value: ValueInfo): readonly Dim[] | null =>
    value.dims?.map((dim) => (typeof dim === 'string' ? (symbols.get(dim) ?? dim) : dim)) ?? null;
  return editGraph(model, {
    inputs: inputs.map((input) => {
      const wanted = Object.hasOwn(dims, input.name) ? dims[input.name] : null;
      const now = replaceSymbols(input) ?? wanted?.map(() => null) ?? null;
      return { ...input, dims: now?.map((dim, axis) => wanted?.[axis] ?? dim) ?? null, encoded: null };
    }),
    outputs: model.graph.outputs.map((output) => {
      if (output.type === null) return output;
      const now = replaceSymbols(output);
      // Sizes of outputs that were stated for other input sizes would contradict the new ones.
      return { ...output, dims: resized ? (now?.map(() => null) ?? null) : now, encoded: null };
    }),
    valueInfos: [],
  });
}

function invalid(reason: string): XaiError {
  return new XaiError('option-invalid', `These input sizes do not fit: ${reason}.`, { option: 'dims' });
}
