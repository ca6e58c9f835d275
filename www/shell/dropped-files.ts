/** A file with its place in the folder that was given, as `folder/cat.png`; without a folder its name alone. */
export interface PlacedFile {
  readonly name: string;
  readonly file: File;
}

/** Files of an input: with their places where a folder was chosen. */
export function inputFiles(files: readonly File[]): PlacedFile[] {
  return files.map((file) => ({ name: file.webkitRelativePath || file.name, file }));
}

/** The files of a drop, folders opened. */
export async function droppedFiles(data: DataTransfer): Promise<PlacedFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return inputFiles([...data.files]);
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<PlacedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: PlacedFile[] = [];
  for (;;) {
    // A folder is read in portions; an empty one ends it.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return files;
    files.push(...(await Promise.all(part.map(filesOf))).flat());
  }
}
