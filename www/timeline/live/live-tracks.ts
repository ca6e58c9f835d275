import { html, nothing, type TemplateResult } from 'lit';
import { formatPercent } from '../../../src/elements/strings.ts';
import { colourOf } from '../../../src/elements/xai-timeline/paint-strips.ts';
import { giveStyle } from '../../../src/elements/xai-viewer/give-style.ts';
import type { SamplesInfo } from '../../../src/engine/info.ts';
import type { LiveBoard } from './live-board.ts';
import { channelColour } from './live-lanes.ts';
import { streamWords as words } from './words.ts';

const SHOWN_ANSWERS = 3;

/** The best answers about the newest window. */
export function renderAnswers(last: SamplesInfo | null): TemplateResult | typeof nothing {
  if (!last?.classes) return nothing;
  return html`<ol class="live-answers" aria-label=${words.newest}>
    ${last.classes.slice(0, SHOWN_ANSWERS).map(({ label, score }) => html`<li><b>${label}</b> ${formatPercent(score)}</li>`)}
  </ol>`;
}

/** The tracks that are painted, on one axis of time. */
export function renderTracks(
  channels: readonly string[],
  board: LiveBoard | null,
  classes: readonly string[],
  label: string,
  method: string,
): TemplateResult {
  const [best] = board?.last?.classes ?? [];
  const answer = best ? `${best.label} ${formatPercent(best.score)}` : words.nothing;
  const fed = board?.last?.fed.names ?? null;
  // Rows that are the channels have their names; numbers alone where nobody named them, since there is little room.
  const names = fed?.length === channels.length ? channels.map((name) => name.replace(/^channel /, '')) : fed;
  return html`<div class="stream-stage">
    <span aria-hidden="true">${['text', 'muted', 'line', 'danger', 'accent', 'lane'].map((name) => html`<i class=${`ink-${name}`}></i>`)}</span>
    <canvas class="ruler" aria-hidden="true"></canvas>
    <div data-track="recording">
      <p class="title">${words.recording} ${channels.map((name, channel) => renderChip(name, channelColour(channel)))}</p>
      <div class="lane curves"></div>
    </div>
    ${
      board?.fed
        ? html`<div data-track="fed"><p class="title">${words.fed}</p><canvas class="lane" aria-hidden="true"></canvas></div>`
        : nothing
    }
    ${
      board?.frames
        ? html`<div data-track="frames"><p class="title">${words.frames} ${renderChip(board.frames.output, channelColour(0))}</p><div class="lane curves"></div></div>`
        : html`<div data-track="predictions">
          <p class="title">${words.predictions} ${classes.map((name) => renderChip(name, colourOf(classes, name)))}</p>
          <canvas class="lane" role="img" aria-label=${words.sight(answer)}></canvas>
        </div>`
    }
    ${
      board?.map
        ? html`<div data-track="map">
          <p class="title">${words.map}</p>
          ${names ? html`<div class="row-names" aria-hidden="true">${names.map((name) => html`<span>${name}</span>`)}</div>` : nothing}
          <canvas class="lane" role="img" aria-label=${words.mapSight(label, method)}></canvas>
        </div>`
        : nothing
    }
  </div>`;
}

function renderChip(name: string, colour: string): TemplateResult {
  return html`<span class="chip" ${giveStyle({ '--chip': colour })}>${name}</span>`;
}
