import Papa from 'papaparse';
import { collectEvidence } from '../insights/evidence.ts';
import { likenessOf } from '../patterns/unusual-maps.ts';
import type { AuditReport } from '../result/audit-schema.ts';
import { flatRows } from './flat-rows.ts';

/**
 * An audit as a table: a row for each map, a column for each metric. `likeness` is the cosine to the mean map of the class,
 * `unusual` 1 where that is far below what is usual there, `cluster` the group of the map, from 1 for the largest. Null is an
 * empty field.
 */
export function auditCsv(report: AuditReport): string {
  const { metrics } = report.plan.options;
  const fields = [
    ...['picture', 'model', 'split', 'method', 'layer', 'label', 'class', 'score', 'x0', 'y0', 'x1', 'y1'],
    ...['outcome', 'truth', 'iou', 'inside', 'area', 'likeness', 'unusual', 'cluster', ...metrics],
  ];
  const patterns = report.models.map((_, model) => patternsOf(report, model));
  const data = flatRows(report).map(({ picture, model, at, number, split, method, layer, explanation }) => {
    const { label, score, box, outcome, truth, inside, area } = explanation;
    const measured = metrics.map((name) => explanation.metrics[name] ?? null);
    const [x0, y0, x1, y1] = box ?? [null, null, null, null];
    const likeness = patterns[at].likeness.get(number);
    const pattern = [
      likeness?.cosine ?? null,
      likeness ? Number(likeness.isUnusual) : null,
      patterns[at].cluster.get(number) ?? null,
    ];
    return [
      ...[picture, model, split, method, layer, label, explanation.class, score, x0, y0, x1, y1],
      ...[outcome, truth?.label ?? null, truth?.iou ?? null, inside, area, ...pattern, ...measured],
    ];
  });
  // Labels come from other people's files; a spreadsheet would run those that begin as a formula does.
  return `${Papa.unparse({ fields, data }, { newline: '\n', escapeFormulae: true })}\n`;
}

/** By number of the model's map. */
function patternsOf({ pictures, models }: AuditReport, model: number) {
  const all = [...likenessOf(collectEvidence(pictures, model)).values()].flat();
  const groups = models[model].clusters?.clusters ?? [];
  return {
    likeness: new Map(all.map((one) => [one.member.number, one])),
    cluster: new Map(groups.flatMap(({ members }, group) => members.map((number) => [number, group + 1] as const))),
  };
}
