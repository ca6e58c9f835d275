import { html, nothing, type TemplateResult } from 'lit';
import type { LabelShare } from '../../src/core/series/session-summary.ts';
import { formatPercent } from '../../src/elements/strings.ts';
import { giveStyle } from '../../src/elements/xai-viewer/give-style.ts';
import { text } from './timeline-words.ts';

/** Less weight within the labels than a map without preference would have: the model looks elsewhere. */
const BESIDE = 1;
/** Labels that fill nearly all of their windows leave nothing to look beside. */
const TELLING = 0.8;

/** Whether the model looks at the event or beside it, class by class. */
export function renderShares(shares: readonly LabelShare[]): TemplateResult {
  const telling = shares.filter(({ chance }) => chance < TELLING);
  const beside = telling.filter(({ weight, chance }) => weight < BESIDE * chance);
  const filling = shares.filter(({ chance }) => chance >= TELLING);
  if (shares.length === 0) return html`<p>${text.noShares}</p>`;
  return html`<p>
      ${beside.length > 0 ? html`<strong class="warning">${text.looksBeside(beside.map(({ label }) => label))}</strong>` : telling.length > 0 ? text.looksAt : nothing}
      ${text.shareText}
    </p>
    <ul class="shares">
      ${[...telling, ...filling].map(
        ({
          label,
          weight,
          chance,
          windows,
        }) => html`<li data-beside=${String(chance < TELLING && weight < BESIDE * chance)}>
          <span>${label}</span>
          <span class="share-bar" role="img" aria-label=${text.shareOf(label, formatPercent(weight), formatPercent(chance), windows)} ${giveStyle({ '--share': String(weight), '--chance': String(chance) })}></span>
          <b>${formatPercent(weight)}</b>
          <small>${text.against(formatPercent(chance))}</small>
        </li>`,
      )}
    </ul>`;
}
