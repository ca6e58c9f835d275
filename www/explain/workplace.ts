import { html, nothing, type TemplateResult } from 'lit';

/** Pixels that the side panels take at first; the style sheet has the same number for the time before the widget is there. */
const SIDE = 368;

type Content = TemplateResult | typeof nothing;

/** The picture and what is known of it, parted by a divider that a person can move; one above the other on narrow screens. */
export function renderWorkplace(stage: TemplateResult, side: Content): TemplateResult {
  // The widget counts from the left and the right of the screen, whatever the direction of writing.
  const fixed = document.documentElement.dir === 'rtl' ? 'start' : 'end';
  return html`<wa-split-panel class="workplace" primary=${fixed} position-in-pixels=${SIDE} ?disabled=${side === nothing}>
    <div class="stage" slot="start">${stage}</div>
    ${side === nothing ? nothing : html`<aside slot="end">${side}</aside>`}
  </wa-split-panel>`;
}
