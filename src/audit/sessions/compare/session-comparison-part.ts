import { nameOf } from '../../compare/comparison-words.ts';
import { comparisonTable } from '../../report/comparison-part.ts';
import { type Html, html } from '../../report/html.ts';
import { IN_RECORDINGS } from './compare-sessions.ts';
import type { SessionComparison } from './session-comparison-schema.ts';

/** The comparison of several models on recordings: in sentences, then in numbers with their intervals. */
export function sessionComparisonPart(
  { count, recordings, measures, likeness }: SessionComparison,
  names: readonly string[],
): Html {
  const spoken = measures.filter(({ told }) => told);
  const rows = measures.map(({ models, ...what }) => ({
    name: nameOf({ ...what, metric: null }, IN_RECORDINGS),
    isShare: true,
    models,
  }));
  const note =
    measures.length > 0
      ? 'Differences are taken window by window; intervals are 95 %, by bootstrap over the recordings; of fewer than five recordings nothing is claimed.'
      : count > 0
        ? 'There are too few labelled windows, or windows of one recording only, to compare them.'
        : 'Their windows begin or end at other times, so that they can be compared by what is said of each model only.';
  return html`<h2>Models compared</h2>
<p>${count} windows of ${recordings} recordings that every model answered, with the same seeds. ${note}</p>
<ul>${spoken.flatMap(({ steps }) => steps.map(({ sentence }) => html`<li>${sentence}</li>`))}</ul>
${rows.length > 0 ? comparisonTable(rows, names) : null}
${
  likeness.length === 0
    ? null
    : html`<table><tr><th>Maps of</th><th>same answer</th><th>likeness (cosine), where it is</th><th>95 %</th><th>n</th><th>differ most in</th></tr>
${likeness.map(({ from, to, agreed, mean, low, high, count: windows, examples }) => html`<tr><th>${names[from]} and ${names[to]}</th><td>${Math.round(100 * agreed)} %</td><td>${mean.toFixed(2)}</td><td>${low.toFixed(2)} to ${high.toFixed(2)}</td><td>${windows}</td><td>${examples.slice(0, 3).join(', ')}</td></tr>`)}</table>`
}`;
}
