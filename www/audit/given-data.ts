import type { AuditData } from '../../src/xai-audit.ts';
import type { PlacedFile } from '../shell/dropped-files.ts';

/**
 * What was given as data: one zip file, one list of addresses, or the files of a folder, named from the folder on.
 */
export function dataOf(files: readonly PlacedFile[]): AuditData | null {
  const [first] = files;
  if (!first) return null;
  if (files.length === 1 && /\.zip$/i.test(first.name)) return { kind: 'zip', name: first.name, file: first.file };
  const folder = commonFolder(files.map(({ name }) => name));
  return {
    kind: 'files',
    name: folder === '' ? 'pictures' : folder.replace(/\/$/, ''),
    files: files.map(({ name, file }) => ({ name: name.slice(folder.length), file })),
  };
}

/** `folder/` where all names begin with the same one, or ''. */
function commonFolder(names: readonly string[]): string {
  const folder = /^[^/]+\//.exec(names[0])?.[0] ?? '';
  return names.every((name) => name.startsWith(folder)) ? folder : '';
}
