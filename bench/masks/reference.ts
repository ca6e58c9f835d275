import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drise } from '../../src/methods/d-rise.ts';
import { rise } from '../../src/methods/rise.ts';
import { decodeRun, encodeRun } from '../../src/methods/run-file.ts';
import { masksOf, type StoredRun } from '../../src/methods/stored-run.ts';
import type { Pair } from './pairs.ts';

/** References are kept here, and gone on with by later runs of the benchmark. */
const FOLDER = path.join('.build', 'mask-references');
/** Masks between two saves. */
const PIECE = 1000;
const SEED = 1;

/** What a pair's run holds so far, or null. */
export function storedRun({ name }: Pair): StoredRun | null {
  const file = fileOf(name);
  return existsSync(file) ? decodeRun(readFileSync(file), file) : null;
}

const fileOf = (name: string) => path.join(FOLDER, `${name}.run.npz`);

/** Runs a pair's masks up to a number, in pieces that are saved one by one. */
export async function extendRun(pair: Pair, masks: number, tell: (text: string) => void): Promise<StoredRun> {
  let stored = storedRun(pair);
  if (stored && masksOf(stored) >= masks) return stored;
  mkdirSync(FOLDER, { recursive: true });
  const { model, picture } = await pair.open();
  await using _ = model;
  const explain = pair.method === 'd-rise' ? drise : rise;
  for (let done = stored ? masksOf(stored) : 0; done < masks; ) {
    const next = Math.min(masks, done + PIECE);
    const run = explain(model, picture, {
      masks: next,
      seed: SEED,
      partialEvery: null,
      ...(stored && { resume: stored }),
    });
    await run.result();
    stored = run.store();
    const file = fileOf(pair.name);
    writeFileSync(`${file}.part`, encodeRun(stored));
    renameSync(`${file}.part`, file);
    done = next;
    tell(`${pair.name}: ${done} of ${masks} masks on ${model.provider}`);
  }
  return stored as StoredRun;
}
