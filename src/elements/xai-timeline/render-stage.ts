import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { categoryColour } from '../../core/colour/categories.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import type { Labelling } from './labelling.ts';
import { colourOf } from './paint-strips.ts';
import { MOST_STRIPS } from './painter.ts';
import { renderLabelLayer } from './render-labels.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { words } from './timeline-strings.ts';
import { renderGrip, renderResizer } from './track-handles.ts';
import { kindOf, type Track, type TrackId, type TrackList } from './track-list.ts';
import { describeVerdict } from './window-panel.ts';

export interface StageView {
  readonly stage: Stage;
  readonly scene: Scene;
  readonly list: TrackList;
  /** Whether the recording can be heard. */
  readonly hasSound: boolean;
  /** Null where labels may not be edited. */
  readonly labelling: Labelling | null;
  /** Whether tracks have grips to order them by. */
  readonly hasGrips: boolean;
  /** Takes tracks that a person has moved or sized. */
  changeTracks(change: (list: TrackList) => TrackList): void;
  onFrameKey(event: KeyboardEvent): void;
  onThumbKey(event: KeyboardEvent): void;
}

/** Classes that are named beside the labels. */
const MOST_NAMED = 12;

/** The axis of time, the tracks on it, and what lies over them. */
export function renderStage(view: StageView): TemplateResult {
  const { stage, list } = view;
  const { down, move, up, leave, wheel } = stage.gestures;
  return html`<div class="stage" part="stage">
    <div
      class="field"
      @pointerdown=${down}
      @pointermove=${move}
      @pointerup=${up}
      @pointercancel=${up}
      @pointerleave=${leave}
      @wheel=${{ handleEvent: wheel, passive: false }}
    >
      <canvas class="ruler" aria-hidden="true"></canvas>
      ${repeat(
        list.shown,
        ({ id }) => id,
        (track) => renderTrack(track, view),
      )}
      <div class="over">${renderFrame(view)}
        <div class="pointed"></div>
        ${view.hasSound ? html`<div class="playhead"></div>` : nothing}
      </div>
    </div>
    ${renderMiniMap(view)}
  </div>`;
}

/** Name of a track; of one channel the channel's. */
export function trackName(id: TrackId, { parts }: Scene): string {
  const kind = kindOf(id);
  if (kind === 'recording' && id !== 'recording') return parts.recording?.channels[Number(id.split(':')[1])] ?? id;
  return kind === 'predictions' && parts.predictions ? words.imported : words.trackNames[kind];
}

function renderTrack({ id, height }: Track, view: StageView): TemplateResult {
  const { scene, labelling, changeTracks } = view;
  const name = trackName(id, scene);
  const rows = rowsOf(id, scene);
  const isCurves = hasCurves(id, scene);
  return html`<section class="track" part="track" data-track=${id} aria-label=${name} ${giveStyle({ '--height': `${height}px` })}>
    <div class="title">
      ${
        view.hasGrips
          ? renderGrip(id, name, {
              place: (before) => changeTracks((list) => list.place(id, before)),
              shift: (by) => changeTracks((list) => list.shift(id, by)),
            })
          : nothing
      }
      <span class="name">${name}</span>${renderChannels(id, scene)}${isLegendOf(id, view) ? renderClasses(scene) : nothing}
    </div>
    ${
      isCurves
        ? html`<div class="lane curves"></div>`
        : html`<div class="lane">
            <div class="rows" aria-hidden="true">${rows?.map((row) => html`<span>${row}</span>`)}</div>
            <canvas role="img" aria-label=${name}></canvas>
            ${emptyWords(id, view)}
            ${id === 'labels' && labelling ? renderLabelLayer(labelling, scene.classes) : nothing}
          </div>`
    }
    ${renderResizer(name, height, (pixels) => changeTracks((list) => list.resize(id, pixels)))}
  </section>`;
}

