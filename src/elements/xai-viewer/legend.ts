import { html, type TemplateResult } from 'lit';
import type { Saliency } from '../../core/saliency.ts';
import { formatScore, strings } from '../strings.ts';
import type { ScoreRange } from './paint-map.ts';

/** The colour bar with numbers, and what it was normalised over. Keeps its room while there is no map. */
export function renderLegend(map: Saliency | null, range: ScoreRange | null): TemplateResult {
  const shown = map !== null && range !== null;
  return html`<div class="legend" part="legend" ?data-empty=${!shown}>
    <slot name="legend">
      <div class="scale" role="img" aria-label=${shown ? spokenScale(range) : strings.legend}>
        <span class="number">${shown ? formatScore(range.low) : ''}</span>
        <canvas class="bar" width="256" height="1"></canvas>
        <span class="number">${shown ? formatScore(range.high) : ''}</span>
      </div>
      <p>${strings.legendScale}</p>
    </slot>
  </div>`;
}

function spokenScale(range: ScoreRange): string {
  return `${strings.legend}: ${formatScore(range.low)} – ${formatScore(range.high)}, ${strings.legendScale}`;
}
