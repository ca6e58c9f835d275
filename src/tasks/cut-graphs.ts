import { XaiError } from '../core/errors.ts';
import { elementCount, floatTensor, type Tensor, tensorToFloat32 } from '../core/tensor.ts';
import { findTailCut, makeTail, type TailCut } from '../onnx/cut-tail.ts';
import { freeBatchByProbe } from '../onnx/free-batch.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { readModel } from '../onnx/read-model.ts';
import { cutModel } from '../onnx/rewrite.ts';
import { writeModel } from '../onnx/write-model.ts';
import { GraphRunner } from '../runtime/graph-runner.ts';
import { compareOutputs } from '../runtime/self-check.ts';
import { mainInput, makeFeeds } from './feeds.ts';
import { BATCH_TOLERANCE, type MaskedGraph, pictureOf, readOutputs, unlike } from './masked-graph.ts';
import type { Model } from './model.ts';
import type { PreparedInput } from './prepare.ts';

/** A graph with inner tensors as further outputs. */
export interface Tap {
  readonly runner: GraphRunner;
}

/** The part of a model from a layer on, as a session of its own, and the session that gives what it is fed with. */
export interface Tail {
  /** Takes the layer and the sides; gives the outputs that the answer is read from. */
  readonly runner: GraphRunner;
  /** From the picture to the layer, the sides and the answer. */
  readonly tap: GraphRunner;
  readonly cut: TailCut;
  /** Outputs that the answer is read from and that do not depend on the layer. */
  readonly unreached: readonly string[];
  /** Of the layer, for one picture. */
  readonly dims: readonly number[];
  readonly type: 'float32' | 'float16';
  /** Elements of the layer and all sides of one picture. */
  readonly size: number;
  /** Whether several changed copies can go through in one run. */
  readonly batches: boolean;
  /** Why not, as a sentence, or null. */
  readonly note: string | null;
}

/** What a tap gave for one picture. */
export interface Tapped {
  /** The layer's activations, in the order of its dims. */
  readonly layer: Float32Array;
  /** All tapped tensors and outputs by name. */
  readonly values: Readonly<Record<string, Tensor>>;
}

/**
 * Opens a graph with inner tensors as outputs beside those that the answer is read from.
 * @param tensors names of inner tensors
 * @throws XaiError `option-invalid` when there is no such tensor
 */
export function openTap(model: Model, graph: MaskedGraph, tensors: readonly string[]): Promise<Tap> {
  const outputs = [...new Set([...readOutputs(graph), ...tensors])];
  return model.opened(`tap ${outputs.join(' ')}`, async (options) => {
    const bytes = writeModel(cutModel(readModel(graph.bytes), { outputs }));
    return { runner: await GraphRunner.open(bytes, { ...options, backend: graph.runner.provider }) };
  });
}

/** Activations of a layer for one picture. */
export interface TappedLayer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/**
 * The activations of layers for one picture, from one run.
 * @param graph ends in what the answer is read from
 * @throws XaiError `option-invalid` when there is no such layer, it does not lie between picture and answer, or it holds
 *   no floats
 */
export async function tapLayers(
  model: Model,
  graph: MaskedGraph,
  prepared: PreparedInput,
  layers: readonly string[],
): Promise<readonly TappedLayer[]> {
  const port = mainInput(model.recipe, graph.runner.inputs);
  const onnx = readModel(graph.bytes);
  for (const name of layers) findTailCut(onnx, name, port.name, readOutputs(graph));
  const { runner } = await openTap(model, graph, layers);
  const tapped = await runTap(model, runner, prepared);
  return layers.map((name) => {
    floatType(name, tapped[name]);
    return { name, dims: tapped[name].dims, values: tensorToFloat32(tapped[name]) };
  });
}

/** {@link tapLayers} of one layer. */
export async function tapLayer(
  model: Model,
  graph: MaskedGraph,
  prepared: PreparedInput,
  layer: string,
): Promise<TappedLayer> {
  return (await tapLayers(model, graph, prepared, [layer]))[0];
}

function floatType(layer: string, { type }: Tensor): 'float32' | 'float16' {
  if (type === 'float32' || type === 'float16') return type;
  throw new XaiError('option-invalid', `"${layer}" holds ${type} numbers, not floats. Choose another layer.`, {
    option: 'layer',
  });
}

/**
 * Opens the part of a model from a layer on, with its batch axis freed where that can be done, and checks that it gives
 * what the whole model gives.
 * @param graph ends in what the answer is read from
 * @throws XaiError `option-invalid` when there is no such layer, it does not lie between picture and answer, or it holds
 *   no floats; `method-unsupported` when the cut model does not give what the whole one gives
 */
export function openTail(model: Model, graph: MaskedGraph, sample: PreparedInput, layer: string): Promise<Tail> {
  return model.opened(`tail ${readOutputs(graph).join(' ')} ${layer}`, async (options) => {
    const onnx = readModel(graph.bytes);
    const port = mainInput(model.recipe, graph.runner.inputs);
    const cut = findTailCut(onnx, layer, port.name, readOutputs(graph));
    const inputs = new Set(graph.runner.inputs.map(({ name }) => name));
    const inner = [layer, ...cut.sides, ...cut.constants].filter((name) => !inputs.has(name));
    const { runner: tap } = await openTap(model, graph, inner);
    const values = await runTap(model, tap, sample);
    const { dims } = values[layer];
    const type = floatType(layer, values[layer]);
    const size = [layer, ...cut.sides].reduce((sum, name) => sum + elementCount(values[name].dims), 0);
    const tail = makeTail(onnx, cut, values);
    const unreached = readOutputs(graph).filter((name) => !cut.outputs.includes(name));
    const base = { tap, cut, unreached, dims, type, size } as const;
    const open = (bytes: Uint8Array) => GraphRunner.open(bytes, { ...options, backend: tap.provider });
    return openBatched(base, tail, values, open);
  });
}

