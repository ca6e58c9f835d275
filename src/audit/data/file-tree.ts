import { XaiError } from '../../core/errors.ts';
import type { BesideFiles } from './beside.ts';

/** A file or picture that was set aside, and why; everything else goes on without it. */
export interface SetAside {
  /** Name of the file. */
  readonly file: string;
  /** A sentence. */
  readonly reason: string;
}

/** Files of a data set, wherever they lie: in a folder, an archive, or on servers. */
export interface FileTree {
  /** Name for people. */
  readonly name: string;
  /** Names with forward slashes, relative, in order of their characters, each once. */
  readonly names: readonly string[];
  readonly setAside: readonly SetAside[];
  /** Annotations that lie beside a folder of pictures; they count where it holds none. Default: there are none. */
  readonly beside?: BesideFiles | null;
  /**
   * @param most bytes that the file may have
   * @throws XaiError `data-unreadable` when it has more, is not there or can't be read
   */
  read(name: string, most: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Lets files go that are held open. */
  close(): Promise<void>;
}

/** Bytes of the largest picture file, list or annotation file that is read. */
export const MOST_FILE_BYTES = 256 * 2 ** 20;

const PICTURE = /\.(png|jpe?g|webp|gif|avif|tiff?|bmp)$/i;

/** Whether a file is a picture, by the ending of its name. */
export function isPictureName(name: string): boolean {
  return PICTURE.test(name);
}

/** By character codes, which is the same on every machine. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Why a name from outside must not be used as one of a file, or null. Names are shown and hashed, and reports name files after
 * them, so nothing may lead out of the folder that it is put in.
 */
export function nameTrouble(name: string): string | null {
  if (name === '' || name.length > 1024) return 'Its name is empty or longer than 1024 characters.';
  if ([...name].some((character) => character < ' ')) return 'Its name has control characters.';
  if (name.includes('\\')) return 'Its name has a backslash.';
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'Its name begins at the root of a disk.';
  if (name.split('/').some((part) => part === '..' || part === '.' || part === '')) {
    return 'Its name leads out of the data set (.. or an empty part).';
  }
  return null;
}

/** @throws XaiError `data-unreadable` */
export function refuseLarge(name: string, bytes: number, most: number): void {
  if (bytes <= most) return;
  const megabytes = (size: number) => `${Math.ceil(size / 2 ** 20)} MB`;
  throw new XaiError('data-unreadable', `${name} has ${megabytes(bytes)}; at most ${megabytes(most)} are read.`, {
    file: name,
  });
}

/** @throws XaiError `data-unreadable` for text that is not UTF-8 */
export function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new XaiError('data-unreadable', `${name} is not text in UTF-8; save it as such.`, { file: name, cause });
  }
}
