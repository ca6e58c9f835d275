import { type Policy, parsePolicy } from '../audit/result/policy.ts';
import { XaiError } from '../core/errors.ts';
import { readText } from './flags.ts';

/**
 * The policy file of an audit; null where none is named.
 * @param metrics that the audit measures
 * @throws XaiError `option-invalid`, `input-missing`
 */
export async function readPolicy(file: string | undefined, metrics: readonly string[]): Promise<Policy | null> {
  if (file === undefined) return null;
  const text = await readText(file, '--policy');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new XaiError('option-invalid', `${file} is not JSON (${(cause as Error).message}); correct it.`, {
      file,
      option: 'policy',
      cause,
    });
  }
  return parsePolicy(value, metrics, file);
}
