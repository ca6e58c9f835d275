import { html, nothing, type TemplateResult } from 'lit';
import { confusionOf, sharesInLabels, surestWrong } from '../../src/core/series/session-summary.ts';
import type { Verdict } from '../../src/core/series/verdicts.ts';
import { formatPercent } from '../../src/elements/strings.ts';
import type { XaiTimeline } from '../../src/elements/xai-timeline/element.ts';
import { clock } from '../../src/elements/xai-timeline/ticks.ts';
import { renderConfusion } from './confusion-table.ts';
import { renderShares } from './label-shares.ts';
import { renderMeanMaps } from './mean-maps.ts';
import { text } from './timeline-words.ts';

const MOST_WRONG = 6;

/** What a session says as a whole: right and wrong, the surest mistakes, where each class is looked for, and whether there. */
export function renderReport(timeline: XaiTimeline): TemplateResult | typeof nothing {
  const { verdicts, answers, maps, knownLabels } = timeline;
  if (verdicts.length === 0) return nothing;
  const confusion = confusionOf(verdicts, answers?.classes ?? []);
  const shares =
    maps?.weights && maps.maps[0]?.classIndex === -1 ? sharesInLabels(verdicts, maps.weights, knownLabels) : null;
  return html`<section class="report" aria-label=${text.reportTitle}>
    <h2 class="report-title">${text.reportTitle}</h2>
    ${renderCard(text.confusionTitle, renderConfusion(confusion))}
    ${renderCard(text.wrongTitle, renderWrong(surestWrong(verdicts, MOST_WRONG), confusion.judged, timeline))}
    ${renderCard(text.sharesTitle, shares ? renderShares(shares) : renderNotYet(timeline))}
    ${renderCard(text.meanTitle, maps && answers ? renderMeanMaps(maps, answers.length) : renderNotYet(timeline), 'wide')}
  </section>`;
}

function renderCard(title: string, content: unknown, width = ''): TemplateResult {
  return html`<article class=${`card ${width}`}>
    <h3>${title}</h3>
    ${content}
  </article>`;
}

function renderWrong(wrong: readonly Verdict[], judged: number, timeline: XaiTimeline): TemplateResult {
  if (judged === 0) return html`<p>${text.nothingJudged}</p>`;
  if (wrong.length === 0) return html`<p>${text.nothingWrong}</p>`;
  return html`<p>${text.wrongText}</p>
    <ol class="wrong">
      ${wrong.map(
        ({ index, start, end, answer, meant, score }) => html`<li>
          <button type="button" @click=${() => timeline.goTo(index)}>
            <span class="time">${clock(start, 0.1)} – ${clock(end, 0.1)}</span>
            <span>${text.insteadOf(answer ?? '', meant ?? '')}</span>
            ${score === null ? nothing : html`<b>${formatPercent(score)}</b>`}
          </button>
        </li>`,
      )}
    </ol>`;
}

/** Maps of the whole session are made when they are asked for, where that takes long. */
function renderNotYet(timeline: XaiTimeline): TemplateResult {
  const isUnderWay = timeline.phase === 'running' || timeline.phase === 'loading';
  const explainAll = () => {
    timeline.scope = 'session';
    timeline.target = null;
  };
  if (!timeline.answers?.classes.length) return html`<p>${text.needsModel}</p>`;
  if (isUnderWay) return html`<p>${text.underWay}</p>`;
  return html`<p>${text.needsSession}</p>
    <button type="button" @click=${explainAll}>${text.explainSession}</button>`;
}
