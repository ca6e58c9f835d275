/** The messages inside an ONNX file; field numbers as in onnx.proto3 of onnx 1.18. */
import { XaiError } from '../core/errors.ts';
import {
  type Dim,
  ELEMENT_TYPES,
  type OnnxAttribute,
  type OnnxElementType,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type ValueInfo,
} from './model.ts';
import { WireError, WireReader } from './wire.ts';

/** Subgraphs within subgraphs beyond this depth are taken for an attack on the stack. */
const DEEPEST_SUBGRAPH = 32;

/** A runtime takes a minute to open a graph of this size; models of pictures and recordings have a few thousand nodes. */
const MOST_NODES = 50_000;

/** A graph while it is read. */
export interface GraphParts extends OnnxGraph {
  name: string;
  readonly nodes: OnnxNode[];
  readonly initializers: OnnxTensor[];
  readonly inputs: ValueInfo[];
  readonly outputs: ValueInfo[];
  readonly valueInfos: ValueInfo[];
  readonly others: Uint8Array[];
}

export function emptyGraph(): GraphParts {
  return { name: '', nodes: [], initializers: [], inputs: [], outputs: [], valueInfos: [], others: [] };
}

export function decodeGraphInto(bytes: Uint8Array, graph: GraphParts, depth: number): void {
  if (depth > DEEPEST_SUBGRAPH) throw new WireError('subgraphs are nested too deeply', false);
  const reader = new WireReader(bytes);
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        if (graph.nodes.length === MOST_NODES) throw tooManyNodes();
        graph.nodes.push(decodeNode(reader.slice(), depth));
        break;
      case 2:
        graph.name = reader.string();
        break;
      case 5:
        graph.initializers.push(decodeTensor(reader.slice()));
        break;
      case 11:
        graph.inputs.push(decodeValueInfo(reader.slice()));
        break;
      case 12:
        graph.outputs.push(decodeValueInfo(reader.slice()));
        break;
      case 13:
        graph.valueInfos.push(decodeValueInfo(reader.slice()));
        break;
      default:
        graph.others.push(reader.skip());
    }
  }
}

function tooManyNodes(): XaiError {
  const message = `The graph has more than ${MOST_NODES} nodes, too many to work with here. Export a smaller model, or one whose loops are not unrolled.`;
  return new XaiError('model-unsupported', message);
}

function decodeNode(bytes: Uint8Array, depth: number): OnnxNode {
  let name = '';
  let opType = '';
  let domain = '';
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  const reader = new WireReader(bytes);
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        inputs.push(reader.string());
        break;
      case 2:
        outputs.push(reader.string());
        break;
      case 3:
        name = reader.string();
        break;
      case 4:
        opType = reader.string();
        break;
      case 5: {
        const [key, attribute] = decodeAttribute(reader.slice(), depth);
        attributes.set(key, attribute);
        break;
      }
      case 7:
        domain = standardDomain(reader.string());
        break;
      default:
        reader.skip();
    }
  }
  if (!opType) throw new WireError('a node has no operator', false);
  return { name, opType, domain, inputs, outputs, attributes, encoded: bytes };
}

function decodeAttribute(bytes: Uint8Array, depth: number): [name: string, attribute: OnnxAttribute] {
  let name = '';
  let type = 0;
  let float = 0;
  let int = 0;
  let string = '';
  let tensor: OnnxTensor | null = null;
  const floats: number[] = [];
  const ints: bigint[] = [];
  const strings: string[] = [];
  const graphs: GraphParts[] = [];
  /** Kind by the field that holds the value, for files older than the `type` field. */
  let kindSeen = 0;
  const reader = new WireReader(bytes);
  while (reader.next()) {
    const { field } = reader;
    if (field === 1) name = reader.string();
    else if (field === 20) type = reader.integer();
    else if (field >= 2 && field <= 11) {
      kindSeen = field - 1;
      if (field === 2) float = reader.float();
      else if (field === 3) int = reader.integer();
      else if (field === 4) string = reader.string();
      else if (field === 5) tensor = decodeTensor(reader.slice());
      else if (field === 6 || field === 11) {
        const graph = emptyGraph();
        decodeGraphInto(reader.slice(), graph, depth + 1);
        graphs.push(graph);
      } else if (field === 7) reader.floats(floats);
      else if (field === 8) reader.bigints(ints);
      else if (field === 9) strings.push(reader.string());
      else reader.skip();
    } else reader.skip();
  }
  switch (type || kindSeen) {
    case 1:
      return [name, { kind: 'float', value: float }];
    case 2:
      return [name, { kind: 'int', value: int }];
    case 3:
      return [name, { kind: 'string', value: string }];
    case 4:
      if (tensor) return [name, { kind: 'tensor', value: tensor }];
      break;
    case 5:
      if (graphs.length === 1) return [name, { kind: 'graph', value: graphs[0] }];
      break;
    case 6:
      return [name, { kind: 'floats', value: floats }];
    case 7:
      return [name, { kind: 'ints', value: ints.map(Number) }];
    case 8:
      return [name, { kind: 'strings', value: strings }];
    case 10:
      return [name, { kind: 'graphs', value: graphs }];
  }
  return [name, { kind: 'other', value: bytes }];
}

