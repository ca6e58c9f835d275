import { html, noChange, nothing, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import { categoryColour, type Rgb } from '../../core/colour/categories.ts';
import type { Finding, SegmentationInfo } from '../../engine/protocol.ts';
import { formatPercent, strings } from '../strings.ts';
import { type FindingsView, moveByKey } from './list-keys.ts';

/** Gives an element a colour to paint with; through the CSSOM, which a strict policy allows. */
class GiveColour extends Directive {
  render(_colour: Rgb): unknown {
    return noChange;
  }

  override update(part: ElementPart, [colour]: Parameters<this['render']>): unknown {
    (part.element as HTMLElement).style.setProperty('--class-colour', `rgb(${colour.join(' ')})`);
    return noChange;
  }
}

const giveColour = directive(GiveColour);

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
  return html`<div
    ${giveColour(categoryColour(classIndex, view.segmentation.labels[classIndex]))}
    class=${!isPart && classIndex === view.pointed ? 'segment pointed' : 'segment'}
    part=${index === view.selected ? 'finding finding-selected' : 'finding'}
    role="option"
    aria-selected=${index === view.selected}
    aria-label=${spoken(finding)}
    tabindex=${index === Math.max(0, view.selected) ? 0 : -1}
    data-index=${index}
    @click=${() => view.choose(index)}
  ><span class=${isPart ? 'swatch open' : 'swatch'}></span
    ><span class="name">${label}</span
    ><span class="amount"
      >${isPart ? nothing : html`<meter min="0" max="1" .value=${share} aria-hidden="true"></meter>`}</span
    ><b>${isPart ? nothing : formatPercent(share)}</b
    ><span class="sure">${score === null ? nothing : formatPercent(score)}</span></div>`;
}

function spoken({ label, share, score }: Finding): string {
  if (share === undefined || score === null) return label;
  return strings.segment(label, formatPercent(share), formatPercent(score));
}
