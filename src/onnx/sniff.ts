/** What the file is instead, and what to do about it; `text` patterns are matched against its first 200 characters. */
const KINDS: readonly { readonly test: (bytes: Uint8Array, text: string) => boolean; readonly says: string }[] = [
  {
    test: (_, text) => text.startsWith('version https://git-lfs'),
    says: 'a Git LFS pointer: the weights were not fetched. Run "git lfs pull", or download the file itself.',
  },
  {
    test: (_, text) => /^\s*<(!doctype|html|head|\?xml|!--)/i.test(text),
    says: 'a web page: the address answered with HTML. Use the address of the raw file.',
  },
  {
    test: (bytes, text) => text.startsWith('PK\x03\x04') && contains(bytes, 'data.pkl'),
    says: 'a PyTorch checkpoint. Export it with torch.onnx.export first.',
  },
  {
    test: (_, text) => text.startsWith('PK'),
    says: 'a zip archive. Unpack it and give the .onnx file in it (a PyTorch or Keras file must be exported to ONNX first).',
  },
  {
    test: (bytes) => bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5,
    says: 'a Python pickle (an older PyTorch checkpoint). Export it with torch.onnx.export first.',
  },
  {
    test: (_, text) => text.slice(4, 8) === 'TFL3',
    says: 'a TensorFlow Lite model. Convert it with tf2onnx first.',
  },
  {
    test: (_, text) => text.slice(4, 8) === 'ORTM',
    says: 'a model in the ORT format, which cannot be rewritten. Give the .onnx file that it was made from.',
  },
  { test: (_, text) => text.startsWith('\x89HDF'), says: 'an HDF5 (Keras) file. Convert it with tf2onnx first.' },
  { test: (_, text) => text.startsWith('GGUF'), says: 'a GGUF file. Only ONNX models can be explained here.' },
  {
    test: (_, text) => text.charCodeAt(8) === 0x7b && text.slice(4, 8) === '\0\0\0\0',
    says: 'a safetensors file: weights without a graph. Export the model to ONNX first.',
  },
  { test: (_, text) => text.startsWith('\x1f\x8b'), says: 'a gzip archive. Unpack it first.' },
  {
    test: (_, text) => text.startsWith('\x89PNG') || text.startsWith('\xff\xd8\xff'),
    says: 'a picture. Give the .onnx file.',
  },
  { test: (_, text) => /^\s*[{[]/.test(text), says: 'JSON text. Give the .onnx file that it describes.' },
  { test: (_, text) => /^[\t\n\r\x20-\x7e]{16,}$/.test(text), says: 'plain text. Give the .onnx file.' },
];

/** Says by its content what a file that is no ONNX model looks like, as "a ... . Do ...", or null. */
export function guessFileKind(bytes: Uint8Array): string | null {
  const text = String.fromCharCode(...bytes.subarray(0, 200));
  return KINDS.find((kind) => kind.test(bytes, text))?.says ?? null;
}

function contains(bytes: Uint8Array, needle: string): boolean {
  const head = bytes.subarray(0, 4096);
  return String.fromCharCode(...head).includes(needle);
}
