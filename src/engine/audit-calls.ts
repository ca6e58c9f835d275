import { openAddresses } from '../audit/data/address-tree.ts';
import type { FileTree } from '../audit/data/file-tree.ts';
import { blobAccess, openZip } from '../audit/data/zip-tree.ts';
import { XaiError } from '../core/errors.ts';
import { Model } from '../tasks/model.ts';
import { openPictures } from './audit-pictures.ts';
import type { AuditHandlers, AuditTools } from './audit-port.ts';
import type { AuditCall, AuditData, SaveFormat } from './audit-protocol.ts';
import { openRecordings } from './audit-recordings.ts';
import { type AuditWork, memoryJournal } from './audit-work.ts';
import { openBlobs } from './blob-tree.ts';
import { openOpfsJournal } from './opfs-journal.ts';

interface Opened {
  readonly models: readonly Model[];
  readonly work: AuditWork;
}

/** Answers the page's calls with the library: the same functions that the command calls. */
export function auditCalls(): AuditHandlers {
  let opened: Opened | null = null;

  const find = (): AuditWork => {
    if (!opened) throw new XaiError('engine-failed', 'Nothing is open here; open models and data first.');
    return opened.work;
  };
  const close = async () => {
    const before = opened;
    opened = null;
    await before?.work.close();
    for (const model of before?.models ?? []) await model[Symbol.asyncDispose]();
  };

  return {
    async open(call, tools) {
      await close();
      opened = await open(call, tools);
      return opened.work.info;
    },

    async estimate({ options }, { signal }) {
      return find().estimate(options, signal);
    },

    async run({ options, journal: name }, tools) {
      const work = find();
      const file = name === null ? memoryJournal() : await openOpfsJournal(name);
      try {
        return await work.run(options, file, tools);
      } finally {
        await file.close();
      }
    },

    async picture({ name }, { signal }) {
      return find().picture(name, signal);
    },

    async timeline(call, { signal }) {
      return find().timeline(call, signal);
    },

    async save({ report, format }, { signal }) {
      return new Blob([await find().save(report, format, signal)], { type: TYPES[format] });
    },
  };
}

const TYPES: Readonly<Record<SaveFormat, string>> = {
  html: 'text/html',
  json: 'application/json',
  csv: 'text/csv',
  npz: 'application/zip',
};

async function open({ models: wanted, data, annotations }: AuditCall<'open'>, tools: AuditTools): Promise<Opened> {
  const { signal } = tools;
  const models: Model[] = [];
  let tree: FileTree | null = null;
  try {
    for (const { source, options } of wanted) {
      const onProgress = (done: number, total: number | null) =>
        tools.progress({ phase: 'models', done, total, remaining: null });
      models.push(await Model.load(source, { ...options, signal, onProgress }));
    }
    tree = await openTree(data);
    const isSeries = models[0]?.recipe.task === 'series';
    const work = isSeries ? openRecordings(models, tree, signal) : openPictures(models, tree, annotations, signal);
    return { models, work: await work };
  } catch (error) {
    await tree?.close();
    for (const model of models) await model[Symbol.asyncDispose]();
    throw error;
  }
}

async function openTree(data: AuditData): Promise<FileTree> {
  if (data.kind === 'files') return openBlobs(data.name, data.files);
  return data.kind === 'zip' ? openZip(blobAccess(data.file), data.name) : openAddresses(data.text, data.name);
}
