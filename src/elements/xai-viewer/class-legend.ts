import { html, nothing, type TemplateResult } from 'lit';
import { categoryColour } from '../../core/colour/categories.ts';
import type { Finding, SegmentationInfo } from '../../engine/info.ts';
import { formatPercent, strings } from '../strings.ts';
import { giveStyle } from './give-style.ts';
import { type FindingsView, moveByKey } from './list-keys.ts';

export interface ClassLegendView extends FindingsView {
  readonly segmentation: SegmentationInfo;
  /** Class under the pointer, or -1. */
  readonly pointed: number;
}

/** What the colours over the picture mean, how much of it each covers, and how sure the model is: a list to choose from. */
export function renderClassLegend(view: ClassLegendView): TemplateResult | typeof nothing {
  if (view.findings.length === 0) return nothing;
  return html`<div class="segments">
    <div class="segment titles" aria-hidden="true">
      <span></span><span>${strings.segmentTitles.name}</span><span></span><span>${strings.segmentTitles.share}</span
      ><span>${strings.segmentTitles.score}</span>
    </div>
    <div
      role="listbox"
      aria-label=${strings.findings}
      @keydown=${(event: KeyboardEvent) => moveByKey(event, view)}
    >${view.findings.map((finding, index) => renderEntry(view, finding, index))}</div>
  </div>`;
}

function renderEntry(view: ClassLegendView, finding: Finding, index: number): TemplateResult {
  const { label, classIndex, score, share } = finding;
  const isPart = share === undefined;
  const colour = categoryColour(classIndex, view.segmentation.labels[classIndex]);
  return html`<div
    ${giveStyle({ '--class-colour': `rgb(${colour.join(' ')})`, '--share': String(share ?? 0) })}
    class=${!isPart && classIndex === view.pointed ? 'segment pointed' : 'segment'}
    part=${index === view.selected ? 'finding finding-selected' : 'finding'}
    role="option"
    aria-selected=${index === view.selected}
    tabindex=${index === Math.max(0, view.selected) ? 0 : -1}
    data-index=${index}
    @click=${() => view.choose(index)}
  >
    <span class=${isPart ? 'swatch open' : 'swatch'}></span>
    <span class="name">${label}</span>
    <span class=${isPart ? '' : 'level'}></span>
    <b>${isPart ? nothing : html`${formatPercent(share)} <span class="spoken">${strings.segmentTitles.ofPicture},</span>`}</b>
    <span class="sure">${
      score === null
        ? nothing
        : html`<span class="spoken">${strings.segmentTitles.score}</span> ${formatPercent(score)}`
    }</span>
  </div>`;
}
