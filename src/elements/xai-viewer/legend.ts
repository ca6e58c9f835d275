import { html, type TemplateResult } from 'lit';
import { doubtOf } from '../../core/doubt.ts';
import type { Saliency } from '../../core/saliency.ts';
import { formatScore, strings } from '../strings.ts';
import { type MapLook, paintColourBar, scoresOf } from './paint-map.ts';
import { painted } from './painted.ts';

/**
 * The colour bar with numbers, and what it was normalised over. Keeps its room while there is no map.
 * @param classAgnostic whether the map is the same whatever is asked about
 */
export function renderLegend(map: Saliency | null, look: MapLook, classAgnostic: boolean): TemplateResult {
  const scores = map && scoresOf(map, look.range);
  const [low, high] = scores ? [formatScore(scores.low), formatScore(scores.high)] : ['', ''];
  const words = classAgnostic ? strings.legendAgnostic : strings.legendScale[look.range];
  const doubt = map && look.greyDoubt && doubtOf(map) ? ` ${strings.legendDoubt}` : '';
  const scale = map ? words(map.target.label) + doubt : '';
  return html`<div class="scale" role="img" aria-label=${map ? `${strings.legend}: ${low} – ${high}. ${scale}` : strings.legend}>
      <span class="number">${low}</span>
      <canvas
        class="bar"
        width="256"
        height="1"
        ${painted((canvas) => paintColourBar(canvas, look.colormap), look.colormap)}
      ></canvas>
      <span class="number">${high}</span>
    </div>
    <p>${scale}</p>`;
}
