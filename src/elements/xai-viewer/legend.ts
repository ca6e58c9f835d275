import { html, type TemplateResult } from 'lit';
import type { ColormapName } from '../../core/colour/colormaps.ts';
import type { ScoreRange } from '../../core/colour/score-range.ts';
import { doubtOf } from '../../core/doubt.ts';
import type { Saliency } from '../../core/saliency.ts';
import { formatScore, mapStrings as strings } from '../map-strings.ts';
import { type MapLook, paintColourBar, paintedMap, scoresOf } from './paint-map.ts';
import { painted } from './painted.ts';

/**
 * The colour bar with numbers, and what it was normalised over. Keeps its room while there is no map.
 * @param classAgnostic whether the map is the same whatever is asked about
 */
export function renderLegend(map: Saliency | null, look: MapLook, classAgnostic: boolean): TemplateResult {
  const words = classAgnostic ? strings.legendAgnostic : strings.legendScale[look.range];
  const doubt = map && look.greyDoubt && doubtOf(paintedMap(map)) ? ` ${strings.legendDoubt}` : '';
  return renderScale(map && scoresOf(map, look.range), look.colormap, map ? words(map.target.label) + doubt : '');
}

/** A colour bar between two numbers, with words below; without a range its numbers are left out. */
export function renderScale(range: ScoreRange | null, colormap: ColormapName, words: string): TemplateResult {
  const [low, high] = range ? [formatScore(range.low), formatScore(range.high)] : ['', ''];
  return html`<div class="scale" role="img" aria-label=${range ? `${strings.legend}: ${low} – ${high}. ${words}` : strings.legend}>
      <span class="number">${low}</span>
      <canvas
        class="bar"
        part="bar"
        width="256"
        height="1"
        ${painted((canvas) => paintColourBar(canvas, colormap), colormap)}
      ></canvas>
      <span class="number">${high}</span>
    </div>
    <p>${words}</p>`;
}
