import { html, type TemplateResult } from 'lit';
import { weightInLabels } from '../../core/series/weight-in-labels.ts';
import { formatPercent, formatScore, joinSentences, strings } from '../strings.ts';
import { paintColourBar } from '../xai-viewer/paint-map.ts';
import { painted } from '../xai-viewer/painted.ts';
import type { PlaneLook, TimedPlane } from './plane.ts';
import type { Scene } from './scene.ts';
import { clock } from './ticks.ts';
import { words } from './timeline-strings.ts';

/** The colour bar with its numbers, and what they are of. */
export function renderTimelineLegend(
  scene: Scene,
  look: PlaneLook,
  { low, high }: { readonly low: number; readonly high: number },
): TemplateResult {
  const label = strings.say(scene.mapOf?.label ?? '');
  const scale = look.range.startsWith('symmetric') ? words.legendSigned(label) : words.legend(label);
  return html`<div class="legend" part="legend"
    ><slot name="legend"
      ><div class="scale" role="img" aria-label=${`${strings.legend}: ${formatScore(low)} – ${formatScore(high)}. ${scale}`}>
        <span class="number">${formatScore(low)}</span>
        <canvas class="bar" width="256" height="1" ${painted((canvas) => paintColourBar(canvas, look.colormap), look.colormap)}></canvas>
        <span class="number">${formatScore(high)}</span>
      </div>
      <p>${scale}</p></slot
    ></div
  >`;
}

/** The map in words: where its peak is, and how much of it lies within the labels. */
export function describeMap(scene: Scene, plane: TimedPlane): string {
  const { data, columns, start, step } = plane;
  const label = scene.mapOf?.label ?? '';
  const said = strings.say(label);
  let best = -1;
  for (let at = 0; at < data.length; at++) {
    if (!Number.isNaN(data[at]) && (best < 0 || data[at] > data[best])) best = at;
  }
  if (best < 0 || !(data[best] > 0)) return words.nothingRaises(said);
  const row = scene.mapNames?.[Math.floor(best / columns)] ?? null;
  const peak = words.peak(said, clock(start + (best % columns) * step), row);
  const { labels, maps } = scene.parts;
  const classIndex = maps?.maps[0]?.classIndex ?? -1;
  const own = classIndex < 0 ? labels : labels.filter((one) => one.label === label);
  const share = weightInLabels(plane, own);
  const chance = weightInLabels({ ...plane, data: new Float32Array(columns).fill(1) }, own);
  return share === null || chance === null
    ? peak
    : joinSentences(peak, words.mapWords(formatPercent(share), formatPercent(chance)));
}
