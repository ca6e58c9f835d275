/** Every way in which this library refuses; the list is closed, so that a caller can switch on it. */
export type XaiErrorCode =
  | 'model-unreadable' // not an ONNX file, truncated or empty
  | 'model-external-data' // weights live in files that were not given
  | 'model-unsupported' // an operator or opset that the runtime does not know
  | 'model-dynamic-axis' // an input axis that neither the model nor the recipe fixes
  | 'model-fetch' // the address did not answer with the model
  | 'model-integrity' // size or hash is not the one that was asked for
  | 'model-output' // NaN, infinite or misshapen outputs
  | 'recipe-missing' // nothing says how to feed or read this model
  | 'recipe-invalid' // a recipe that breaks its schema or does not fit the model
  | 'labels-invalid' // the label list does not have one label per class
  | 'picture-unreadable'
  | 'picture-too-large'
  | 'picture-fetch'
  | 'recording-unreadable' // a CSV, WAV or label file that is broken or not what it says
  | 'recording-too-large'
  | 'session-invalid' // a session file that breaks its schema, or names what is not there
  | 'explanation-invalid' // a saved explanation that is not one, or did not arrive
  | 'no-detections'
  | 'target-missing'
  | 'option-invalid'
  | 'method-unsupported'
  | 'batch-fixed' // the batch axis cannot be freed
  | 'backend-unavailable'
  | 'device-lost'
  | 'out-of-memory'
  | 'engine-failed' // the worker or the runtime died and could not be brought back
  | 'input-missing' // a file or folder that is not there, or a later file of an element
  | 'data-unreadable' // a data set, an archive or annotations that can't be read
  | 'output-unwritable';

export interface XaiErrorDetails {
  /** Name of the graph node in question. */
  node?: string;
  /** Operator type of that node. */
  operator?: string;
  /** File name or address in question. */
  file?: string;
  /** Name of the option in question. */
  option?: string;
  cause?: unknown;
}

/** The one error class: what went wrong, where, and (in the message) what to do next. */
export class XaiError extends Error {
  readonly code: XaiErrorCode;
  readonly node?: string;
  readonly operator?: string;
  readonly file?: string;
  readonly option?: string;

  constructor(code: XaiErrorCode, message: string, details: XaiErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'XaiError';
    this.code = code;
    this.node = details.node;
    this.operator = details.operator;
    this.file = details.file;
    this.option = details.option;
  }
}
