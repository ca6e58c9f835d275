import type { ExplanationRecord, PictureRecord } from '../../engine/audit-protocol.ts';

/** One map of an audit, with where it belongs. */
export interface AuditRow {
  /** The same for the same map, whatever is filtered. */
  readonly key: string;
  readonly record: PictureRecord;
  /** Which of the models, counted from 0. */
  readonly model: number;
  readonly explanation: ExplanationRecord;
}

/** What is shown of an audit, and in which order. */
export interface RowChoice {
  /** Only this class; null: all. */
  readonly label: string | null;
  /** Only this outcome; `wrong`: all but the right ones; null: all. */
  readonly outcome: string | null;
  /** Only this model; null: all. */
  readonly model: number | null;
  /** A part of the file's name, or ''. */
  readonly text: string;
  /** `name`, `score`, `inside`, or a metric. */
  readonly sort: string;
  readonly falling: boolean;
  /** Only these maps, by their keys, and what they are called; null: all. */
  readonly only: { readonly title: string; readonly keys: ReadonlySet<string> } | null;
}

export const ALL_ROWS: RowChoice = {
  ...{ label: null, outcome: null, model: null, only: null },
  ...{ text: '', sort: 'name', falling: false },
};

/** Every map, in order of pictures, models and targets. */
export function rowsOf(pictures: readonly PictureRecord[]): AuditRow[] {
  return pictures.flatMap((record) =>
    record.results.flatMap((result, model) =>
      result.status === 'explained'
        ? result.explanations.map((explanation, k) => ({
            key: `${record.picture}\n${model}\n${k}`,
            record,
            model,
            explanation,
          }))
        : [],
    ),
  );
}

/** The rows of an audit, made anew only when its pictures are others. */
export class RowIndex {
  #pictures: readonly PictureRecord[] = [];
  #rows: readonly AuditRow[] = [];
  readonly #ofModel = new Map<number, readonly AuditRow[]>();

  of(pictures: readonly PictureRecord[]): readonly AuditRow[] {
    if (this.#pictures !== pictures) {
      this.#pictures = pictures;
      this.#rows = rowsOf(pictures);
      this.#ofModel.clear();
    }
    return this.#rows;
  }

  /** A map of a model by its number, in order of pictures and targets, as reports give it. */
  ofModel(model: number, map: number): AuditRow | undefined {
    const known = this.#ofModel.get(model) ?? this.#rows.filter((row) => row.model === model);
    this.#ofModel.set(model, known);
    return known[map];
  }
}

/** What is left of the maps, sorted; those without the value that is sorted by come last either way. */
export function chooseRows(rows: readonly AuditRow[], choice: RowChoice): AuditRow[] {
  const { label, outcome, model, only, text, sort, falling } = choice;
  const wanted = text.trim().toLowerCase();
  const left = rows.filter(
    ({ key, explanation, model: own, record }) =>
      (only === null || only.keys.has(key)) &&
      (label === null || explanation.label === label) &&
      (model === null || own === model) &&
      (outcome === null || isOutcome(explanation.outcome, outcome)) &&
      record.picture.toLowerCase().includes(wanted),
  );
  if (sort === 'name') return falling ? left.reverse() : left;
  const keyed = left.map((row) => ({ row, value: sortValue(row, sort) }));
  const known = keyed.filter((one): one is { row: AuditRow; value: number } => one.value !== null);
  known.sort((a, b) => (falling ? b.value - a.value : a.value - b.value));
  return [...known, ...keyed.filter(({ value }) => value === null)].map(({ row }) => row);
}

function isOutcome(own: string | null, wanted: string): boolean {
  return wanted === 'wrong' ? own !== null && own !== 'correct' : own === wanted;
}

/** The number that rows are sorted by. */
export function sortValue({ explanation }: AuditRow, sort: string): number | null {
  if (sort === 'score') return explanation.score;
  if (sort === 'inside') return explanation.inside;
  return explanation.metrics[sort] ?? null;
}

/** Classes of the rows, in order of their names, and how many rows each has. */
export function countBy(rows: readonly AuditRow[], read: (row: AuditRow) => string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = read(row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
