import { XaiError } from '../core/errors.ts';
import { checkSavedExplanation, type SavedExplanation } from '../core/saved-explanation.ts';
import { fetchText } from './fetch-file.ts';

/** A saved explanation with its picture: an address, or the file that was saved within; null where it names none. */
export interface LoadedExplanation {
  readonly saved: SavedExplanation;
  readonly picture: string | Blob | null;
}

/**
 * Fetches a saved explanation, or takes what such a file held.
 * @throws XaiError `explanation-invalid`
 */
export async function loadExplanation(
  source: string | SavedExplanation,
  signal: AbortSignal,
): Promise<LoadedExplanation> {
  const isAddress = typeof source === 'string';
  const url = isAddress ? new URL(source, document.baseURI).href : document.baseURI;
  const value = isAddress ? parse(await fetchText(url, 'explanation-invalid', 'explanation', signal), url) : source;
  const saved = checkSavedExplanation(value, isAddress ? url : undefined);
  const { picture = null } = saved;
  return { saved, picture: picture && (readDataUrl(picture) ?? new URL(picture, url).href) };
}

function parse(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new XaiError('explanation-invalid', `The explanation at ${url} is not JSON. Save it again.`, {
      file: url,
      cause,
    });
  }
}

/** The file in a data URL; null where it is none. Read here and not by the browser, so that a strict policy need not allow data URLs. */
export function readDataUrl(url: string): Blob | null {
  const [, type, base64] = /^data:(image\/[\w+.-]+);base64,(.*)$/s.exec(url) ?? [];
  if (!type) return null;
  return new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], { type });
}
