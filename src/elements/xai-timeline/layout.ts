import { html, nothing, type TemplateResult } from 'lit';
import type { Verdict } from '../../core/series/verdicts.ts';
import { renderMethodWords } from '../xai-viewer/method-controls.ts';
import type { Player } from './player.ts';
import { renderStage } from './render-stage.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { pressFrameKey, pressThumbKey } from './timeline-keys.ts';
import { renderTimelineLegend } from './timeline-legend.ts';
import type { TimelineSettings } from './timeline-settings.ts';
import type { TimelineTasks } from './timeline-tasks.ts';
import { renderTimelineToolbar } from './timeline-toolbar.ts';
import type { TrackList } from './track-list.ts';
import { renderTracksPanel } from './tracks-panel.ts';
import type { WindowFeed } from './window-feed.ts';
import { renderWindowPanel } from './window-panel.ts';

/** What the element lends to its layout. */
export interface TimelineParts {
  readonly timeline: TimelineSettings;
  readonly tasks: TimelineTasks;
  readonly scene: Scene;
  readonly stage: Stage;
  readonly player: Player;
  readonly feed: WindowFeed;
  readonly list: TrackList;
  /** The map in words. */
  readonly mapWords: string;
  /** Takes tracks that a person has shown, hidden, moved or sized. */
  changeList(list: TrackList): void;
}

export function renderControls({ timeline, tasks, scene, stage, player }: TimelineParts): TemplateResult {
  const { mapOf } = scene;
  return html`<slot name="toolbar">${renderTimelineToolbar({
    stage,
    player,
    methods: tasks.methods,
    method: tasks.method,
    scope: tasks.scope,
    classes: tasks.answers?.classes ?? [],
    target: timeline.target,
    colormap: mapOf ? stage.painter.lookOf(timeline, mapOf).colormap : (timeline.colormap ?? 'viridis'),
    set: (changes) => Object.assign(timeline, changes),
  })}</slot>`;
}

/** The tracks, the chosen window, the map's legend and its words. */
export function renderRecording(parts: TimelineParts): TemplateResult {
  const { timeline, tasks, scene, stage, player, list, changeList } = parts;
  const { mapOf, mapPlane } = scene;
  const verdict = stage.currentVerdict;
  const look = mapOf && stage.painter.lookOf(timeline, mapOf);
  return html`
    ${renderStage({
      stage,
      scene,
      tracks: list.shown,
      hasSound: player.isThere,
      resize: (id, height) => changeList(list.resize(id, height)),
      onFrameKey: (event) => take(event, pressFrameKey(event, stage, scene.verdicts.length)),
      onThumbKey: (event) => take(event, pressThumbKey(event, stage)),
    })}
    ${verdict ? renderWindow(parts, verdict) : nothing}
    ${look && mapPlane ? renderTimelineLegend(scene, look, stage.painter.scoresOf(mapPlane, look)) : nothing}
    <figcaption part="caption">${parts.mapWords}</figcaption>
    ${
      timeline.noControls
        ? nothing
        : html`${renderTracksPanel({ scene, list, change: changeList })}
          ${renderMethodWords(tasks.method, tasks.methods)}`
    }
  `;
}

function renderWindow({ tasks, scene, stage, feed }: TimelineParts, verdict: Verdict): TemplateResult {
  const { predictions, answers, recording } = scene.parts;
  const isOwn = predictions === null && answers?.classes.length;
  return renderWindowPanel({
    scene,
    verdict,
    fed: isOwn ? feed.of(stage.current, tasks.info && recording) : null,
    inks: stage.inks,
    width: stage.plot.width,
    step: (by) => stage.step(by),
    stepWrong: (direction) => stage.stepWrong(direction),
  });
}

function take(event: KeyboardEvent, isTaken: boolean): void {
  if (!isTaken || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Doubts, fallbacks, and what was put right in the file. */
export function notesOf({ tasks, scene }: TimelineParts): Set<string> {
  return new Set([
    ...(scene.parts.recording?.findings ?? []).map(({ message }) => message),
    ...(tasks.info?.notes ?? []),
    ...(scene.mapOf?.provenance.notes ?? []),
  ]);
}
