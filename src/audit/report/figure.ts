import { OUTCOME_TITLES } from '../../core/audit-titles.ts';
import type { DataSet } from '../data/data-set.ts';
import type { AuditReport } from '../result/audit-schema.ts';
import type { ExplanationRecord } from '../run/record.ts';
import { type Html, html } from './html.ts';
import { dataUrl, drawGrid, type EncodeThumbnail, readThumbnail } from './report-pictures.ts';

/** What figures are made of. */
export interface FigureTools {
  readonly report: AuditReport;
  readonly data: Pick<DataSet, 'read'>;
  readonly encode: EncodeThumbnail;
  readonly signal?: AbortSignal;
}

/** Which of a picture's maps are shown. */
export interface FigureChoice {
  /** Only this model, counted from 0. Default: all. */
  readonly model?: number;
  /** Only this class. Default: the first answer of each model. */
  readonly label?: string;
}

/**
 * A picture with the best map that each model has of it (or that of one model and class).
 * @throws XaiError `data-unreadable`, `picture-unreadable`
 */
export async function figure(
  { report, data, encode, signal }: FigureTools,
  name: string,
  { model: only, label }: FigureChoice = {},
): Promise<Html> {
  const record = report.pictures.find(({ picture }) => picture === name);
  const thumbnail = await readThumbnail(data, name, signal);
  const { width, height } = thumbnail;
  const image = async (pixels: Uint8ClampedArray, about: string) =>
    html`<img width="${width}" height="${height}" alt="${about}" src="${await dataUrl(encode, pixels, width, height)}">`;
  const chosen = (record?.results ?? []).flatMap((result, model) => {
    if (result.status !== 'explained' || (only !== undefined && model !== only)) return [];
    return result.explanations.filter((one) => label === undefined || one.label === label).slice(0, 1);
  });
  const maps = await inOrder(chosen, (one) =>
    image(drawGrid(one.map, width, height, thumbnail), `map of ${one.label}`),
  );
  return html`<figure>${await image(thumbnail.data, name)}${maps}<figcaption>${name}<br>${chosen.map(sayAnswer).join(' · ')}</figcaption></figure>`;
}

function sayAnswer({ label, score, outcome, inside }: ExplanationRecord): string {
  return [
    label,
    score === null ? 'missed' : percent(score),
    outcome === null ? null : OUTCOME_TITLES[outcome],
    inside === null ? null : `${percent(inside)} on the object`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** One after the other, so that a large data set needs no more memory than what is made of it. */
export async function inOrder<T>(all: readonly T[], make: (one: T, at: number) => Promise<Html>): Promise<Html[]> {
  const out: Html[] = [];
  for (const [at, one] of all.entries()) out.push(await make(one, at));
  return out;
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
