import { byName, type FileTree, refuseLarge } from '../../src/audit/data/file-tree.ts';
import { XaiError } from '../../src/core/errors.ts';

/** Files that a test makes up. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  return {
    name: 'memory',
    names: Object.keys(files).sort(byName),
    setAside: [],
    close: async () => {},
    async read(name, most) {
      const contents = files[name];
      if (contents === undefined) throw new XaiError('data-unreadable', `There is no ${name}.`, { file: name });
      const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
      refuseLarge(name, bytes.length, most);
      return bytes;
    },
  };
}
