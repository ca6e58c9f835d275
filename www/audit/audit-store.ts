import { AUDIT_FOLDER } from '../../src/engine/audit-folder.ts';
import type { AnyAuditReport, AuditOptions } from '../../src/xai-audit.ts';
import type { DrawnChoice } from './drawn-data.ts';

/** Where a model of a kept audit comes from. */
export type ModelChoice =
  | { readonly kind: 'embedded'; readonly name: string }
  /** One that the app keeps. */
  | { readonly kind: 'kept'; readonly sha256: string; readonly name: string };

/** An audit that was begun here: enough to go on with it after a reload. */
export interface KeptAudit {
  readonly id: string;
  readonly models: readonly ModelChoice[];
  /** Data that the app drew is drawn again; files have to be given again. */
  readonly data:
    | { readonly kind: 'drawn'; readonly choice: DrawnChoice }
    | { readonly kind: 'given'; readonly name: string };
  readonly options: AuditOptions;
  readonly isFinished: boolean;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
}

/** The audits that were begun here, in the browser's private file system, where their journals lie too. */
export const auditStore = {
  get isPossible(): boolean {
    return (
      'storage' in navigator &&
      'getDirectory' in navigator.storage &&
      'FileSystemFileHandle' in globalThis &&
      'createWritable' in FileSystemFileHandle.prototype
    );
  },

  journalName: ({ id }: Pick<KeptAudit, 'id'>): string => `${id}.jsonl`,

  /** The last begun first; what can't be read is passed over. */
  async list(): Promise<KeptAudit[]> {
    const audits: KeptAudit[] = [];
    for await (const [name, handle] of entriesOf(await folder())) {
      if (!name.endsWith('.audit.json') || handle.kind !== 'file') continue;
      const audit = await readJson<KeptAudit>(handle as FileSystemFileHandle);
      if (audit) audits.push(audit);
    }
    return audits.sort((a, b) => b.begunAt - a.begunAt);
  },

  async keep(audit: KeptAudit): Promise<void> {
    await writeJson(`${audit.id}.audit.json`, audit);
  },

  async keepReport({ id }: KeptAudit, report: AnyAuditReport): Promise<void> {
    await writeJson(`${id}.report.json`, report);
  },

  async report({ id }: KeptAudit): Promise<AnyAuditReport | null> {
    const handle = await (await folder()).getFileHandle(`${id}.report.json`).catch(() => null);
    return handle && readJson<AnyAuditReport>(handle);
  },

  async remove({ id }: KeptAudit): Promise<void> {
    const directory = await folder();
    for (const name of [`${id}.audit.json`, `${id}.report.json`, `${id}.jsonl`]) {
      await directory.removeEntry(name).catch(() => {});
    }
  },
};

async function folder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(AUDIT_FOLDER, { create: true });
}

function entriesOf(directory: FileSystemDirectoryHandle): AsyncIterable<[string, FileSystemHandle]> {
  return (directory as unknown as { entries(): AsyncIterable<[string, FileSystemHandle]> }).entries();
}

async function readJson<T>(handle: FileSystemFileHandle): Promise<T | null> {
  try {
    return JSON.parse(await (await handle.getFile()).text());
  } catch {
    return null;
  }
}

async function writeJson(name: string, value: unknown): Promise<void> {
  const handle = await (await folder()).getFileHandle(name, { create: true });
  const file = await handle.createWritable();
  await file.write(JSON.stringify(value));
  await file.close();
}
