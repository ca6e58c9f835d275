import { XaiError, type XaiErrorCode } from '../core/errors.ts';

/** An `XaiError` as plain data. */
export interface WireError {
  readonly code: XaiErrorCode;
  readonly message: string;
  readonly details: { node?: string; operator?: string; file?: string; option?: string };
}

/** Anything that is not an `XaiError` becomes `engine-failed`, its own words kept. */
export function errorToWire(error: unknown): WireError {
  if (error instanceof XaiError) {
    const { code, message, node, operator, file, option } = error;
    return { code, message, details: { node, operator, file, option } };
  }
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: 'engine-failed',
    message: `The engine stopped in a way that was not foreseen; try again, and report it if it stays. (${words})`,
    details: {},
  };
}

export function errorFromWire(wire: WireError): XaiError {
  return new XaiError(wire.code, wire.message, wire.details);
}
