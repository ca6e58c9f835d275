import { html, type TemplateResult } from 'lit';
import type { Saliency } from '../../core/saliency.ts';
import { formatScore, strings } from '../strings.ts';
import type { MapLook, ScoreRange } from './paint-map.ts';

/** The colour bar with numbers, and what it was normalised over. Keeps its room while there is no map. */
export function renderLegend(map: Saliency | null, scores: ScoreRange | null, range: MapLook['range']): TemplateResult {
  const shown = map !== null && scores !== null;
  const scale = shown ? strings.legendScale[range](map.target.label) : '';
  return html`<div class="legend" part="legend" ?data-empty=${!shown}>
    <slot name="legend">
      <div class="scale" role="img" aria-label=${shown ? `${strings.legend}: ${formatScore(scores.low)} – ${formatScore(scores.high)}. ${scale}` : strings.legend}>
        <span class="number">${shown ? formatScore(scores.low) : ''}</span>
        <canvas class="bar" width="256" height="1"></canvas>
        <span class="number">${shown ? formatScore(scores.high) : ''}</span>
      </div>
      <p>${scale}</p>
    </slot>
  </div>`;
}
