import { XaiError } from '../core/errors.ts';
import { decodeEntry, decodeGraphInto, decodeOpset, emptyGraph, type GraphParts } from './decode.ts';
import type { OnnxModel } from './model.ts';
import { guessFileKind } from './sniff.ts';
import { WireError, WireReader } from './wire.ts';

/**
 * Reads an ONNX file without running it. The weights are not copied: the model refers to `bytes`, which must not be
 * changed afterwards.
 *
 * @throws XaiError `model-unreadable` when the bytes are no whole ONNX model; the message says what they look like.
 */
export function readModel(bytes: Uint8Array): OnnxModel {
  if (bytes.length === 0) {
    throw new XaiError('model-unreadable', 'The model is empty (0 bytes). Export or download it again.');
  }
  try {
    return decodeModel(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new XaiError('model-unreadable', unreadable(bytes, error), { cause: error });
  }
}

function unreadable(bytes: Uint8Array, error: WireError): string {
  const kind = guessFileKind(bytes);
  if (kind) return `This is not an ONNX model but ${kind}`;
  // Nearly every exporter writes the IR version, a small number, first.
  const startsLikeModel = bytes[0] === 0x08 && bytes[1] > 0 && bytes[1] < 64;
  if (startsLikeModel && error.truncated) {
    return `The model is cut off after ${bytes.length} bytes (${error.message}). Export or download it again.`;
  }
  return `This is not an ONNX model (${bytes.length} bytes; ${error.message}). Give the .onnx file that the exporter wrote.`;
}

function decodeModel(bytes: Uint8Array): OnnxModel {
  let irVersion = 0;
  let producerName = '';
  let producerVersion = '';
  let graph: GraphParts | null = null;
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  const functions: string[] = [];
  const others: Uint8Array[] = [];
  const reader = new WireReader(bytes);
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        irVersion = reader.integer();
        break;
      case 2:
        producerName = reader.string();
        break;
      case 3:
        producerVersion = reader.string();
        break;
      case 7:
        // A message that comes twice is merged: that is how protobuf files are appended to.
        graph ??= emptyGraph();
        decodeGraphInto(reader.slice(), graph, 0);
        break;
      case 8: {
        const [domain, version] = decodeOpset(reader.slice());
        opsets.set(domain, version);
        break;
      }
      case 14: {
        const [key, value] = decodeEntry(reader.slice());
        metadata.set(key, value);
        break;
      }
      case 25: {
        const field = reader.skip();
        functions.push(functionName(field));
        others.push(field);
        break;
      }
      default:
        others.push(reader.skip());
    }
  }
  if (!graph || (graph.nodes.length === 0 && graph.outputs.length === 0))
    throw new WireError('it holds no graph', true);
  if (irVersion < 1) throw new WireError('it names no IR version', false);
  // IR versions 1 and 2 meant operator set 1 by leaving it out; later ones must name it.
  if (opsets.size === 0 && irVersion >= 3) throw new WireError('it names no operator set', true);
  if (opsets.size === 0) opsets.set('', 1);
  return { irVersion, producerName, producerVersion, opsets, metadata, graph, functions, others };
}

function functionName(field: Uint8Array): string {
  const outer = new WireReader(field);
  outer.next();
  const reader = new WireReader(outer.slice());
  let name = '';
  let domain = '';
  while (reader.next()) {
    if (reader.field === 1) name = reader.string();
    else if (reader.field === 10) domain = reader.string();
    else reader.skip();
  }
  return domain ? `${domain}::${name}` : name;
}
