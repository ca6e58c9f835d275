import { XaiError, type XaiErrorCode } from '../core/errors.ts';

/**
 * The text at an address.
 * @param what it is, for the message
 * @throws XaiError with the given code
 */
export async function fetchText(url: string, code: XaiErrorCode, what: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.text();
  } catch (cause) {
    signal.throwIfAborted();
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new XaiError(code, `The ${what} at ${url} did not arrive (${words}). Check the address.`, {
      file: url,
      cause,
    });
  }
}
