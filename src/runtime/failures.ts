import { XaiError, type XaiErrorCode } from '../core/errors.ts';

interface Rule {
  readonly says: RegExp;
  /** Left out: at any time. */
  readonly during?: 'create' | 'run';
  readonly code: XaiErrorCode;
  readonly advice: string;
}

/** By the words of onnxruntime 1.30, web and native, first match first. */
const RULES: readonly Rule[] = [
  {
    // A later try is told that an earlier one failed.
    says: /no available backend found|previous call to 'init\w+\(\)' failed/i,
    during: 'create',
    code: 'engine-failed',
    advice:
      'onnxruntime did not start. Copy its ort-wasm files beside the script of the element or the worker, all four of them: ' +
      "browsers take different ones. If they are there, allow 'wasm-unsafe-eval' in the Content-Security-Policy.",
  },
  {
    says: /external data|external_data|model_path must not be empty|Module\.MountedFiles|not found.*\.data/i,
    code: 'model-external-data',
    advice:
      'The model keeps its weights in separate files that were not given. Put them beside the model, or save the model as one file.',
  },
  {
    says: /No opset import for domain/i,
    code: 'model-unsupported',
    advice:
      'The model uses operators of a set that it does not import, so no runtime can open it. Export it with standard ONNX operators.',
  },
  {
    says: /opset|IR version/i,
    during: 'create',
    code: 'model-unsupported',
    advice: "The runtime does not know this model's opset or IR version; export it with an opset from 7 to 21.",
  },
  {
    says: /protobuf|parsing failed|INVALID_PROTOBUF|Model data pointer is null/i,
    code: 'model-unreadable',
    advice: 'The file is not a whole ONNX model; fetch or export it again.',
  },
  {
    says: /device (?:was |is )?lost|DeviceLost|device_lost/i,
    code: 'device-lost',
    advice: 'The graphics device was lost. Run again, or choose the wasm backend.',
  },
  {
    says: /bad_alloc|out of memory|OrtAllocateBuffer|Array buffer allocation|memory access out of bounds|failed to allocate memory|BFCArena|shape is too large/i,
    code: 'out-of-memory',
    advice:
      'There is not enough memory for this model. Close other work, use a smaller batch, or run it with the command.',
  },
  {
    says: /invalid dimensions for input|Invalid rank for input|Unexpected input data type|missing in 'feeds'|invalid input '/i,
    during: 'run',
    code: 'recipe-invalid',
    advice: 'The model was not fed as it wants to be. Correct the input of its recipe: name, size, layout or type.',
  },
];

/** Turns what onnxruntime throws into an `XaiError` that says what to do; the runtime's own words stay as the cause. */
export function explainRuntimeFailure(cause: unknown, during: 'create' | 'run', file?: string): XaiError {
  if (cause instanceof XaiError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  // Where the runtime was called and where in its sources it stopped help nobody who reads this.
  const brief = text
    .replace(/^.*ERROR_CODE: \d+, ERROR_MESSAGE: /s, '')
    .split('\n')[0]
    .slice(0, 300);
  const node = /node(?:\(s\))?(?:\.| with)? name:?\s*'?([^\s']+)/i.exec(text)?.[1];
  const details = { file, node, cause };
  const operator =
    /No Op registered for ([\w.]+)/i.exec(text)?.[1] ??
    /Fatal error: ([\w.:]+)\(/.exec(text)?.[1] ??
    /Could not find an implementation for ([\w.]+)/i.exec(text)?.[1];
  if (operator !== undefined) {
    return new XaiError(
      'model-unsupported',
      `The runtime has no operator ${operator}. Export the model with standard ONNX operators. (${brief})`,
      { ...details, operator },
    );
  }
  const rule = RULES.find(({ says, during: when }) => says.test(text) && (when === undefined || when === during));
  if (rule) return new XaiError(rule.code, `${rule.advice} (${brief})`, details);
  const whole = /[.!?]$/.test(brief) ? brief : `${brief}.`;
  return during === 'create'
    ? new XaiError(
        'model-unsupported',
        `The runtime could not open this model: ${whole} Check the file with onnx.checker, or export it again.`,
        details,
      )
    : new XaiError(
        'engine-failed',
        `The model stopped while it ran: ${whole} Try another backend, or check the input of its recipe.`,
        details,
      );
}
