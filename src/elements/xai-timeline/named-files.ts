import type { NamedFile } from '../../engine/protocol.ts';
import { absoluteUrl } from '../../engine/source.ts';

/** A file or an address as the engine wants it. */
export function namedFile(source: string | Blob): NamedFile {
  if (source instanceof Blob) return { name: source instanceof File ? source.name : 'recording', source };
  if (source.startsWith('embedded:')) return { name: source, source };
  const url = absoluteUrl(source);
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return { name: decodeURIComponent(path.split('/').at(-1) || url), source: url };
}
