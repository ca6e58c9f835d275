import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Coverage } from './coverage.ts';
import type { Judgement } from './judge.ts';
import type { Limit } from './limits.ts';
import type { Pair } from './pairs.ts';
import { store } from './stream-run.ts';

/** What judging a pair takes minutes to find out. */
export interface Judged {
  readonly judgements: readonly Judgement[];
  readonly coverage: readonly Coverage[];
  readonly limits: readonly Limit[];
}

const fileOf = ({ name }: Pair) => path.join(store.folder, name, 'judged.json');

/** What a pair was judged by: its passes, the model's answers about maps, and this program. */
function basisOf(pair: Pair): string {
  const folder = path.join(store.folder, pair.name);
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  const isBasis = (name: string) => name === 'fidelity.json' || name.endsWith('.npz');
  for (const name of readdirSync(folder).filter(isBasis).sort()) {
    hash.update(name).update(readFileSync(path.join(folder, name)));
  }
  return hash.digest('hex');
}

/** What was found out before by the same means, or null. */
export function knownJudged(pair: Pair): Judged | null {
  const file = fileOf(pair);
  if (!existsSync(file)) return null;
  const { basis, ...judged } = JSON.parse(readFileSync(file, 'utf8'));
  return basis === basisOf(pair) ? judged : null;
}

export function keepJudged(pair: Pair, judged: Judged): void {
  const file = fileOf(pair);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, JSON.stringify({ basis: basisOf(pair), ...judged }));
  renameSync(`${file}.part`, file);
}
