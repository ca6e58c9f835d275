import type { AuditReport } from '../result/audit-schema.ts';
import type { ExplanationRecord } from '../run/record.ts';

/** One map with where it belongs. */
export interface FlatRow {
  readonly picture: string;
  /** File name of the model. */
  readonly model: string;
  readonly split: string | null;
  readonly method: string;
  readonly layer: string | null;
  readonly explanation: ExplanationRecord;
}

/** Every map of an audit, in order of pictures, models and targets: the rows of its table and of its file of maps. */
export function flatRows({ pictures, models }: Pick<AuditReport, 'pictures' | 'models'>): FlatRow[] {
  return pictures.flatMap(({ picture, split, results }) =>
    results.flatMap((result, k) => {
      if (result.status !== 'explained') return [];
      const { method, layer } = result;
      const base = { picture, model: models[k].file, split, method, layer };
      return result.explanations.map((explanation) => ({ ...base, explanation }));
    }),
  );
}
