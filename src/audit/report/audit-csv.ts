import Papa from 'papaparse';
import type { AuditReport } from '../result/audit-schema.ts';
import { flatRows } from './flat-rows.ts';

/** An audit as a table: a row for each map, a column for each metric. Null is an empty field. */
export function auditCsv(report: AuditReport): string {
  const { metrics } = report.plan.options;
  const fields = [
    ...['picture', 'model', 'split', 'method', 'layer', 'label', 'class', 'score', 'x0', 'y0', 'x1', 'y1'],
    ...['outcome', 'truth', 'iou', 'inside', 'area', ...metrics],
  ];
  const data = flatRows(report).map(({ picture, model, split, method, layer, explanation }) => {
    const { label, score, box, outcome, truth, inside, area } = explanation;
    const measured = metrics.map((name) => explanation.metrics[name] ?? null);
    const [x0, y0, x1, y1] = box ?? [null, null, null, null];
    return [
      ...[picture, model, split, method, layer, label, explanation.class, score, x0, y0, x1, y1],
      ...[outcome, truth?.label ?? null, truth?.iou ?? null, inside, area, ...measured],
    ];
  });
  // Labels come from other people's files; a spreadsheet would run those that begin as a formula does.
  return `${Papa.unparse({ fields, data }, { newline: '\n', escapeFormulae: true })}\n`;
}
