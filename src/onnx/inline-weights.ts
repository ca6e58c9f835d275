import { XaiError } from '../core/errors.ts';
import { elementCount } from '../core/tensor.ts';
import { externalPlace } from './decode.ts';
import { elementBits, type OnnxModel, type OnnxTensor } from './model.ts';
import { editGraph } from './rewrite.ts';
import { rawTensor } from './tensor-values.ts';

/** Bytes of a file beside the model, by the name that the model gives it. */
export interface WeightFile {
  readonly path: string;
  readonly data: Uint8Array;
}

/** A model of 2 GiB is no file any more that the runtime reads; half of that leaves room for what is added to it. */
const MOST_BYTES = 2 ** 30;

/**
 * A model with the weights of its further files in itself: what reads or cuts a graph need not know of files then.
 * @returns null where they are too large to be taken in, or none of its constants lies elsewhere
 * @throws XaiError `model-external-data` when a file ends before its weights do
 */
export function inlineWeights(model: OnnxModel, files: readonly WeightFile[]): OnnxModel | null {
  const bytes = new Map(files.map(({ path, data }) => [path, data]));
  const { initializers } = model.graph;
  const outside = initializers.filter(({ externalFile }) => externalFile !== null && bytes.has(externalFile));
  const used = new Set(outside.map(({ externalFile }) => externalFile as string));
  const size = [...used].reduce((sum, path) => sum + (bytes.get(path)?.length ?? 0), 0);
  if (outside.length === 0 || size > MOST_BYTES) return null;
  const taken = (tensor: OnnxTensor): OnnxTensor => {
    const data = tensor.externalFile === null ? undefined : bytes.get(tensor.externalFile);
    return data ? takeIn(tensor, data) : tensor;
  };
  return editGraph(model, { initializers: initializers.map(taken) });
}

function takeIn(tensor: OnnxTensor, file: Uint8Array): OnnxTensor {
  const { offset, length } = externalPlace(tensor.encoded);
  const needed = Math.ceil((elementCount(tensor.dims) * elementBits(tensor.type)) / 8);
  const end = offset + (length ?? needed);
  if (end <= file.length && end - offset === needed) return rawTensor(tensor, file.subarray(offset, end));
  throw new XaiError(
    'model-external-data',
    `${tensor.externalFile} has ${file.length} bytes, and the weights of "${tensor.name}" are ${needed} from ${offset} on. Give the file that was written with the model.`,
    { file: tensor.externalFile ?? '' },
  );
}
