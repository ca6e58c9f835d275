import {
  ELEMENT_TYPES,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type ValueInfo,
} from './model.ts';
import { WireWriter } from './wire.ts';

/** Writes a model as an ONNX file; parts that were read and not changed are copied byte for byte. */
export function writeModel(model: OnnxModel): Uint8Array {
  const writer = new WireWriter();
  writer.integer(1, model.irVersion);
  if (model.producerName) writer.string(2, model.producerName);
  if (model.producerVersion) writer.string(3, model.producerVersion);
  for (const [domain, version] of model.opsets) {
    const opset = new WireWriter();
    if (domain) opset.string(1, domain);
    opset.integer(2, version);
    writer.message(8, opset);
  }
  for (const [key, value] of model.metadata) {
    const entry = new WireWriter();
    entry.string(1, key);
    entry.string(2, value);
    writer.message(14, entry);
  }
  writer.message(7, encodeGraph(model.graph));
  for (const field of model.others) writer.raw(field);
  return writer.finish();
}

function encodeGraph(graph: OnnxGraph): WireWriter {
  const writer = new WireWriter();
  if (graph.name) writer.string(2, graph.name);
  for (const node of graph.nodes) {
    if (node.encoded) writer.slice(1, node.encoded);
    else writer.message(1, encodeNode(node));
  }
  for (const tensor of graph.initializers) writer.slice(5, tensor.encoded);
  const valueLists = [
    [11, graph.inputs],
    [12, graph.outputs],
    [13, graph.valueInfos],
  ] as const;
  for (const [field, values] of valueLists) {
    for (const value of values) {
      if (value.encoded) writer.slice(field, value.encoded);
      else writer.message(field, encodeValueInfo(value));
    }
  }
  for (const field of graph.others) writer.raw(field);
  return writer;
}

function encodeNode(node: OnnxNode): WireWriter {
  const writer = new WireWriter();
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  if (node.name) writer.string(3, node.name);
  writer.string(4, node.opType);
  for (const [name, attribute] of node.attributes) {
    if (attribute.kind === 'other') writer.slice(5, attribute.value);
    else writer.message(5, encodeAttribute(name, attribute));
  }
  if (node.domain) writer.string(7, node.domain);
  return writer;
}

function encodeAttribute(name: string, attribute: Exclude<OnnxAttribute, { kind: 'other' }>): WireWriter {
  const writer = new WireWriter();
  writer.string(1, name);
  const type = (code: number) => writer.integer(20, code);
  switch (attribute.kind) {
    case 'float':
      writer.float(2, attribute.value);
      type(1);
      break;
    case 'int':
      writer.integer(3, attribute.value);
      type(2);
      break;
    case 'string':
      writer.string(4, attribute.value);
      type(3);
      break;
    case 'tensor':
      writer.slice(5, attribute.value.encoded);
      type(4);
      break;
    case 'graph':
      writer.message(6, encodeGraph(attribute.value));
      type(5);
      break;
    case 'floats':
      for (const value of attribute.value) writer.float(7, value);
      type(6);
      break;
    case 'ints':
      writer.packedIntegers(8, attribute.value);
      type(7);
      break;
    case 'strings':
      for (const text of attribute.value) writer.string(9, text);
      type(8);
      break;
    case 'graphs':
      for (const graph of attribute.value) writer.message(11, encodeGraph(graph));
      type(10);
      break;
  }
  return writer;
}

function encodeValueInfo(value: ValueInfo): WireWriter {
  const writer = new WireWriter();
  writer.string(1, value.name);
  // A value of which nothing is said keeps its name only; the runtime infers the rest.
  if (value.type === null) return writer;
  const tensor = new WireWriter();
  tensor.integer(1, ELEMENT_TYPES.indexOf(value.type));
  if (value.dims) {
    const shape = new WireWriter();
    for (const dim of value.dims) {
      const encoded = new WireWriter();
      if (typeof dim === 'number') encoded.integer(1, dim);
      else if (dim !== null) encoded.string(2, dim);
      shape.message(1, encoded);
    }
    tensor.message(2, shape);
  }
  const type = new WireWriter();
  type.message(1, tensor);
  writer.message(2, type);
  return writer;
}
