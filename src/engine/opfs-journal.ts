import type { JournalFile } from '../audit/run/journal.ts';
import { XaiError } from '../core/errors.ts';
import { AUDIT_FOLDER } from './audit-folder.ts';

/** What only workers have, and the types of a page do not. */
interface SyncAccess {
  getSize(): number;
  read(into: Uint8Array, options: { readonly at: number }): number;
  write(from: Uint8Array, options: { readonly at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

const CHUNK = 1 << 20;
const LINE_FEED = 10;

/**
 * A journal in the browser's private file system. It is open for one worker at a time, so two tabs can't write to one audit.
 * @param name of the file
 * @throws XaiError `output-unwritable` while another tab has it open, or when there is no room
 */
export async function openOpfsJournal(name: string): Promise<JournalFile> {
  const refuse = (what: string) => (cause: unknown) => {
    throw new XaiError('output-unwritable', what, { file: name, cause });
  };
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(AUDIT_FOLDER, { create: true });
  const handle = (await folder.getFileHandle(name, { create: true })) as FileSystemFileHandle & {
    createSyncAccessHandle(): Promise<SyncAccess>;
  };
  const access = await handle
    .createSyncAccessHandle()
    .catch(refuse('This audit is open in another tab; go on there, or close that one.'));
  return {
    name,
    close: async () => access.close(),
    async append(line) {
      const bytes = new TextEncoder().encode(`${line}\n`);
      try {
        const end = access.getSize();
        if (access.write(bytes, { at: end }) < bytes.length) throw new Error('not all of it was written');
        access.flush();
      } catch (cause) {
        refuse('There is no room to keep the audit; free some space and go on.')(cause);
      }
    },
    async *readLines() {
      const size = access.getSize();
      let rest = new Uint8Array();
      let whole = 0;
      for (let at = 0; at < size; at += CHUNK) {
        const chunk = new Uint8Array(Math.min(CHUNK, size - at));
        access.read(chunk, { at });
        const bytes = new Uint8Array(rest.length + chunk.length);
        bytes.set(rest);
        bytes.set(chunk, rest.length);
        let start = 0;
        for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
          yield new TextDecoder().decode(bytes.subarray(start, end));
          start = end + 1;
        }
        whole += start;
        rest = bytes.subarray(start);
      }
      if (rest.length > 0) access.truncate(whole);
    },
  };
}
