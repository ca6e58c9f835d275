import { XaiError } from '../../core/errors.ts';
import { byName, type FileTree, isPictureName, nameTrouble, refuseLarge, type SetAside } from './file-tree.ts';

/**
 * Pictures on servers, one address a line; empty lines and those that begin with # are passed over. A picture's name is its
 * host and path.
 * @param text the list
 * @param name of the list
 * @throws XaiError `data-unreadable` when there is no address in it
 */
export function openAddresses(text: string, name: string): FileTree {
  const addresses = new Map<string, string>();
  const setAside: SetAside[] = [];
  for (const line of text.split(/\r?\n/)) {
    const address = line.trim();
    if (address === '' || address.startsWith('#')) continue;
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url || !/^https?:$/.test(url.protocol)) {
      setAside.push({ file: address.slice(0, 200), reason: 'It is no address that begins with http:// or https://.' });
      continue;
    }
    const file = pictureName(url);
    const reason = addresses.has(file) ? 'It is there twice.' : nameTrouble(file);
    if (reason === null) addresses.set(file, url.href);
    else setAside.push({ file: address.slice(0, 200), reason });
  }
  if (addresses.size === 0) {
    throw new XaiError('data-unreadable', `${name} holds no address; write one a line, as https://host/picture.jpg.`, {
      file: name,
    });
  }
  return {
    name,
    names: [...addresses.keys()].sort(byName),
    setAside,
    close: async () => {},
    async read(file, most, signal) {
      const address = addresses.get(file);
      if (address === undefined) throw new XaiError('data-unreadable', `${name} does not list ${file}.`, { file });
      return fetchBytes(address, most, signal);
    },
  };
}

/** Whatever the address ends in, the name is one of a picture. */
function pictureName({ host, pathname, search }: URL): string {
  const name = decodeName(`${host.replace(':', '_')}${pathname}`) + (search ? `_${search.slice(1)}` : '');
  return isPictureName(name) ? name : `${name.replace(/\/$/, '')}.jpg`;
}

function decodeName(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function fetchBytes(address: string, most: number, signal?: AbortSignal): Promise<Uint8Array> {
  const refuse = (what: string, cause?: unknown) =>
    new XaiError('picture-fetch', `${address} ${what}.`, { file: address, cause });
  const response = await fetch(address, { signal }).catch((cause) => {
    signal?.throwIfAborted();
    throw refuse(`did not answer (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  });
  if (!response.ok || !response.body) throw refuse(`answered with status ${response.status}`);
  refuseLarge(address, Number(response.headers.get('content-length') ?? 0), most);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    refuseLarge(address, bytes, most);
    chunks.push(chunk);
  }
  const out = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
