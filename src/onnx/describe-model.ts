import {
  type Dim,
  elementBits,
  type OnnxElementType,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  trueInputs,
  type ValueInfo,
} from './model.ts';

export interface TensorDescription {
  readonly name: string;
  /** null: not a tensor, or not said. */
  readonly type: OnnxElementType | null;
  /** Per axis a number, the name of a symbolic axis, or null when unknown; null when the number of axes is unknown. */
  readonly dims: readonly Dim[] | null;
}

/** What a model file says about itself; plain data that survives JSON and a worker's border. */
export interface ModelDescription {
  /** What has to be fed: initializers that are listed as inputs too (IR version 3) are left out. */
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  readonly irVersion: number;
  /** Exporter and its version, such as `pytorch 2.1.0`; '' when not said. */
  readonly producer: string;
  /** Operator set version per domain; the standard domain is `ai.onnx`. */
  readonly opsets: Readonly<Record<string, number>>;
  /** Number of nodes per operator, subgraphs counted, most frequent first; `domain::Operator` outside `ai.onnx`. */
  readonly operators: Readonly<Record<string, number>>;
  /** Operators outside `ai.onnx` that the file does not define itself: the runtime must bring them. */
  readonly customOperators: readonly string[];
  /** The exporter's notes (`metadata_props`). */
  readonly metadata: Readonly<Record<string, string>>;
  /** Numbers in all weights; constants of type int64, bool and string (shapes, indices, labels) are not counted. */
  readonly parameterCount: number;
  readonly parameterBytes: number;
  /** Names of the files that hold weights outside the model's own; whether they are there only the caller can know. */
  readonly externalFiles: readonly string[];
}

export function describeModel(model: OnnxModel): ModelDescription {
  const operators = new Map<string, number>();
  const external = new Set<string>();
  let parameterCount = 0;
  let parameterBits = 0;
  const countTensor = (tensor: OnnxTensor) => {
    if (tensor.externalFile !== null) external.add(tensor.externalFile);
    if (tensor.type === 'int64' || tensor.type === 'bool' || tensor.type === 'string') return;
    const count = tensor.dims.reduce((product, dim) => product * dim, 1);
    parameterCount += count;
    parameterBits += count * elementBits(tensor.type);
  };
  const countGraph = (graph: OnnxGraph) => {
    for (const tensor of graph.initializers) countTensor(tensor);
    for (const node of graph.nodes) {
      const name = operatorName(node);
      operators.set(name, (operators.get(name) ?? 0) + 1);
      for (const attribute of node.attributes.values()) {
        if (attribute.kind === 'tensor') countTensor(attribute.value);
        else if (attribute.kind === 'graph') countGraph(attribute.value);
        else if (attribute.kind === 'graphs') attribute.value.forEach(countGraph);
      }
    }
  };
  countGraph(model.graph);
  return {
    inputs: trueInputs(model.graph).map(describeValue),
    outputs: model.graph.outputs.map(describeValue),
    irVersion: model.irVersion,
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    opsets: toRecord([...model.opsets].map(([domain, version]) => [domain || 'ai.onnx', version])),
    operators: toRecord([...operators].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))),
    customOperators: [...operators.keys()]
      .filter((name) => name.includes('::') && !model.functions.includes(name))
      .sort(),
    metadata: toRecord([...model.metadata]),
    parameterCount,
    parameterBytes: Math.ceil(parameterBits / 8),
    externalFiles: [...external].sort(),
  };
}

function operatorName(node: OnnxNode): string {
  return node.domain ? `${node.domain}::${node.opType}` : node.opType;
}

function describeValue({ name, type, dims }: ValueInfo): TensorDescription {
  return { name, type, dims };
}

/** `Object.fromEntries` makes own properties even of `__proto__`, which a hostile file may use as a key. */
function toRecord<T>(entries: Iterable<[string, T]>): Readonly<Record<string, T>> {
  return Object.fromEntries(entries);
}
