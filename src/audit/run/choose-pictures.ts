import { XaiError } from '../../core/errors.ts';
import { sha256Hex } from '../../core/hash.ts';
import { byName } from '../data/file-tree.ts';
import type { CheckedAudit, Shard } from './options.ts';

/** What can be chosen by split, seed and shard: a picture, or a recording. */
export interface Choosable {
  readonly name: string;
  readonly truth: { readonly split: string | null };
}

/**
 * The pictures of an audit in order of name: those of the split, of them as many as are asked for, chosen by the seed.
 * @throws XaiError `option-invalid` when the split has none
 */
export async function choosePictures<T extends Choosable>(
  pictures: readonly T[],
  { count, seed, split }: Pick<CheckedAudit, 'count' | 'seed' | 'split'>,
): Promise<readonly T[]> {
  const fitting = pictures.filter(({ truth }) => split === null || truth.split === split);
  if (fitting.length === 0) {
    const splits = [...new Set(pictures.flatMap(({ truth }) => truth.split ?? []))].sort();
    const known = splits.length > 0 ? `there are ${splits.join(', ')}` : 'the data set has no splits';
    throw new XaiError('option-invalid', `Nothing belongs to the split "${split}"; ${known}.`, { option: 'split' });
  }
  if (count === null || count >= fitting.length) return fitting;
  const drawn = await Promise.all(
    fitting.map(async (picture) => ({ picture, draw: await hashOf(`${seed} ${picture.name}`) })),
  );
  return drawn
    .sort((a, b) => byName(a.draw, b.draw))
    .slice(0, count)
    .map(({ picture }) => picture)
    .sort((a, b) => byName(a.name, b.name));
}

/** Whether a picture falls to a shard: by the first 32 bits of the SHA-256 of its name, on every machine alike. */
export async function isInShard(name: string, { index, of }: Shard): Promise<boolean> {
  return Number.parseInt((await hashOf(name)).slice(0, 8), 16) % of === index;
}

function hashOf(text: string): Promise<string> {
  return sha256Hex(new TextEncoder().encode(text));
}
