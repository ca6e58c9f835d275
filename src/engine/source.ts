import type { ModelSource } from './protocol.ts';

/** Addresses are read against the page, not the worker; bytes become a Blob, which crosses without being copied. */
export function portableSource(source: ModelSource): ModelSource {
  if (typeof source === 'string') return absoluteUrl(source);
  if (source instanceof ArrayBuffer || source instanceof Uint8Array) return new Blob([source as BlobPart]);
  return source;
}

export function absoluteUrl(url: string): string {
  const base = typeof document === 'undefined' ? undefined : document.baseURI;
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}
