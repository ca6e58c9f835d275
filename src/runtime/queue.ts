/**
 * One queue for every create and every run of every session: on WebGPU two creates at once throw, and two runs at once
 * hung a page for good (see docs/decisions.md).
 */
let tail: Promise<unknown> = Promise.resolve();

export function enqueue<T>(work: () => Promise<T>): Promise<T> {
  const result = tail.then(work);
  // A failed piece of work must not stop the ones behind it.
  tail = result.catch(() => {});
  return result;
}
