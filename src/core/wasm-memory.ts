import { XaiError } from './errors.ts';

const PAGE_BYTES = 65536;

/**
 * Memory for code of `wasm-code.ts`, not to be enlarged.
 * @param purpose what is to lie there
 * @param advice what to do where there is no room
 * @throws XaiError `out-of-memory`
 */
export function makeMemory(
  bytes: number,
  purpose: string,
  { advice, option }: { readonly advice: string; readonly option?: string },
): WebAssembly.Memory {
  const pages = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (cause) {
    const refusal = `${purpose} would take ${Math.round(bytes / 2 ** 20)} MB; ${advice}.`;
    throw new XaiError('out-of-memory', refusal, { ...(option ? { option } : {}), cause });
  }
}
