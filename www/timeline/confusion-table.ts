import { html, type TemplateResult } from 'lit';
import type { Confusion } from '../../src/core/series/session-summary.ts';
import { giveStyle } from '../../src/elements/xai-viewer/give-style.ts';
import { text } from './timeline-words.ts';

/** How often which label got which answer; the diagonal is right. */
export function renderConfusion({ names, counts, judged, right }: Confusion): TemplateResult {
  if (judged === 0) return html`<p>${text.nothingJudged}</p>`;
  const worst = mostCommonError(names, counts);
  const most = Math.max(...counts.flat());
  return html`<p>${text.confusionText(right, judged)} ${worst}</p>
    <div class="table" role="region" tabindex="0" aria-label=${text.confusionTitle}>
      <table class="confusion">
        <thead>
          <tr>
            <th scope="col">${text.labelAgainstAnswer}</th>
            ${names.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${names.map(
            (label, row) => html`<tr>
              <th scope="row">${label}</th>
              ${counts[row].map(
                (count, column) =>
                  html`<td data-kind=${count === 0 ? 'none' : row === column ? 'right' : 'wrong'} ${giveStyle({ '--share': String(count / most) })}>${count}</td>`,
              )}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** The label that got a certain wrong answer most often, in words; '' where nothing was wrong. */
function mostCommonError(names: readonly string[], counts: Confusion['counts']): string {
  let [best, label, answer] = [0, '', ''];
  counts.forEach((row, at) => {
    row.forEach((count, column) => {
      if (at !== column && count > best) [best, label, answer] = [count, names[at], names[column]];
    });
  });
  return best === 0 ? '' : text.commonError(label, answer, best);
}
