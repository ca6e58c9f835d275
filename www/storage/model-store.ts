import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { readLedger, writeLedger } from './ledger.ts';

/** What was learned or given about a model, to open it the same way again. */
export interface ModelKnowledge {
  /** A recipe that a person gave or corrected. */
  readonly recipe?: unknown;
  /** One label per class. */
  readonly labels?: readonly string[];
  /** Text of the files that lay beside it, by name. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** A model that is kept on this computer. */
export interface KeptModel extends ModelKnowledge {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
  /** Where it was fetched from; null for a file that was given. */
  readonly origin: string | null;
  /** What it is for, once it was opened. */
  readonly task: string | null;
  /** Milliseconds since 1970. */
  readonly lastUsed: number;
}

/** A model that was kept and is gone. */
export type LostModel = Pick<KeptModel, 'sha256' | 'name' | 'bytes'>;

interface Schema extends DBSchema {
  models: { key: string; value: KeptModel };
}

const FOLDER = 'models';

/**
 * The models that a person has used, so that they open again without a network: the files in the browser's private file
 * system, what is known of them in IndexedDB. Either can be thrown away by the browser at any moment. A `change` event
 * tells that the list is another one.
 */
export class ModelStore extends EventTarget {
  #database: Promise<IDBPDatabase<Schema>> | null = null;

  /** Whether this browser can keep files at all. */
  static get isPossible(): boolean {
    return (
      'indexedDB' in globalThis &&
      'storage' in navigator &&
      'getDirectory' in navigator.storage &&
      'FileSystemFileHandle' in globalThis &&
      'createWritable' in FileSystemFileHandle.prototype
    );
  }

  /** Those that are kept, the last used first. */
  async list(): Promise<KeptModel[]> {
    const all = await (await this.#open()).getAll('models');
    return all.sort((a, b) => b.lastUsed - a.lastUsed);
  }

  async find(sha256: string): Promise<KeptModel | null> {
    return (await (await this.#open()).get('models', sha256)) ?? null;
  }

  /** The model that was fetched from an address. */
  async findByOrigin(origin: string): Promise<KeptModel | null> {
    return (await this.list()).find((model) => model.origin === origin) ?? null;
  }

  /** Keeps a file, or what is new about one that is kept. @throws DOMException `QuotaExceededError` */
  async keep(file: Blob, model: KeptModel): Promise<void> {
    const before = await this.find(model.sha256);
    if (!before || !(await this.#has(model))) await this.#write(file, model.sha256);
    await (await this.#open()).put('models', { ...before, ...model, origin: model.origin ?? before?.origin ?? null });
    await this.#note();
  }

  /** Changes what is known of a kept model; nothing happens to one that is not kept. */
  async change(sha256: string, changes: Partial<KeptModel>): Promise<void> {
    const database = await this.#open();
    const model = await database.get('models', sha256);
    if (model) await database.put('models', { ...model, ...changes });
    this.dispatchEvent(new Event('change'));
  }

  /** The file of a kept model under its name; null when the browser has thrown it away. */
  async file({ sha256, name, bytes }: LostModel): Promise<File | null> {
    try {
      const file = await (await (await folder()).getFileHandle(sha256)).getFile();
      return file.size === bytes ? new File([file], name) : null;
    } catch {
      return null;
    }
  }

  async remove(sha256: string): Promise<void> {
    await (await this.#open()).delete('models', sha256);
    await (await folder()).removeEntry(sha256).catch(() => {});
    await this.#note();
  }

  /** Models that were kept and are gone; from then on nothing is known of them. */
  async findLost(): Promise<LostModel[]> {
    const kept = new Map<string, LostModel>((await this.list()).map((model) => [model.sha256, model]));
    for (const model of readLedger()) if (!kept.has(model.sha256)) kept.set(model.sha256, model);
    const lost: LostModel[] = [];
    for (const model of kept.values()) {
      if (await this.#has(model)) continue;
      lost.push(model);
      await (await this.#open()).delete('models', model.sha256);
    }
    await this.#note();
    return lost;
  }

  async #has(model: LostModel): Promise<boolean> {
    return (await this.file(model)) !== null;
  }

  async #write(file: Blob, sha256: string): Promise<void> {
    const directory = await folder();
    const handle = await directory.getFileHandle(sha256, { create: true });
    try {
      await file.stream().pipeTo(await handle.createWritable());
    } catch (error) {
      await directory.removeEntry(sha256).catch(() => {});
      throw error;
    }
  }

  /** What would be missed is noted outside of the storage that the browser throws away first. */
  async #note(): Promise<void> {
    writeLedger((await this.list()).map(({ sha256, name, bytes }) => ({ sha256, name, bytes })));
    this.dispatchEvent(new Event('change'));
  }

  /** A database whose storage was wiped is of no use any more; the next call opens a new one. */
  async #open(): Promise<IDBPDatabase<Schema>> {
    const forget = () => {
      this.#database = null;
    };
    this.#database ??= openDB<Schema>('xai-viewer', 1, {
      upgrade: (database) => {
        database.createObjectStore('models', { keyPath: 'sha256' });
      },
      blocking: forget,
      terminated: forget,
    });
    try {
      return await this.#database;
    } catch (error) {
      forget();
      throw error;
    }
  }
}

async function folder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
}
