import * as v from 'valibot';
import { XaiError } from '../core/errors.ts';
import type { WeightsSpec } from '../core/targets.ts';
import { readText } from './flags.ts';

const position = v.pipe(v.number(), v.integer(), v.minValue(0));

const WEIGHTS = v.pipe(
  v.strictObject({
    output: v.optional(v.string()),
    indices: v.pipe(v.array(position), v.minLength(1)),
    weights: v.array(v.pipe(v.number(), v.finite())),
    label: v.optional(v.string()),
  }),
  v.check(({ indices, weights }) => indices.length === weights.length, 'one weight is needed for each index'),
);

/**
 * A sum of outputs of a person's own, from a JSON file with `indices`, `weights`, and as one likes `output` and `label`.
 * @throws XaiError `input-missing` when the file can't be read, `option-invalid` saying what is wrong with it
 */
export async function readWeights(file: string): Promise<WeightsSpec> {
  const text = await readText(file, '--target');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(file, `is not JSON (${(cause as Error).message})`, cause);
  }
  const read = v.safeParse(WEIGHTS, value);
  if (read.success) return { kind: 'weights', label: file, ...read.output };
  const [issue] = read.issues;
  const where = v.getDotPath(issue);
  throw invalid(file, `holds no weights (${where ? `${where}: ` : ''}${issue.message})`);
}

function invalid(file: string, what: string, cause?: unknown): XaiError {
  return new XaiError('option-invalid', `${file} ${what}; write {"indices": [0, 1], "weights": [1, -1]}.`, {
    file,
    option: 'target',
    cause,
  });
}
