import * as v from 'valibot';
import { XaiError } from '../../core/errors.ts';
import { byName } from '../data/file-tree.ts';
import type { CheckedAudit } from './options.ts';
import { type PictureRecord, pictureSchema } from './record.ts';

/** A file that lines are appended to, on a disk or in a browser's own file system. */
export interface JournalFile {
  /** Where it lies, for messages. */
  readonly name: string;
  /** Every whole line; what follows the last line feed was being written when all ended, and is cut off the file. */
  readLines(): AsyncIterable<string>;
  /** Resolves when the line would survive the end of the process. */
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

export const planSchema = v.object({
  name: v.string(),
  models: v.array(
    v.object({
      file: v.string(),
      sha256: v.string(),
      task: v.string(),
      labels: v.nullable(v.array(v.string())),
      recipe: v.pipe(v.string(), v.description('Where the recipe came from: explicit, sidecar, metadata, ...')),
    }),
  ),
  data: v.object({
    name: v.string(),
    format: v.string(),
    pictures: v.pipe(v.number(), v.description('Pictures, or recordings, of the data set.')),
    chosen: v.pipe(v.number(), v.description('Pictures that split and choice leave, in all shards together.')),
  }),
  options: v.object({
    explain: v.record(v.string(), v.unknown()),
    rule: v.string(),
    metrics: v.array(v.string()),
    count: v.nullable(v.number()),
    seed: v.number(),
    split: v.nullable(v.string()),
  }),
});

/** Everything that decides what an audit gives: two runs of the same plan give the same. */
export type AuditPlan = v.InferOutput<typeof planSchema>;

const headerSchema = v.object({
  version: v.literal(1),
  plan: planSchema,
  shard: v.nullable(v.object({ index: v.number(), of: v.number() })),
  setAside: v.array(v.object({ file: v.string(), reason: v.string() })),
  provider: v.string(),
  adapter: v.nullable(v.string()),
  versions: v.record(v.string(), v.string()),
  startedAt: v.string(),
});

/** The first line of a journal; every further line is a picture, or a recording. */
export type JournalHeader = v.InferOutput<typeof headerSchema>;

/** What the lines of a journal are. */
export interface RecordKind<R> {
  readonly schema: v.GenericSchema<unknown, R>;
  nameOf(record: R): string;
}

export const PICTURES: RecordKind<PictureRecord> = { schema: pictureSchema, nameOf: ({ picture }) => picture };

export interface Journal<R = PictureRecord> {
  readonly header: JournalHeader;
  /** By name of the picture or recording. */
  readonly records: ReadonlyMap<string, R>;
}

export function planOf(
  models: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly recipe: { readonly task: string; readonly labels?: unknown };
    readonly recipeSource: { readonly source: string };
  }[],
  data: { readonly name: string; readonly format: string; readonly count: number },
  chosen: number,
  { name, explain, rule, metrics, count, seed, split }: CheckedAudit,
): AuditPlan {
  return {
    name,
    models: models.map(({ name: file, sha256, recipe, recipeSource }) => ({
      file,
      sha256,
      task: recipe.task,
      labels: Array.isArray(recipe.labels) ? recipe.labels : null,
      recipe: recipeSource.source,
    })),
    data: { name: data.name, format: data.format, pictures: data.count, chosen },
    options: { explain: { ...explain }, rule, metrics: [...metrics], count, seed, split },
  };
}

/**
 * Reads a journal.
 * @returns null for an empty file
 * @throws XaiError `data-unreadable` for a file that is no journal
 */
export async function readJournal<R>(
  file: Pick<JournalFile, 'name' | 'readLines'>,
  kind: RecordKind<R>,
): Promise<Journal<R> | null> {
  let header: JournalHeader | null = null;
  const records = new Map<string, R>();
  let number = 0;
  for await (const line of file.readLines()) {
    number++;
    if (!header) header = parseLine(headerSchema, line, number, file.name);
    else {
      const record = parseLine(kind.schema, line, number, file.name);
      records.set(kind.nameOf(record), record);
    }
  }
  return header && { header, records };
}

/**
 * The header alone, which says what the lines are.
 * @returns null for an empty file
 * @throws XaiError `data-unreadable`
 */
export async function readHeader(file: Pick<JournalFile, 'name' | 'readLines'>): Promise<JournalHeader | null> {
  for await (const line of file.readLines()) return parseLine(headerSchema, line, 1, file.name);
  return null;
}

/** The header as it comes back from a file, fields in the order of its schema, so that the same audit has the same bytes. */
export function canonicalHeader(header: JournalHeader): JournalHeader {
  return v.parse(headerSchema, JSON.parse(JSON.stringify(header)));
}

/** The same for a picture or recording. */
export function canonicalRecord<R>(record: R, { schema }: RecordKind<R>): R {
  return v.parse(schema, JSON.parse(JSON.stringify(record)));
}

/** A whole journal as the text of its file, in order of name. */
export function journalText<R>({ header, records }: Journal<R>): string {
  const sorted = [...records].sort(([a], [b]) => byName(a, b)).map(([, record]) => record);
  return [header, ...sorted].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function parseLine<T>(schema: v.GenericSchema<unknown, T>, line: string, number: number, file: string): T {
  try {
    return v.parse(schema, JSON.parse(line));
  } catch (cause) {
    throw new XaiError(
      'data-unreadable',
      `Line ${number} of ${file} is not one of this version's journal (${(cause as Error).message}); choose another folder.`,
      { file, cause },
    );
  }
}

/** What another audit has, by the part of the plan that tells. */
const OTHERWISE: Readonly<Record<keyof AuditPlan | 'shard', string>> = {
  name: 'of another name',
  models: 'with other models',
  data: 'over other data',
  options: 'with other options',
  shard: 'another shard',
};

/** @throws XaiError `option-invalid` when a journal is of another audit, naming what differs */
export function refuseOtherPlan(found: JournalHeader, wanted: JournalHeader, file: string): void {
  const parts = ({ plan, shard }: JournalHeader) => ({ ...plan, shard });
  const [known, asked] = [parts(found), parts(wanted)];
  const other = (Object.keys(asked) as (keyof typeof asked)[]).find(
    (key) => JSON.stringify(asked[key]) !== JSON.stringify(known[key]),
  );
  if (other === undefined) return;
  throw new XaiError(
    'option-invalid',
    `${file} is of another audit, ${OTHERWISE[other]}. Go on with what it was begun with, or begin a new one somewhere else.`,
    { option: 'output', file },
  );
}
