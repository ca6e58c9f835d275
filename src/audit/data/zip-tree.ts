import { Inflate } from 'fflate';
import { XaiError } from '../../core/errors.ts';
import { type FileTree, refuseLarge } from './file-tree.ts';
import { type RandomAccess, readZipDirectory, type ZipEntry } from './zip-directory.ts';

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
/** Compressed bytes that are expanded at a time, so that a lie about the size is found before it fills the memory. */
const STEP = 65_536;

/**
 * The files of a zip file, each expanded when it is read; nothing is written to a disk. Set aside are names that lead out of
 * it, encrypted files, and those that grow as zip bombs do.
 * @throws XaiError `data-unreadable`
 */
export async function openZip(zip: RandomAccess, name: string): Promise<FileTree> {
  const { entries, setAside } = await readZipDirectory(zip, name);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    name,
    names: [...byName.keys()],
    setAside,
    close: () => zip.close(),
    async read(file, most) {
      const entry = byName.get(file);
      if (!entry) throw new XaiError('data-unreadable', `There is no ${file} in ${name}.`, { file });
      refuseLarge(file, entry.expanded, most);
      return readEntry(zip, entry);
    },
  };
}

async function readEntry(zip: RandomAccess, entry: ZipEntry): Promise<Uint8Array> {
  const { name, offset, compressed, expanded, deflated } = entry;
  const refuse = (what: string, cause?: unknown) =>
    new XaiError('data-unreadable', `${name} ${what} in its archive; pack it again.`, { file: name, cause });
  const header = await zip.read(offset, LOCAL_BYTES);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < LOCAL_BYTES || view.getUint32(0, true) !== LOCAL) throw refuse('is not where it should be');
  const start = offset + LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  const packed = await zip.read(start, compressed);
  if (packed.length < compressed) throw refuse('is cut short');
  if (!deflated) {
    if (packed.length !== expanded) throw refuse('is damaged');
    return packed;
  }
  const out = new Uint8Array(expanded);
  let filled = 0;
  const inflate = new Inflate((chunk) => {
    if (filled + chunk.length > expanded) throw refuse('is larger than it says');
    out.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += STEP) {
      inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
    }
  } catch (cause) {
    throw cause instanceof XaiError ? cause : refuse('is damaged', cause);
  }
  if (filled !== expanded) throw refuse('is damaged');
  return out;
}

/** A Blob or File as it is read in pieces. */
export function blobAccess(blob: Blob): RandomAccess {
  return {
    size: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
    close: async () => {},
  };
}
