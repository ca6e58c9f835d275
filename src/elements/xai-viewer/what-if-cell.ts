import { html, nothing, type TemplateResult } from 'lit';
import type { HiddenPixels, Hiding } from '../../core/hiding.ts';
import { HIDING_FILLS } from '../../core/hiding.ts';
import type { Finding, WhatIfInfo } from '../../engine/info.ts';
import { formatPercent, strings } from '../strings.ts';
import { renderCellHead } from './cell-head.ts';
import { renderOpacity, renderSelect } from './controls.ts';
import { giveStyle } from './give-style.ts';
import { copyPicture, type OverlayView } from './overlay.ts';
import { painted } from './painted.ts';
import { placeBox } from './place-box.ts';
import { nameOf } from './status.ts';
import type { WhatIf } from './what-if.ts';

/** The picture without some of its pixels, what the model says of it, and the controls of both. */
export function renderWhatIf(whatIf: WhatIf, view: OverlayView | null): TemplateResult | typeof nothing {
  if (!whatIf.isOpen || !view) return nothing;
  const { answer, error, isReady } = whatIf;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') void whatIf.toggle();
  };
  return html`<section class="cell what-if" part="what-if" aria-label=${strings.whatIf} aria-busy=${whatIf.isBusy} @keydown=${onKey}>
    ${renderCellHead(strings.whatIf, { name: strings.whatIfClose, press: whatIf.toggle })}
    ${renderView(view, answer)}
    <div class="hiding">${renderHiding(whatIf)}</div>
    ${error ? html`<p class="refusal">${error}</p>` : isReady ? nothing : html`<p class="particulars">${strings.whatIfNeedsMap}</p>`}
    ${answer && whatIf.finding ? renderAnswer(whatIf.finding, answer) : nothing}
  </section>`;
}

function renderView({ picture, original, chosen }: OverlayView, answer: WhatIfInfo | null): TemplateResult {
  const { width, height } = picture;
  const paint =
    ({ data, width, height }: HiddenPixels) =>
    (canvas: HTMLCanvasElement) => {
      canvas.width = width;
      canvas.height = height;
      canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
    };
  return html`<div class="view">
    <div class="plane">
    <canvas class="picture" ${painted((canvas) => copyPicture(canvas, original), picture)}></canvas>
    ${chosen?.box ? html`<div class="box place" ${placeBox(chosen.box, width, height, 1)}></div>` : nothing}
    ${
      answer
        ? html`<canvas class="hidden" ${placeBox(answer.hidden.box, width, height)} ${painted(paint(answer.hidden), answer)}></canvas>
            ${answer.findings.map(({ box, label, score }) =>
              box
                ? html`<div class="box" ${placeBox(box, width, height, 1)}>
                    <span class="label" aria-hidden="true">${label} <b>${formatPercent(score ?? 0)}</b></span>
                  </div>`
                : nothing,
            )}`
        : nothing
    }
    </div>
  </div>`;
}

function renderHiding(whatIf: WhatIf): TemplateResult {
  const { share, first, fill } = whatIf.hiding;
  const firsts = (['most', 'least'] as const).map((one) => [one, strings.whatIfFirst[one]] as const);
  const fills = HIDING_FILLS.map((one) => [one, strings.whatIfFills[one]] as const);
  return html`<div class="slider">
      ${renderOpacity(strings.whatIfHide, share, (share) => whatIf.set({ share }), 0.01)}<b>${formatPercent(share)}</b>
    </div>
    ${renderSelect<Hiding['first']>(strings.whatIfWhich, firsts, first, (first) => whatIf.set({ first }))}
    ${renderSelect<Hiding['fill']>(strings.whatIfFill, fills, fill, (fill) => whatIf.set({ fill }))}`;
}

function renderAnswer(finding: Finding, { before, after, findings }: WhatIfInfo): TemplateResult {
  const list = findings.map((one) => strings.finding(nameOf(one), formatPercent(one.share ?? one.score ?? 0)));
  return html`<div class="change">
      <span class="name">${nameOf(finding)}</span>
      <span class="level" ${giveStyle({ '--share': String(after), '--before': String(before) })}></span>
      <b>${formatPercent(before)} → ${formatPercent(after)}</b>
    </div>
    <p class="particulars">
      ${finding.box ? strings.whatIfFit : nothing}
      ${list.length > 0 ? strings.whatIfFinds(list.join(', ')) : strings.whatIfNothing}
    </p>`;
}