/** Runs a picture through a tap. */
async function runTap(model: Model, tap: GraphRunner, prepared: PreparedInput): Promise<Record<string, Tensor>> {
  const feeds = makeFeeds(model.recipe, tap.inputs, prepared.tensor, 1);
  return { ...feeds, ...(await tap.run(feeds)) };
}

/** What a tail is fed with for one picture. */
export async function tapPicture(model: Model, tail: Tail, prepared: PreparedInput): Promise<Tapped> {
  const values = await runTap(model, tail.tap, prepared);
  return { layer: tensorToFloat32(values[tail.cut.layer]), values };
}

/**
 * Runs a tail on `count` changed copies of one picture's layer; the sides stay what they are.
 * @param layers length count x layer
 * @param changed sides that were changed as well, by name, each of length count x side. Default: none.
 * @returns every output that the answer is read from; those that the layer does not reach as the picture gave them
 */
export async function runTail(
  tail: Tail,
  tapped: Tapped,
  layers: Float32Array,
  count: number,
  changed: Readonly<Record<string, Float32Array>> = {},
): Promise<Record<string, Tensor>> {
  const { values } = tapped;
  const outputs = await tail.runner.run(tailFeeds(tail, values, layers, count, changed));
  for (const name of tail.unreached) {
    const { type, dims, data } = values[name];
    outputs[name] = { type, dims: [count * dims[0], ...dims.slice(1)], data: repeat(data, count) };
  }
  return outputs;
}

function tailFeeds(
  tail: Pick<Tail, 'cut' | 'dims' | 'type'>,
  values: Readonly<Record<string, Tensor>>,
  layers: Float32Array,
  count: number,
  changed: Readonly<Record<string, Float32Array>> = {},
): Record<string, Tensor> {
  const { cut, dims, type } = tail;
  const feeds: Record<string, Tensor> = { [cut.layer]: floatTensor(layers, type, [count * dims[0], ...dims.slice(1)]) };
  for (const name of cut.sides) {
    const side = values[name];
    const rows = [count * side.dims[0], ...side.dims.slice(1)];
    if (changed[name]) feeds[name] = floatTensor(changed[name], side.type === 'float16' ? side.type : 'float32', rows);
    else feeds[name] = side.dims[0] === 1 && count > 1 ? { ...side, dims: rows, data: repeat(side.data, count) } : side;
  }
  return feeds;
}

function repeat(data: Tensor['data'], count: number): Tensor['data'] {
  const Data = data.constructor as new (length: number) => Float32Array;
  const out = new Data(data.length * count);
  for (let n = 0; n < count; n++) out.set(data as Float32Array, n * data.length);
  return out;
}

async function openBatched(
  base: Omit<Tail, 'runner' | 'batches' | 'note'>,
  tail: OnnxModel,
  values: Readonly<Record<string, Tensor>>,
  open: (bytes: Uint8Array) => Promise<GraphRunner>,
): Promise<Tail> {
  const single = await open(writeModel(tail));
  const alone = await single.run(tailFeeds(base, values, tensorToFloat32(values[base.cut.layer]), 1));
  const truth = Object.fromEntries(base.cut.outputs.map((name) => [name, values[name]]));
  const doubt = compareOutputs(truth, alone, BATCH_TOLERANCE);
  if (doubt !== null) {
    await single.release();
    throw new XaiError(
      'method-unsupported',
      `The part of the model from "${base.cut.layer}" on does not give what the whole model gives (${doubt}). ` +
        'Choose another layer, or a method that changes the picture.',
      { option: 'layer' },
    );
  }
  let batched: GraphRunner | null = null;
  let note: string;
  try {
    const freed = await freeBatchByProbe(tail, (probe) => single.probeShapes(probe));
    batched = await open(freed.bytes);
    const difference = await batchDoubt(base, single, batched, values);
    if (difference === null) {
      await single.release();
      return { ...base, runner: batched, batches: true, note: null };
    }
    note = `a batch of two did not give what single runs give (${difference})`;
  } catch (cause) {
    if (!(cause instanceof XaiError)) throw cause;
    note = cause.message;
  }
  await batched?.release();
  return { ...base, runner: single, batches: false, note: `Changed layers are run one by one: ${note}` };
}

/** null when a batch of the layer and a changed copy of it gives what two single runs give. */
async function batchDoubt(
  base: Omit<Tail, 'runner' | 'batches' | 'note'>,
  single: GraphRunner,
  batched: GraphRunner,
  values: Readonly<Record<string, Tensor>>,
): Promise<string | null> {
  const layer = tensorToFloat32(values[base.cut.layer]);
  const both = new Float32Array(layer.length * 2);
  both.set(layer);
  both.set(unlike(layer), layer.length);
  const together = await batched.run(tailFeeds(base, values, both, 2));
  for (let n = 0; n < 2; n++) {
    const copy = both.slice(n * layer.length, (n + 1) * layer.length);
    const alone = await single.run(tailFeeds(base, values, copy, 1));
    const doubt = compareOutputs(alone, pictureOf(together, n, 2, alone), BATCH_TOLERANCE);
    if (doubt !== null) return doubt;
  }
  return null;
}
