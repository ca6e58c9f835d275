import Papa from 'papaparse';
import type { Box } from '../../core/boxes.ts';
import { XaiError } from '../../core/errors.ts';
import { type Annotations, type PictureFinder, splitOf } from './annotations.ts';
import type { SetAside } from './file-tree.ts';
import { NO_TRUTH, type Truth, type TruthObject } from './truth.ts';

/** Names that columns go by, in lower case. */
const COLUMNS = {
  file: ['file', 'filename', 'file_name', 'image', 'picture', 'path', 'name'],
  label: ['label', 'class', 'category', 'classname', 'class_name'],
  split: ['split', 'subset', 'set'],
  x0: ['x0', 'xmin', 'x_min', 'left'],
  y0: ['y0', 'ymin', 'y_min', 'top'],
  x1: ['x1', 'xmax', 'x_max', 'right'],
  y1: ['y1', 'ymax', 'y_max', 'bottom'],
} as const;

type Column = keyof typeof COLUMNS;

/**
 * A table with a header: a column for the file, one for the class, and, for objects, four for the corners of the box in picture pixels;
 * a row without box says a class of the picture as a whole. Several rows a picture add up.
 * @throws XaiError `data-unreadable` when there is no column for files or for classes
 */
export function readCsv(text: string, file: string, pictures: PictureFinder): Annotations {
  const { data, meta } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: 'greedy' });
  const columns = findColumns(meta.fields ?? []);
  const { file: fileColumn, label: labelColumn } = columns;
  if (fileColumn === undefined || labelColumn === undefined) {
    const missing = fileColumn === undefined ? COLUMNS.file : COLUMNS.label;
    throw new XaiError('data-unreadable', `${file} has no column ${missing.slice(0, 3).join(', ')} or the like.`, {
      file,
    });
  }
  const problems: SetAside[] = [];
  const truths = new Map<string, Truth & { readonly labels: string[]; readonly objects: TruthObject[] }>();
  data.forEach((row, index) => {
    const line = `Row ${index + 1}`;
    const name = row[fileColumn]?.trim() ?? '';
    const label = row[labelColumn]?.trim() ?? '';
    const picture = pictures.find(name);
    if (picture === undefined) {
      problems.push({ file, reason: `${line}: the picture ${name} is not in the data set.` });
      return;
    }
    const split = (columns.split && row[columns.split]?.trim()) || splitOf(picture);
    const truth = truths.get(picture) ?? { ...NO_TRUTH, labels: [], objects: [], split };
    truths.set(picture, truth);
    if (label === '') {
      problems.push({ file, reason: `${line}: there is no class.` });
      return;
    }
    const box = readBox(row, columns);
    if (box === null) truth.labels.push(label);
    else if (box === undefined) problems.push({ file, reason: `${line}: the box is not four numbers with an area.` });
    else truth.objects.push({ label, box, ignored: false });
  });
  return { format: 'csv', truths, problems };
}

function findColumns(fields: readonly string[]): Partial<Record<Column, string>> {
  const found: Partial<Record<Column, string>> = {};
  for (const [column, names] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const field = names.flatMap((name) => fields.find((one) => one.trim().toLowerCase() === name) ?? [])[0];
    if (field !== undefined) found[column] = field;
  }
  return found;
}

/** @returns null where the row has no box, undefined where it is wrong */
function readBox(row: Record<string, string>, columns: Partial<Record<Column, string>>): Box | null | undefined {
  const texts = (['x0', 'y0', 'x1', 'y1'] as const).map((column) => row[columns[column] ?? '']?.trim() ?? '');
  if (texts.every((value) => value === '')) return null;
  const [x0, y0, x1, y1] = texts.map((value) => (value === '' ? Number.NaN : Number(value)));
  return [x0, y0, x1, y1].every(Number.isFinite) && x1 > x0 && y1 > y0 ? [x0, y0, x1, y1] : undefined;
}
