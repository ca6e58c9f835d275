import { XaiError, type XaiErrorCode } from '../core/errors.ts';

/**
 * The file at an address, under its name.
 * @param what it is, for the message
 * @throws XaiError with the given code
 */
export async function fetchFile(url: string, code: XaiErrorCode, what: string, signal: AbortSignal): Promise<File> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const blob = await response.blob();
    return new File([blob], nameOf(url), { type: blob.type });
  } catch (cause) {
    signal.throwIfAborted();
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new XaiError(
      code,
      `The ${what} at ${url} did not arrive (${words}). Check the address, and that its server allows this page to read it.`,
      { file: url, cause },
    );
  }
}

/** Its text, likewise. */
export async function fetchText(...wish: Parameters<typeof fetchFile>): Promise<string> {
  return (await fetchFile(...wish)).text();
}

function nameOf(url: string): string {
  const path = url.split(/[?#]/, 1)[0];
  return path.slice(path.lastIndexOf('/') + 1) || url;
}
