import { XaiError } from '../../src/core/errors.ts';
import { sha256Hex } from '../../src/core/hash.ts';
import type { GivenModel } from '../explain/given-model.ts';
import type { ModelOffer } from './offer.ts';

/**
 * Fetches a model and the texts beside it.
 * @param onProgress bytes so far, and in all where the server says it
 * @throws XaiError `model-fetch`, or `model-integrity` for a file that is not the one that was meant
 */
export async function fetchModel(
  offer: ModelOffer,
  signal: AbortSignal,
  onProgress: (done: number, total: number | null) => void,
): Promise<GivenModel> {
  const { name, url, knowledge } = offer;
  const file = await fetchFile(offer, signal, onProgress);
  if (offer.sha256 !== null) {
    const sha256 = await sha256Hex(new Uint8Array(await file.arrayBuffer()));
    if (sha256 !== offer.sha256) {
      throw new XaiError(
        'model-integrity',
        `What arrived from ${url} is not the file that was meant: its SHA-256 is ${sha256}. It was not opened.`,
        { file: url },
      );
    }
  }
  const texts = await Promise.all(Object.entries(offer.beside).map(([near, from]) => fetchText(near, from, signal)));
  const found = Object.fromEntries(texts.filter((entry) => entry !== null));
  const beside = Object.keys(found).length > 0 ? { ...knowledge.beside, ...found } : knowledge.beside;
  return { ...knowledge, beside, source: file, name, origin: url };
}

async function fetchFile(
  { name, url, bytes }: ModelOffer,
  signal: AbortSignal,
  onProgress: (done: number, total: number | null) => void,
): Promise<File> {
  const answer = await request(url, signal);
  const stated = Number(answer.headers.get('content-length'));
  // With a content encoding the stated length is that of the packed bytes.
  const total = bytes ?? (stated > 0 && !answer.headers.get('content-encoding') ? stated : null);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  try {
    for await (const part of chunks(answer)) {
      parts.push(part);
      done += part.length;
      onProgress(done, total);
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new XaiError('model-fetch', `The connection to ${url} broke after ${done} bytes. Try again.`, {
      file: url,
      cause,
    });
  }
  return new File(parts, name);
}

async function* chunks(answer: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = (answer.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
  try {
    // Whoever serves the file learns nothing but its address.
    const answer = await fetch(url, { signal, credentials: 'same-origin', referrerPolicy: 'no-referrer' });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer;
  } catch (cause) {
    signal.throwIfAborted();
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new XaiError(
      'model-fetch',
      `The model at ${url} did not arrive (${words}). Check the address and the connection; its server must allow other ` +
        'sites to read it (CORS).',
      { file: url, cause },
    );
  }
}

/** A text that isn't there is left out; so is the page with which some hosts answer every address. */
async function fetchText(name: string, url: string, signal: AbortSignal): Promise<[string, string] | null> {
  try {
    const answer = await request(url, signal);
    const isPage = answer.headers.get('content-type')?.includes('text/html') ?? false;
    return isPage ? null : [name, await answer.text()];
  } catch {
    signal.throwIfAborted();
    return null;
  }
}
