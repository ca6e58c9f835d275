import { XaiError, type XaiErrorCode } from '../../core/errors.ts';
import type { ResultRecord } from './record.ts';

/** Failures that every further picture would share: the options or the model have to change first. */
export const FATAL: ReadonlySet<XaiErrorCode> = new Set([
  'option-invalid',
  'method-unsupported',
  'recipe-invalid',
  'labels-invalid',
  'backend-unavailable',
  'output-unwritable',
]);

/** A result without maps. */
export type Failure = Exclude<ResultRecord, { readonly status: 'explained' }>;

/** What came of some work: what it gives or, where it throws, that there is nothing or that it failed. */
export async function attempt<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | Failure> {
  try {
    return await work();
  } catch (cause) {
    return failureOf(cause, signal);
  }
}

/** @throws what ends the whole audit */
export function failureOf(cause: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) throw signal.reason;
  const code = cause instanceof XaiError ? cause.code : 'engine-failed';
  const message = cause instanceof Error ? cause.message : String(cause);
  if (code === 'no-detections') return { status: 'empty', reason: message };
  if (FATAL.has(code)) throw cause;
  return { status: 'failed', code, message };
}
