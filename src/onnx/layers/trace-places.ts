import type { GraphView } from '../graph-view.ts';
import { readNames } from '../graph-view.ts';
import type { OnnxNode } from '../model.ts';
import type { TensorShapes } from '../shapes.ts';
import { type Axis, placeAxis, plainAxis } from './axes.ts';
import { broadcast, isPlace, PLACE_RULES, type PlaceNode } from './place-rules.ts';

/** Per tensor what each of its axes stands for; tensors in which no place of the picture is left are missing. */
export type Places = ReadonlyMap<string, readonly Axis[]>;

/** The input that holds the picture, and its spatial axes; a recording has only its time, along x. */
export interface PictureAxes {
  readonly input: string;
  readonly y: number | null;
  readonly x: number;
  /** Whether its rows may vanish in a layer that keeps its columns: channels of a recording, bands of a spectrum. */
  readonly isRecording?: boolean;
}

/** Follows rows and columns of the picture through every operator. */
export function tracePlaces(
  view: GraphView,
  order: readonly OnnxNode[],
  shapes: TensorShapes,
  picture: PictureAxes,
  constants: ReadonlySet<string>,
): Places {
  const places = new Map<string, readonly Axis[]>();
  const fixed = (name: string): readonly number[] | null => {
    const dims = name ? shapes.get(name) : undefined;
    return dims?.every((dim) => dim !== null && dim > 0) ? (dims as readonly number[]) : null;
  };
  const input = fixed(picture.input);
  if (!input) return places;
  places.set(
    picture.input,
    input.map((size, axis) => {
      if (axis === picture.y) return placeAxis('y', size);
      return axis === picture.x ? placeAxis('x', size) : plainAxis(size);
    }),
  );
  for (const node of order) {
    if (!node.inputs.some((name) => places.has(name))) continue;
    const at: PlaceNode = {
      node,
      opset: view.opset(node.domain),
      inputs: node.inputs.map((name) => places.get(name) ?? plainOf(constants.has(name) ? null : fixed(name))),
      outputDims: node.outputs.map(fixed),
      inputDims: (index) => fixed(node.inputs[index] ?? ''),
      setting: (attribute, index) => {
        const value = node.attributes.get(attribute);
        if (value?.kind === 'ints') return value.value;
        return node.inputs[index] ? view.numbers(node.inputs[index]) : null;
      },
    };
    const rule = (node.domain === '' && PLACE_RULES.get(node.opType)) || broadcast;
    const outputs = rule(at);
    outputs.forEach((axes, index) => {
      const name = node.outputs[index];
      if (name && axes && hasPlaces(axes)) places.set(name, axes);
    });
  }
  return places;
}

function plainOf(dims: readonly number[] | null): readonly Axis[] | null {
  return dims?.map(plainAxis) ?? null;
}

/** Rows or columns are enough: a map of one row is still a map. */
function hasPlaces(axes: readonly Axis[]): boolean {
  return axes.some(isPlace);
}

/** Tensors that do not depend on what is fed, or only on its shape: weights behind any Cast, Mul, Transpose or DequantizeLinear. */
export function constantNames(view: GraphView, order: readonly OnnxNode[]): Set<string> {
  const constants = new Set(view.model.graph.initializers.map((tensor) => tensor.name));
  for (const node of order) {
    const isShape = node.domain === '' && (node.opType === 'Shape' || node.opType === 'Size');
    if (!isShape && !readNames(node).every((name) => constants.has(name))) continue;
    for (const name of node.outputs) if (name) constants.add(name);
  }
  return constants;
}