export function decodeTensor(bytes: Uint8Array): OnnxTensor {
  let name = '';
  let type: OnnxElementType = 'undefined';
  let externalFile: string | null = null;
  const dims: bigint[] = [];
  const reader = new WireReader(bytes);
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        reader.bigints(dims);
        break;
      case 2:
        type = elementType(reader.integer());
        break;
      case 8:
        name = reader.string();
        break;
      case 13: {
        const [key, value] = decodeEntry(reader.slice());
        if (key === 'location') externalFile = value;
        break;
      }
      default:
        reader.skip();
    }
  }
  if (dims.some((dim) => dim < 0n)) throw new WireError(`the tensor "${name}" has a negative size`, false);
  return { name, type, dims: dims.map(Number), externalFile, encoded: bytes };
}

/** Where in its file the numbers of such a tensor lie, bytes; null: to its end. */
export function externalPlace(bytes: Uint8Array): { readonly offset: number; readonly length: number | null } {
  const entries = new Map<string, string>();
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 13) entries.set(...decodeEntry(reader.slice()));
    else reader.skip();
  }
  const length = entries.get('length');
  return { offset: Number(entries.get('offset') ?? 0), length: length === undefined ? null : Number(length) };
}

export function elementType(code: number): OnnxElementType {
  return ELEMENT_TYPES[code] ?? 'undefined';
}

function decodeValueInfo(bytes: Uint8Array): ValueInfo {
  let name = '';
  let type: OnnxElementType | null = null;
  let dims: Dim[] | null = null;
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) name = reader.string();
    else if (reader.field === 2) {
      const typeReader = new WireReader(reader.slice());
      while (typeReader.next()) {
        // Field 1 is a dense tensor; sequences, maps, optionals and sparse tensors have fields of their own.
        if (typeReader.field === 1) [type, dims] = decodeTensorType(typeReader.slice());
        else typeReader.skip();
      }
    } else reader.skip();
  }
  return { name, type, dims, encoded: bytes };
}

function decodeTensorType(bytes: Uint8Array): [type: OnnxElementType, dims: Dim[] | null] {
  let type: OnnxElementType = 'undefined';
  let dims: Dim[] | null = null;
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) type = elementType(reader.integer());
    else if (reader.field === 2) {
      dims ??= [];
      const shape = new WireReader(reader.slice());
      while (shape.next()) {
        if (shape.field === 1) dims.push(decodeDim(shape.slice()));
        else shape.skip();
      }
    } else reader.skip();
  }
  return [type, dims];
}

function decodeDim(bytes: Uint8Array): Dim {
  let dim: Dim = null;
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) {
      const value = reader.integer();
      // Some exporters write -1 or 0 for "any".
      dim = value > 0 ? value : null;
    } else if (reader.field === 2) dim = reader.string() || null;
    else reader.skip();
  }
  return dim;
}

/** Name and value of a StringStringEntryProto. */
export function decodeEntry(bytes: Uint8Array): [key: string, value: string] {
  let key = '';
  let value = '';
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) value = reader.string();
    else reader.skip();
  }
  return [key, value];
}

export function decodeOpset(bytes: Uint8Array): [domain: string, version: number] {
  let domain = '';
  let version = 0;
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) domain = standardDomain(reader.string());
    else if (reader.field === 2) version = reader.integer();
    else reader.skip();
  }
  return [domain, version];
}

/** The standard operators go by two names. */
function standardDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}
