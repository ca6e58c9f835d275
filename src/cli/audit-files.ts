import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { openAddresses } from '../audit/data/address-tree.ts';
import { type FileTree, nameTrouble, refuseLarge, type SetAside } from '../audit/data/file-tree.ts';
import type { RandomAccess } from '../audit/data/zip-directory.ts';
import { openZip } from '../audit/data/zip-tree.ts';
import type { JournalFile } from '../audit/run/journal.ts';
import { XaiError } from '../core/errors.ts';
import { filesBeside } from './files-beside.ts';
import { listFiles, readTrouble } from './list-files.ts';
import { makeFolder } from './make-folder.ts';

/**
 * The files that `--data` names: a folder, a zip file, or a text file with one address a line.
 * @param output results in that folder are no data
 * @throws XaiError `input-missing`, `data-unreadable`
 */
export async function openTree(data: string, output: string): Promise<FileTree> {
  const info = await stat(data).catch((cause) => {
    throw new XaiError('input-missing', `There is no file or folder at ${data}; check --data.`, { file: data, cause });
  });
  const name = path.basename(path.resolve(data));
  if (info.isDirectory()) return openFolder(data, name, output);
  if (/\.zip$/i.test(data)) return openZip(await fileAccess(data), name);
  if (/\.txt$/i.test(data)) return openAddresses(await readFile(data, 'utf8'), name);
  throw new XaiError(
    'input-missing',
    `${data} is no data set; give a folder, a .zip, or a .txt with one address a line.`,
    { file: data, option: 'data' },
  );
}

async function openFolder(folder: string, name: string, output: string): Promise<FileTree> {
  const setAside: SetAside[] = [];
  const names: string[] = [];
  for (const { name: file, isLostFolder } of await listFiles(folder, output)) {
    const reason = nameTrouble(file) ?? (isLostFolder ? 'It is a link that leads nowhere.' : null);
    if (reason === null) names.push(file);
    else setAside.push({ file, reason });
  }
  return {
    name,
    names,
    setAside,
    beside: await filesBeside(folder, names),
    close: async () => {},
    async read(file, most) {
      const full = path.join(folder, file);
      try {
        refuseLarge(file, (await stat(full)).size, most);
        return new Uint8Array(await readFile(full));
      } catch (cause) {
        if (cause instanceof XaiError) throw cause;
        throw new XaiError('data-unreadable', `${file} can't be read (${await readTrouble(full, cause)}).`, {
          file,
          cause,
        });
      }
    },
  };
}

async function fileAccess(file: string): Promise<RandomAccess> {
  const handle = await open(file);
  const { size } = await handle.stat();
  return {
    size,
    close: () => handle.close(),
    async read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
      return bytes.subarray(0, bytesRead);
    },
  };
}

/**
 * The journal of an audit in its folder, made when it is not there.
 * @throws XaiError `output-unwritable`
 */
export async function openJournal(folder: string): Promise<JournalFile> {
  const name = path.join(folder, JOURNAL);
  const refuse = (cause: unknown) =>
    new XaiError('output-unwritable', `${name} could not be written (${(cause as Error).message}); check --output.`, {
      file: name,
      cause,
    });
  let handle: FileHandle;
  try {
    await makeFolder(folder);
    handle = await open(name, 'a');
  } catch (cause) {
    throw refuse(cause);
  }
  return {
    name,
    readLines: () => readLines(name, true),
    close: () => handle.close(),
    async append(line) {
      try {
        await handle.appendFile(`${line}\n`);
        await handle.datasync();
      } catch (cause) {
        throw refuse(cause);
      }
    },
  };
}

export const JOURNAL = 'journal.jsonl';

/**
 * The journal of a finished part of an audit, to be read only.
 * @throws XaiError `input-missing`
 */
export async function findJournal(folder: string): Promise<Pick<JournalFile, 'name' | 'readLines'>> {
  const name = path.join(folder, JOURNAL);
  if (!(await stat(name).catch(() => null))) {
    throw new XaiError('input-missing', `There is no ${JOURNAL} in ${folder}; name folders that an audit wrote.`, {
      file: folder,
    });
  }
  return { name, readLines: () => readLines(name, false) };
}

/** @param mends whether what follows the last line feed is cut off the file */
async function* readLines(name: string, mends: boolean): AsyncIterable<string> {
  let rest = Buffer.alloc(0);
  let read = 0;
  for await (const chunk of createReadStream(name)) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    read += start;
    rest = bytes.subarray(start);
  }
  if (mends && rest.length > 0) await truncate(name, read);
}
