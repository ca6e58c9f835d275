import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { XaiError } from '../../src/core/errors.ts';
import { seedKey, threefry2x32 } from '../../src/core/random.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { WireWriter } from '../../src/onnx/wire.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { buildModel, floats, node, smallModel, value } from './synthetic.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function refusal(bytes: Uint8Array): XaiError {
  try {
    readModel(bytes);
  } catch (error) {
    assert.ok(error instanceof XaiError, `threw ${error}`);
    assert.equal(error.code, 'model-unreadable');
    return error;
  }
  assert.fail('was read as a model');
}

test('a model that was written is read back the same', () => {
  const model = buildModel({
    inputs: [value('x', ['batch', 3, null, 7]), value('count', [], 'int64'), value('any', null)],
    outputs: [value('y', null, null)],
    initializers: [floats('w', [2, 3])],
    nodes: [
      node('Foo', ['x', '', 'w'], ['y', ''], {
        axis: -1,
        pads: [0, -2, 2 ** 40],
        mode: 'nearest',
        activations: { kind: 'strings', value: ['Tanh', 'Relu'] },
        alpha: { kind: 'float', value: 0.25 },
        scales: { kind: 'floats', value: [1, 1, 2, 0.5] },
        value: { kind: 'tensor', value: floats('inner', [3]) },
        body: { kind: 'graph', value: smallModel().graph },
      }),
      node('Bar', ['y'], ['z'], {}, 'com.example'),
    ],
  });
  const read = readModel(writeModel(model));
  const plain = (part: unknown) =>
    JSON.parse(
      JSON.stringify(part, (key, inner) => (key === 'encoded' ? undefined : inner instanceof Map ? [...inner] : inner)),
    );
  assert.deepEqual(plain(read), plain(model));
  // Unchanged parts are copied, so that writing again gives the same file.
  assert.deepEqual(writeModel(read), writeModel(model));
});

test('weights are slices of the file, not copies', () => {
  const bytes = writeModel(smallModel());
  const [weight] = readModel(bytes).graph.initializers;
  assert.equal(weight.encoded.buffer, bytes.buffer);
});

test('a file cut off anywhere is refused and called cut off', () => {
  const bytes = writeModel(smallModel());
  for (let length = 2; length < bytes.length; length++) {
    const error = refusal(bytes.subarray(0, length));
    assert.match(error.message, /cut off|not an ONNX model/, `${length} bytes`);
    if (length > 60) assert.match(error.message, /cut off after \d+ bytes/, `${length} bytes`);
  }
});

test('a real model cut off at many lengths is refused', { skip: missing('models/fastestdet/model.onnx') }, () => {
  const bytes = sharedFile('models/fastestdet/model.onnx');
  readModel(bytes);
  for (let part = 0; part < 100; part++) {
    const length = Math.max(1, Math.floor((bytes.length * part) / 100));
    refusal(bytes.subarray(0, length));
  }
});

test('an empty file is refused', () => {
  assert.match(refusal(new Uint8Array(0)).message, /empty/);
});

test('other files are called by their kind', () => {
  const zipped = (inner: string) => {
    const packed = deflateRawSync('x'.repeat(100));
    return Uint8Array.from([...bytesOf('PK\x03\x04'), ...new Uint8Array(26), ...bytesOf(inner), ...packed]);
  };
  const cases: [Uint8Array, RegExp][] = [
    [bytesOf('<!DOCTYPE html>\n<html><body>404</body></html>'), /web page/],
    [bytesOf('\n <html lang="en"></html>'), /web page/],
    [bytesOf('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n'), /Git LFS pointer.*git lfs pull/],
    [zipped('archive/data.pkl'), /PyTorch checkpoint.*torch\.onnx\.export/],
    [zipped('model.onnx'), /zip archive/],
    [Uint8Array.of(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c), /pickle/],
    [bytesOf('\x1c\0\0\0TFL3\0\0\0\0'), /TensorFlow Lite/],
    [bytesOf('\x1c\0\0\0ORTM\0\0\0\0'), /ORT format/],
    [bytesOf('\x89HDF\r\n\x1a\n\0\0'), /HDF5/],
    [bytesOf('GGUF\x03\0\0\0'), /GGUF/],
    [bytesOf('\x10\0\0\0\0\0\0\0{"weight": {}}  '), /safetensors/],
    [bytesOf('\x1f\x8b\x08\0'), /gzip/],
    [bytesOf('\x89PNG\r\n\x1a\n'), /picture/],
    [bytesOf('\xff\xd8\xff\xe0\0\x10JFIF'), /picture/],
    [bytesOf('{"modelTopology": {}}'), /JSON/],
    [bytesOf('this is just a note about a model'), /plain text/],
    // A TensorFlow SavedModel is protobuf too, but has no graph where ONNX has it.
    [Uint8Array.of(0x08, 0x01, 0x12, 0x02, 0x0a, 0x00), /no graph/],
  ];
  for (const [bytes, says] of cases) assert.match(refusal(bytes).message, says);
});

test('random bytes are refused, quickly', () => {
  const words = new Uint32Array(1 << 14);
  const started = performance.now();
  for (let seed = 0; seed < 50; seed++) {
    const [k0, k1] = seedKey(seed);
    for (let index = 0; index < words.length; index += 2) threefry2x32(k0, k1, index, 0, words, index);
    refusal(new Uint8Array(words.buffer));
  }
  assert.ok(performance.now() - started < 5000);
});

test('flipped bytes never do worse than a refusal', () => {
  const bytes = writeModel(smallModel());
  for (let at = 0; at < bytes.length; at++) {
    for (const flip of [0x01, 0x80, 0xff]) {
      const broken = bytes.slice();
      broken[at] ^= flip;
      try {
        readModel(broken);
      } catch (error) {
        assert.ok(error instanceof XaiError, `byte ${at}: ${error}`);
      }
    }
  }
});

test('lengths and nestings that lie are refused', () => {
  // A graph that claims 2^63 bytes.
  refusal(Uint8Array.of(0x08, 8, 0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f));
  // A number of more than ten bytes.
  refusal(Uint8Array.of(0x08, ...new Array<number>(11).fill(0xff)));
  // Subgraphs within subgraphs, 10 000 deep.
  let inner = new WireWriter();
  for (let depth = 0; depth < 10_000; depth++) {
    const attribute = new WireWriter();
    attribute.message(6, inner);
    const body = new WireWriter();
    body.string(4, 'If');
    body.message(5, attribute);
    inner = new WireWriter();
    inner.message(1, body);
    if (depth % 100 === 0) {
      const flat = new WireWriter();
      flat.raw(inner.finish());
      inner = flat;
    }
  }
  const model = new WireWriter();
  model.integer(1, 8);
  model.message(7, inner);
  assert.match(refusal(model.finish()).message, /nested too deeply/);
});

test('a graph that was appended to the file is merged', () => {
  const model = smallModel();
  const first = writeModel({ ...model, graph: { ...model.graph, nodes: model.graph.nodes.slice(0, 2) } });
  const second = new WireWriter();
  const graph = new WireWriter();
  const tail = readModel(writeModel({ ...model, graph: { ...model.graph, nodes: model.graph.nodes.slice(2) } }));
  graph.slice(1, tail.graph.nodes[0].encoded as Uint8Array);
  second.message(7, graph);
  const merged = readModel(Uint8Array.from([...first, ...second.finish()]));
  assert.deepEqual(
    merged.graph.nodes.map((part) => part.opType),
    ['Conv', 'Relu', 'GlobalAveragePool'],
  );
});
