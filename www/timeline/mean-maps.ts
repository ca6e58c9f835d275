import { html, type TemplateResult } from 'lit';
import { colourise } from '../../src/core/colour/colourise.ts';
import { findRange } from '../../src/core/colour/score-range.ts';
import type { WindowMean } from '../../src/core/series/window-means.ts';
import { formatScore } from '../../src/elements/strings.ts';
import { paintColourBar } from '../../src/elements/xai-viewer/paint-map.ts';
import { painted } from '../../src/elements/xai-viewer/painted.ts';
import type { SessionMaps } from '../../src/engine/info.ts';
import { text } from './timeline-words.ts';

/** The mean map of a window of each class, all in one scale of colours. */
export function renderMeanMaps({ maps, means, names }: SessionMaps, seconds: number): TemplateResult {
  const isSigned = maps[0]?.provenance.options.sign === 'both';
  const all = means.flatMap(({ data }) => [...data]);
  const colormap = isSigned ? 'blue-red' : 'viridis';
  const { low, high } = findRange(all, isSigned ? 'symmetric' : 'zero-max');
  return html`<p>${text.meanText}</p>
    <div class="means">
      ${means.map(
        (mean) => html`<figure>
          <figcaption><b>${mean.label}</b> <span>${text.windows(mean.windows)}</span></figcaption>
          <div class="mean-map">
            <div class="mean-rows" aria-hidden="true">${(names ?? [text.highBands, text.lowBands]).map((name) => html`<span>${name}</span>`)}</div>
            <canvas
              role="img"
              aria-label=${text.meanAlt(mean.label)}
              data-bands=${String(names === null)}
              ${painted((canvas) => paint(canvas, mean, colormap, low, high), mean, low, high)}
            ></canvas>
          </div>
          <p>${describe(mean, names, seconds)}</p>
        </figure>`,
      )}
    </div>
    <div class="mean-scale">
      <span class="range"
        ><span>${formatScore(low)}</span>
      <canvas class="bar" width="256" height="1" aria-hidden="true" ${painted((canvas) => paintColourBar(canvas, colormap), colormap)}></canvas>
        <span>${formatScore(high)}</span></span
      >
      <span class="axis">${text.meanAxis(seconds)}</span>
    </div>`;
}

function paint(
  canvas: HTMLCanvasElement,
  { rows, columns, data }: WindowMean,
  colormap: 'viridis' | 'blue-red',
  low: number,
  high: number,
): void {
  // Bands rise upwards, channels go down the page.
  const isBands = canvas.dataset.bands === 'true';
  const turned = isBands
    ? data.map((_, at) => data[(rows - 1 - Math.floor(at / columns)) * columns + (at % columns)])
    : data;
  const { pixels } = colourise(turned, { colormap, range: low < high ? [low, high] : 'min-max' });
  canvas.width = columns;
  canvas.height = rows;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
}

/** The row and the third of the window that hold most of the positive weight. */
function describe({ rows, columns, data }: WindowMean, names: readonly string[] | null, seconds: number): string {
  const byRow = new Float64Array(rows);
  const byThird = new Float64Array(3);
  let all = 0;
  data.forEach((value, at) => {
    if (!(value > 0)) return;
    all += value;
    byRow[Math.floor(at / columns)] += value;
    byThird[Math.floor(((at % columns) * 3) / columns)] += value;
  });
  if (!(all > 0)) return text.meanNothing;
  const third = byThird.indexOf(Math.max(...byThird));
  const row = byRow.indexOf(Math.max(...byRow));
  const share = byRow[row] / all;
  // Where every row has as much of it no channel stands out.
  const channel = names && rows > 1 && share > 1.2 / rows ? text.meanChannel(names[row], share) : '';
  return text.meanPart(third, (seconds * third) / 3, (seconds * (third + 1)) / 3, channel);
}
