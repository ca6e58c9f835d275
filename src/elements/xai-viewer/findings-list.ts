import { html, nothing, type TemplateResult } from 'lit';
import { boxArea } from '../../core/boxes.ts';
import type { Finding } from '../../engine/protocol.ts';
import { formatPercent, strings } from '../strings.ts';
import { placeBox } from './place-box.ts';

/** Above this many boxes, labels show only where a person points, so that they do not bury the picture. */
const LABELLED_BOXES = 12;

export interface FindingsView {
  readonly findings: readonly Finding[];
  readonly selected: number;
  /** Pixels of the picture. */
  readonly width: number;
  readonly height: number;
  choose(index: number): void;
}

/** Boxes over the picture: a list box whose options lie where the objects are. */
export function renderBoxes(view: FindingsView): TemplateResult | typeof nothing {
  const boxes = view.findings.some((finding) => finding.box);
  if (!boxes) return nothing;
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
      >${finding.label}${finding.classIndex < 0 ? nothing : html` <b>${formatPercent(finding.score)}</b>`}</span></div>`;
  };
  return html`<div
    class=${['boxes', crowded ? 'crowded' : '', view.selected >= 0 ? 'chosen' : ''].join(' ')}
    role="listbox"
    aria-label=${strings.findings}
    @keydown=${(event: KeyboardEvent) => moveByKey(event, view)}
  >${view.findings.map(option)}</div>`;
}

/** Answers about the whole picture: a list box of bars under it. */
export function renderClasses(view: FindingsView): TemplateResult | typeof nothing {
  if (view.findings.length === 0 || view.findings.some((finding) => finding.box)) return nothing;
  return html`<div
    class="classes"
    role="listbox"
    aria-label=${strings.findings}
    @keydown=${(event: KeyboardEvent) => moveByKey(event, view)}
  >${view.findings.map(
    (finding, index) => html`<div
      class="class"
      part=${index === view.selected ? 'finding finding-selected' : 'finding'}
      role="option"
      aria-selected=${index === view.selected}
      tabindex=${index === Math.max(0, view.selected) ? 0 : -1}
      data-index=${index}
      @click=${() => view.choose(index)}
    ><span class="name">${finding.label}</span
      ><meter class="score" min="0" max="1" .value=${finding.score} aria-hidden="true"></meter
      ><b>${formatPercent(finding.score)}</b></div>`,
  )}</div>`;
}

function spoken(finding: Finding): string {
  return finding.classIndex < 0 ? finding.label : strings.finding(finding.label, formatPercent(finding.score));
}

function moveByKey(event: KeyboardEvent, view: FindingsView): void {
  const last = view.findings.length - 1;
  const target = event.target as HTMLElement;
  const here = Number(target.dataset.index ?? 0);
  const next: Record<string, number> = {
    ArrowRight: Math.min(last, here + 1),
    ArrowDown: Math.min(last, here + 1),
    ArrowLeft: Math.max(0, here - 1),
    ArrowUp: Math.max(0, here - 1),
    Home: 0,
    End: last,
    Enter: here,
    ' ': here,
  };
  const index = next[event.key];
  if (index === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  view.choose(index);
  const list = event.currentTarget as HTMLElement;
  list.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
}
