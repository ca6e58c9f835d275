import { XaiError } from '../core/errors.ts';

/** Turns what onnxruntime throws into an `XaiError` that says what to do; the runtime's own words stay as the cause. */
export function explainRuntimeFailure(cause: unknown, during: 'create' | 'run', file?: string): XaiError {
  if (cause instanceof XaiError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const brief = text.split('\n')[0].slice(0, 300);
  const node = /node(?:\(s\))?(?: with)? name:?\s*'?([^\s']+)/i.exec(text)?.[1];
  const details = { file, node, cause };
  if (/external data|external_data|model_path must not be empty|Module\.MountedFiles|not found.*\.data/i.test(text)) {
    return new XaiError(
      'model-external-data',
      `The model keeps its weights in separate files that were not given. Put them beside the model, or save the model as one file. (${brief})`,
      details,
    );
  }
  const operator =
    /(?:No Op registered for|is not a registered function\/op)\s*([\w.]*)/i.exec(text)?.[1] ||
    /Fatal error: ([\w.:]+)\(/.exec(text)?.[1] ||
    /Could not find an implementation for ([\w.]+)/i.exec(text)?.[1];
  if (operator || /not a registered function/i.test(text)) {
    return new XaiError(
      'model-unsupported',
      `The runtime has no operator ${operator ?? 'of the kind that the model uses'}. Export the model with standard ONNX operators. (${brief})`,
      { ...details, operator },
    );
  }
  if (/opset|IR version/i.test(text) && during === 'create') {
    return new XaiError(
      'model-unsupported',
      `The runtime does not know this model's opset or IR version; export it with an opset from 7 to 21. (${brief})`,
      details,
    );
  }
  if (/protobuf|parsing failed|INVALID_PROTOBUF/i.test(text)) {
    return new XaiError(
      'model-unreadable',
      `The file is not a whole ONNX model; fetch or export it again. (${brief})`,
      details,
    );
  }
  if (/device (?:was |is )?lost|DeviceLost|device_lost/i.test(text)) {
    return new XaiError(
      'device-lost',
      `The graphics device was lost. Run again, or choose the wasm backend. (${brief})`,
      details,
    );
  }
  if (/bad_alloc|out of memory|OrtAllocateBuffer|Array buffer allocation|memory access out of bounds/i.test(text)) {
    return new XaiError(
      'out-of-memory',
      `There is not enough memory for this model. Close other work, use a smaller batch, or run it with the command. (${brief})`,
      details,
    );
  }
  return during === 'create'
    ? new XaiError('model-unsupported', `The runtime could not open this model: ${brief}`, details)
    : new XaiError('engine-failed', `The model stopped while it ran: ${brief}`, details);
}
