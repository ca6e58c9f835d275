import type { Dim, OnnxModel } from './model.ts';
import { exposeTensors } from './rewrite.ts';
import { writeModel } from './write-model.ts';

/**
 * Opens a model without running it and says the shape of each of its outputs. The runtime passes it in: it creates a
 * session and reads its output metadata. The graph optimisation level must be `basic`: it folds the small computations by
 * which exporters build shapes (`disabled` leaves their results unknown), and takes nothing away, as every tensor is an
 * output here.
 */
export type ShapeProbe = (bytes: Uint8Array) => Promise<Readonly<Record<string, readonly Dim[]>>>;

/** Tensor name to its size per axis, null where that depends on the data; tensors of unknown rank are missing. */
export type TensorShapes = ReadonlyMap<string, readonly (number | null)[]>;

/**
 * The shapes of all tensors of the main graph, inputs and constants included. They are static only as far as the
 * inputs' dims are numbers: fix those first.
 *
 * @throws what `probe` throws.
 */
export async function tensorShapes(model: OnnxModel, probe: ShapeProbe): Promise<TensorShapes> {
  const shapes = statedShapes(model);
  const names = model.graph.nodes.flatMap((node) => node.outputs.filter(Boolean));
  const probed = await probe(writeModel(exposeTensors(model, names)));
  for (const name of names) if (Object.hasOwn(probed, name)) shapes.set(name, probed[name].map(toSize));
  return shapes;
}

/** The shapes that the file itself states: of inputs, outputs, constants, and of what the exporter noted down. */
export function statedShapes(model: OnnxModel): Map<string, readonly (number | null)[]> {
  const { graph } = model;
  const shapes = new Map<string, readonly (number | null)[]>();
  for (const value of [...graph.valueInfos, ...graph.outputs, ...graph.inputs]) {
    if (value.dims) shapes.set(value.name, value.dims.map(toSize));
  }
  for (const tensor of graph.initializers) shapes.set(tensor.name, tensor.dims);
  return shapes;
}

/** onnxruntime-web 1.30 writes 4294967295 (an unsigned -1) for a size that it does not know. */
const LARGEST_SIZE = 2 ** 31 - 1;

function toSize(dim: Dim): number | null {
  return typeof dim === 'number' && dim >= 0 && dim <= LARGEST_SIZE ? dim : null;
}
