import { byName, type FileTree, nameTrouble, refuseLarge, type SetAside } from '../audit/data/file-tree.ts';
import { XaiError } from '../core/errors.ts';

/** Files that a page was given, by their relative names. */
export function openBlobs(name: string, files: readonly { readonly name: string; readonly file: Blob }[]): FileTree {
  const setAside: SetAside[] = [];
  const blobs = new Map<string, Blob>();
  for (const { name: file, file: blob } of files) {
    const reason = blobs.has(file) ? 'It is there twice.' : nameTrouble(file);
    if (reason === null) blobs.set(file, blob);
    else setAside.push({ file: file.slice(0, 200), reason });
  }
  return {
    name,
    names: [...blobs.keys()].sort(byName),
    setAside,
    close: async () => {},
    async read(file, most) {
      const blob = blobs.get(file);
      if (!blob) throw new XaiError('data-unreadable', `${name} holds no ${file}.`, { file });
      refuseLarge(file, blob.size, most);
      try {
        return new Uint8Array(await blob.arrayBuffer());
      } catch (cause) {
        throw new XaiError('data-unreadable', `${file} can't be read any more; give the folder again.`, {
          file,
          cause,
        });
      }
    },
  };
}
