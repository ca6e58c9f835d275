import { html, nothing, type TemplateResult } from 'lit';
import { strings } from '../strings.ts';
import type { LaterParts } from './later-parts.ts';
import { MOST_SCALE, type Viewport } from './viewport.ts';

/** Buttons for the keyboard and for those who have no wheel; what has nothing to do stays, so that no focus is lost. */
export function renderZoom(tools: LaterParts['tools'], { scale }: Viewport): TemplateResult {
  const button = (text: string, title: string, idle: boolean, act: 'reduce' | 'enlarge' | 'showAll') =>
    html`<button
      type="button"
      class="quiet"
      aria-label=${text.length === 1 ? title : nothing}
      title=${title}
      aria-disabled=${idle}
      @click=${() => tools.use(({ zooming }) => zooming[act]())}
    >${text}</button>`;
  return html`<span class="zoom" role="group" aria-label=${strings.zoom}>
    ${button('−', strings.zoomOut, scale === 1, 'reduce')}
    ${button('+', strings.zoomIn, scale >= MOST_SCALE, 'enlarge')}
    ${button(strings.zoomFit, strings.zoomWhole, scale === 1, 'showAll')}
  </span>`;
}
