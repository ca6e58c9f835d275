import { openAddresses } from '../audit/data/address-tree.ts';
import { type DataSet, openDataSet } from '../audit/data/data-set.ts';
import type { FileTree } from '../audit/data/file-tree.ts';
import { blobAccess, openZip } from '../audit/data/zip-tree.ts';
import { findInsights } from '../audit/insights/find-insights.ts';
import { auditCsv } from '../audit/report/audit-csv.ts';
import { auditHtml } from '../audit/report/html-report.ts';
import { auditMaps } from '../audit/report/maps-file.ts';
import { reduceAudit } from '../audit/result/reduce.ts';
import type { JournalFile } from '../audit/run/journal.ts';
import { estimateAudit, runAudit } from '../audit/run/run-audit.ts';
import { XaiError } from '../core/errors.ts';
import type { Run } from '../core/run.ts';
import { allMetrics } from '../metrics/registry.ts';
import { Model } from '../tasks/model.ts';
import type { AuditHandlers, AuditTools } from './audit-port.ts';
import type { AuditCall, AuditData, AuditInfo, AuditProgress, SaveFormat } from './audit-protocol.ts';
import { openBlobs } from './blob-tree.ts';
import { describeMethods } from './model-methods.ts';
import { openOpfsJournal } from './opfs-journal.ts';

interface Opened {
  readonly models: readonly Model[];
  readonly data: DataSet;
}

/** Answers the page's calls with the library: the same functions that the command calls. */
export function auditCalls(): AuditHandlers {
  let opened: Opened | null = null;

  const find = (): Opened => {
    if (!opened) throw new XaiError('engine-failed', 'Nothing is open here; open models and data first.');
    return opened;
  };
  const close = async () => {
    const before = opened;
    opened = null;
    await before?.data.close();
    for (const model of before?.models ?? []) await model[Symbol.asyncDispose]();
  };

  return {
    async open(call, tools) {
      await close();
      opened = await open(call, tools);
      return describe(opened);
    },

    async estimate({ options }, { signal }) {
      const { models, data } = find();
      return estimateAudit(models, data, { ...options, signal });
    },

    async run({ options, journal: name }, tools) {
      const { models, data } = find();
      const { signal } = tools;
      const file = name === null ? memoryJournal() : await openOpfsJournal(name);
      try {
        const told = tellingOf(file, tools);
        const run = runAudit(models, data, told, { ...options, signal });
        const journal = await follow(run, 'pictures', tools);
        const findings = await follow(findInsights(models, data, journal, { signal }), 'tests', tools);
        return reduceAudit(journal, null, findings);
      } finally {
        await file.close();
      }
    },

    async picture({ name }, { signal }) {
      return new Blob([(await find().data.read(name, signal)) as Uint8Array<ArrayBuffer>]);
    },

    async save({ report, format }, { signal }) {
      const files: Record<SaveFormat, () => Promise<BlobPart> | BlobPart> = {
        html: () => auditHtml(report, find().data, encodeThumbnail, signal),
        json: () => `${JSON.stringify(report, null, 1)}\n`,
        csv: () => auditCsv(report),
        npz: () => auditMaps(report) as Uint8Array<ArrayBuffer>,
      };
      return new Blob([await files[format]()], { type: TYPES[format] });
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
    const labels = models[0]?.recipe.labels;
    return {
      models,
      data: await openDataSet(tree, {
        annotations: annotations ?? undefined,
        labels: Array.isArray(labels) ? labels : [],
        signal,
      }),
    };
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

function describe({ models, data }: Opened): AuditInfo {
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    models: models.map((model) => ({
      name: model.name,
      sha256: model.sha256,
      task: model.recipe.task,
      provider: model.provider,
      methods: describeMethods(model),
    })),
    data: {
      name: data.name,
      format: data.format,
      pictures: data.pictures.length,
      setAside: data.setAside.length,
      splits: [...new Set(data.pictures.flatMap(({ truth }) => truth.split ?? []))].sort(),
    },
    metrics: allMetrics().map(({ name, title, question, better, range: [low, high], cost }) => ({
      ...{ name, title, question, better, cost },
      range: [finite(low), finite(high)],
    })),
  };
}

/** Follows a part of an audit to its result. */
async function follow<T>(run: Run<T>, phase: AuditProgress['phase'], tools: AuditTools): Promise<T> {
  for await (const { done, total, remaining } of run) tools.progress({ phase, done, total, remaining });
  return run.result();
}

/** A journal whose pictures, those read and those written, are told to the page. */
function tellingOf(file: JournalFile, tools: AuditTools): JournalFile {
  const tell = (line: string) => {
    const record = JSON.parse(line);
    // The first line is the header.
    if ('picture' in record) tools.record(record);
  };
  return {
    name: file.name,
    close: () => file.close(),
    async *readLines() {
      for await (const line of file.readLines()) {
        yield line;
        tell(line);
      }
    },
    async append(line) {
      await file.append(line);
      tell(line);
    },
  };
}

/** What is kept nowhere: an audit that ends with the page. */
function memoryJournal(): JournalFile {
  return { name: 'memory', async *readLines() {}, append: async () => {}, close: async () => {} };
}

/** Good enough for a thumbnail. */
const WEBP_QUALITY = 0.75;

async function encodeThumbnail(rgba: Uint8ClampedArray, width: number, height: number) {
  const canvas = new OffscreenCanvas(width, height);
  const pixels = new ImageData(rgba as Uint8ClampedArray<ArrayBuffer>, width, height);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  // Browsers that can't write WebP give a PNG.
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: WEBP_QUALITY });
  return { type: blob.type, bytes: new Uint8Array(await blob.arrayBuffer()) };
}
