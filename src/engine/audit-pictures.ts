import { type DataSet, openDataSet } from '../audit/data/data-set.ts';
import type { FileTree } from '../audit/data/file-tree.ts';
import { findInsights } from '../audit/insights/find-insights.ts';
import { auditCsv } from '../audit/report/audit-csv.ts';
import { auditHtml } from '../audit/report/html-report.ts';
import { auditMaps } from '../audit/report/maps-file.ts';
import { reduceAudit } from '../audit/result/reduce.ts';
import { estimateAudit, runAudit } from '../audit/run/run-audit.ts';
import { allMetrics } from '../metrics/registry.ts';
import type { Model } from '../tasks/model.ts';
import type { AuditAnnotations, AuditInfo, AuditReport } from './audit-protocol.ts';
import { type AuditWork, follow, tellingOf } from './audit-work.ts';
import { describeModels } from './describe-models.ts';

/** Opens a data set of pictures. @throws XaiError as `openDataSet` */
export async function openPictures(
  models: readonly Model[],
  tree: FileTree,
  annotations: AuditAnnotations | null,
  signal: AbortSignal,
): Promise<AuditWork> {
  const labels = models[0]?.recipe.labels;
  const data = await openDataSet(tree, {
    annotations: annotations ?? undefined,
    labels: Array.isArray(labels) ? labels : [],
    signal,
  });
  return {
    info: describe(models, data),
    estimate: (options, own) => estimateAudit(models, data, { ...options, signal: own }),
    async run(options, file, tools) {
      const audit = runAudit(models, data, tellingOf(file, tools), { ...options, signal: tools.signal });
      const journal = await follow(audit, 'pictures', tools);
      const findings = await follow(findInsights(models, data, journal, { signal: tools.signal }), 'tests', tools);
      return reduceAudit(journal, null, findings);
    },
    picture: async (name, own) => new Blob([(await data.read(name, own)) as Uint8Array<ArrayBuffer>]),
    timeline: async () => null,
    async save(given, format, own) {
      const report = given as AuditReport;
      if (format === 'html') return auditHtml(report, data, encodeThumbnail, own);
      if (format === 'csv') return auditCsv(report);
      if (format === 'npz') return auditMaps(report) as Uint8Array<ArrayBuffer>;
      return `${JSON.stringify(report, null, 1)}\n`;
    },
    close: () => data.close(),
  };
}

function describe(models: readonly Model[], data: DataSet): AuditInfo {
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    models: describeModels(models),
    data: {
      kind: 'pictures',
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
