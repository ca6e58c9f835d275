import { type Task, TaskStatus } from '@lit/task';
import { XaiError } from '../../core/errors.ts';
import { errorFromWire, errorToWire } from '../../engine/wire-error.ts';

/** The value of a task that has one now: not while it runs again. */
export function settled<T>(task: Task<readonly unknown[], T>): T | null {
  return task.status === TaskStatus.COMPLETE ? (task.value ?? null) : null;
}

export function isPending(task: { status: TaskStatus }): boolean {
  return task.status === TaskStatus.PENDING;
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Whatever a task threw, as the one error class. */
export function asXaiError(error: unknown): XaiError {
  return error instanceof XaiError ? error : errorFromWire(errorToWire(error));
}
