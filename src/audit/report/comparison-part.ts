import type { Comparison, ComparisonMeasure } from '../compare/comparison-schema.ts';
import { nameOf } from '../compare/comparison-words.ts';
import { type Html, html } from './html.ts';
import { whisker } from './plots.ts';

/** The comparison of several models: in sentences, then in numbers with their intervals. */
export function comparisonPart({ count, measures, likeness }: Comparison, names: readonly string[]): Html {
  const whole = measures.filter(({ kind, label }) => kind === 'place' || label === null);
  const sentences = whole
    .filter(({ kind }) => kind !== 'metric')
    .flatMap(({ steps }) => steps.map(({ sentence }) => html`<li>${sentence}</li>`));
  return html`<h2>Models compared</h2>
<p>${count} maps that every model has, of the same pictures, with the same seeds, asked the same question. Differences are taken map by map; intervals are 95 %, by bootstrap.</p>
<ul>${sentences}</ul>
${comparisonTable(measures.map(rowOf), names)}
<table><tr><th>Maps of</th><th>likeness (cosine)</th><th>95 %</th><th>n</th><th>differ most in</th></tr>
${likeness.map(({ from, to, mean, low, high, count: maps, examples }) => html`<tr><th>${names[from]} and ${names[to]}</th><td>${mean.toFixed(2)}</td><td>${low.toFixed(2)} to ${high.toFixed(2)}</td><td>${maps}</td><td>${examples.slice(0, 3).join(', ')}</td></tr>`)}</table>`;
}

function rowOf({ models, ...what }: ComparisonMeasure): ComparedRow {
  return { name: nameOf(what), isShare: what.kind !== 'metric', models };
}

/** A measure of several models. */
export interface ComparedRow {
  readonly name: string;
  /** Whether it lies in [0, 1]. */
  readonly isShare: boolean;
  readonly models: readonly { readonly mean: number; readonly low: number; readonly high: number }[];
}

/** A row for each measure, a column for each model. */
export function comparisonTable(rows: readonly ComparedRow[], names: readonly string[]): Html {
  return html`<table><tr><th>Measure</th>${names.map((name) => html`<th colspan="2">${name}</th>`)}</tr>${rows.map(tableRow)}</table>`;
}

function tableRow({ name, isShare, models }: ComparedRow): Html {
  const write = (value: number) => (isShare ? `${Math.round(100 * value)} %` : value.toFixed(3));
  const [low, high] = isShare
    ? [0, 1]
    : [Math.min(...models.map((one) => one.low)), Math.max(...models.map((one) => one.high))];
  return html`<tr><th>${name}</th>${models.map((one) => html`<td>${write(one.mean)}</td><td>${whisker(one.mean, one, low, high, `${name}: ${write(one.mean)}`)}</td>`)}</tr>`;
}
