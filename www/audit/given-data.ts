import type { AuditData } from '../../src/xai-audit.ts';

interface NamedFile {
  readonly name: string;
  readonly file: File;
}

/** Files of an input: with their places where a folder was chosen. */
export function inputFiles(files: readonly File[]): NamedFile[] {
  return files.map((file) => ({ name: file.webkitRelativePath || file.name, file }));
}

/** The files of a drop with their places, folders opened. */
export async function droppedTree(data: DataTransfer): Promise<NamedFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return inputFiles([...data.files]);
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: NamedFile[] = [];
  for (;;) {
    // A folder is read in portions; an empty one ends it.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return files;
    files.push(...(await Promise.all(part.map(filesOf))).flat());
  }
}

/**
 * What was given as data: one zip file, one list of addresses, or the files of a folder, named from the folder on.
 */
export function dataOf(files: readonly NamedFile[]): AuditData | null {
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
