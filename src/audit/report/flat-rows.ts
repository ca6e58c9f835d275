import type { AuditReport } from '../result/audit-schema.ts';
import type { ExplanationRecord } from '../run/record.ts';

/** One map with where it belongs. */
export interface FlatRow {
  readonly picture: string;
  /** File name of the model. */
  readonly model: string;
  /** Which of the models, counted from 0. */
  readonly at: number;
  /** Which of its maps, from 0. */
  readonly number: number;
  readonly split: string | null;
  readonly method: string;
  readonly layer: string | null;
  readonly explanation: ExplanationRecord;
}

/** Every map of an audit, in order of pictures, models and targets: the rows of its table and of its file of maps. */
export function flatRows({ pictures, models }: Pick<AuditReport, 'pictures' | 'models'>): FlatRow[] {
  const counts = models.map(() => 0);
  return pictures.flatMap(({ picture, split, results }) =>
    results.flatMap((result, at) => {
      if (result.status !== 'explained') return [];
      const { method, layer } = result;
      const base = { picture, model: models[at].file, at, split, method, layer };
      return result.explanations.map((explanation) => ({ ...base, number: counts[at]++, explanation }));
    }),
  );
}