function hasCurves(id: TrackId, { parts }: Scene): boolean {
  const kind = kindOf(id);
  if (kind === 'fed') return parts.fed !== null && parts.fed.rows <= MOST_STRIPS;
  if (kind === 'predictions') return parts.answers?.frames != null && parts.predictions === null;
  return kind === 'recording';
}

/** What stands left of a track's rows. */
function rowsOf(id: TrackId, scene: Scene): readonly string[] | null {
  const kind = kindOf(id);
  const bands = [words.high, words.low];
  if (kind === 'fed') return scene.parts.fed ? bands : null;
  if (kind !== 'map' || !scene.mapPlane) return null;
  const { rows } = scene.mapPlane;
  return rows > MOST_STRIPS ? bands : (scene.mapNames ?? []).slice(0, rows);
}

function renderChannels(id: TrackId, { parts }: Scene): unknown {
  const { recording } = parts;
  if (kindOf(id) !== 'recording' || !recording || (id === 'recording' && recording.channels.length < 2)) return nothing;
  const only = id === 'recording' ? null : Number(id.split(':')[1]);
  return recording.channels.map((name, channel) =>
    only === null || channel === only
      ? html`<span class="channel" ${giveStyle({ '--class-colour': `rgb(${categoryColour(channel).join(' ')})` })}>${only === null ? name : ''}</span>`
      : nothing,
  );
}

/** The colours of classes are named once, at the first track that has them. */
function isLegendOf(id: TrackId, { list }: StageView): boolean {
  return list.shown.find((track) => track.id === 'labels' || track.id === 'predictions')?.id === id;
}

function renderClasses({ classes, parts, verdicts }: Scene): unknown {
  const seen = new Set([...parts.labels.map(({ label }) => label), ...verdicts.map(({ answer }) => answer)]);
  return classes
    .filter((label) => seen.has(label))
    .slice(0, MOST_NAMED)
    .map(
      (label) =>
        html`<span class="channel class" ${giveStyle({ '--class-colour': colourOf(classes, label) })}>${label}</span>`,
    );
}

function emptyWords(id: TrackId, { scene, labelling }: StageView): TemplateResult | typeof nothing {
  const kind = kindOf(id);
  const isEmpty = {
    recording: false,
    fed: !scene.parts.fed,
    labels: scene.parts.labels.length === 0,
    predictions: scene.verdicts.length === 0,
    map: !scene.mapPlane,
  }[kind];
  if (!isEmpty) return nothing;
  const said = {
    recording: '',
    fed: '',
    labels: labelling ? words.drawLabels : words.noLabels,
    predictions: words.noAnswers,
    map: words.noMap,
  }[kind];
  return html`<p class="empty">${said}</p>`;
}

/** The window as a frame over all tracks, which is also what the keyboard moves. */
function renderFrame({ stage, scene, onFrameKey }: StageView): TemplateResult | typeof nothing {
  const verdict = stage.currentVerdict;
  if (!verdict) return nothing;
  return html`<div
    class="frame"
    part="frame"
    role="slider"
    tabindex="0"
    aria-label=${words.window}
    aria-orientation="horizontal"
    aria-valuemin="1"
    aria-valuemax=${scene.verdicts.length}
    aria-valuenow=${stage.current + 1}
    aria-valuetext=${describeVerdict(verdict, scene.verdicts.length)}
    data-right=${String(verdict.isRight)}
    @keydown=${onFrameKey}
  ></div>`;
}

function renderMiniMap({ stage, onThumbKey }: StageView): TemplateResult {
  const { down, move, up } = stage.miniMapDrag;
  return html`<div
    class="mini-map"
    part="mini-map"
    @pointerdown=${down}
    @pointermove=${move}
    @pointerup=${up}
    @pointercancel=${up}
  >
    <canvas class="mini" role="img" aria-label=${words.overview}></canvas>
    <div
      class="thumb"
      role="slider"
      tabindex="0"
      aria-label=${words.miniMap}
      aria-orientation="horizontal"
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
      @keydown=${onThumbKey}
    ></div>
  </div>`;
}
