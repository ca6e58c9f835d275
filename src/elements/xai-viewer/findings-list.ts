import { html, nothing, type TemplateResult } from 'lit';
import { boxArea } from '../../core/boxes.ts';
import type { Finding } from '../../engine/info.ts';
import { formatPercent, mapStrings as strings } from '../map-strings.ts';
import { giveStyle } from './give-style.ts';
import { type FindingsView, moveByKey } from './list-keys.ts';
import { placeBox } from './place-box.ts';

/** Above this many boxes, labels show only where a person points, so that they do not bury the picture. */
const LABELLED_BOXES = 12;

/** Boxes over the picture: a list box whose options lie where the objects are. */
export function renderBoxes(view: FindingsView): TemplateResult | typeof nothing {
  if (!view.findings.some((finding) => finding.box)) return nothing;
  // Small boxes lie on top of large ones, so that each can be pointed at.
  const bySize = view.findings
    .map((finding, index) => ({ index, area: finding.box ? boxArea(finding.box) : 0 }))
    .sort((a, b) => b.area - a.area)
    .map(({ index }) => index);
  const crowded = view.findings.length > LABELLED_BOXES;
  const option = (finding: Finding, index: number) => {
    const box = finding.box;
    if (!box) return nothing;
    const classes = [
      'box',
      box[1] < view.height * 0.08 ? 'label-inside' : '',
      box[0] > view.width * 0.7 ? 'label-right' : '',
    ].join(' ');
    return html`<div
      ${placeBox(box, view.width, view.height, bySize.indexOf(index))}
      class=${classes}
      part=${index === view.selected ? 'finding finding-selected' : 'finding'}
      role="option"
      aria-selected=${index === view.selected}
      aria-label=${spoken(finding)}
      tabindex=${index === Math.max(0, view.selected) ? 0 : -1}
      data-index=${index}
      @click=${() => view.choose(index)}
    ><span class="label" part="label" aria-hidden="true"
      >${finding.label}${finding.score === null ? nothing : html` <b>${formatPercent(finding.score)}</b>`}</span></div>`;
  };
  return html`<div
    class=${['boxes', crowded ? 'crowded' : '', view.selected >= 0 ? 'chosen' : ''].join(' ')}
    role="listbox"
    aria-label=${strings.findings}
    @keydown=${(event: KeyboardEvent) => moveByKey(event, view)}
  >${view.findings.map(option)}</div>`;
}

/** Answers about the whole picture: a list box of bars under it, by head where the model has several. */
export function renderClasses(view: FindingsView): TemplateResult | typeof nothing {
  if (view.findings.length === 0) return nothing;
  const heads = [...new Set(view.findings.map(({ head }) => head))];
  return html`<div
    class=${heads[0] === undefined ? 'classes' : 'heads'}
    role="listbox"
    aria-label=${strings.findings}
    @keydown=${(event: KeyboardEvent) => moveByKey(event, view)}
  >${heads.map((head) => (head === undefined ? renderAnswers(view) : renderHead(view, head)))}</div>`;
}

function renderHead(view: FindingsView, head: string): TemplateResult {
  return html`<div class="head" role="group" aria-label=${head}
    ><p class="question" aria-hidden="true">${head}</p
    >${renderAnswers(view, head)}</div>`;
}

function renderAnswers(view: FindingsView, head?: string): (TemplateResult | typeof nothing)[] {
  return view.findings.map((finding, index) =>
    finding.head === head
      ? html`<div
          class="class"
          part=${index === view.selected ? 'finding finding-selected' : 'finding'}
          role="option"
          aria-selected=${index === view.selected}
          tabindex=${index === Math.max(0, view.selected) ? 0 : -1}
          data-index=${index}
          @click=${() => view.choose(index)}
        ><span class="name">${finding.label}</span
          ><span class="level" ${giveStyle({ '--share': String(finding.score ?? 0) })}></span
          ><b>${finding.score === null ? nothing : formatPercent(finding.score)}</b></div>`
      : nothing,
  );
}

function spoken({ label, score }: Finding): string {
  return score === null ? label : strings.finding(label, formatPercent(score));
}
