import { html, nothing, type TemplateResult } from 'lit';
import type { Verdict } from '../../core/series/verdicts.ts';
import { renderMethodWords } from '../xai-viewer/method-controls.ts';
import { renderNotes } from '../xai-viewer/status.ts';
import { renderLabelPanel } from './label-panel.ts';
import type { Labelling } from './labelling.ts';
import type { Player } from './player.ts';
import { renderStage } from './render-stage.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { pressFrameKey, pressThumbKey } from './timeline-keys.ts';
import { renderTimelineLegend } from './timeline-legend.ts';
import type { TimelineSettings } from './timeline-settings.ts';
import {
  renderTimelineError,
  renderTimelineStatus,
  type TimelineStatusView,
  timelineHeadline,
} from './timeline-status.ts';
import { words } from './timeline-strings.ts';
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
  /** Null where labels may not be edited. */
  readonly labelling: Labelling | null;
  /** The map in words. */
  readonly mapWords: string;
  /** Takes tracks that a person has shown, hidden, moved or sized. */
  changeTracks(change: (list: TrackList) => TrackList): void;
  onKey(event: KeyboardEvent): void;
}

/** Colours that are read off the page for what is painted. */
const INKS = ['text', 'muted', 'line', 'danger', 'accent', 'lane'];

/** All of a timeline. */
export function renderTimeline(parts: TimelineParts): TemplateResult {
  const { timeline, tasks, scene } = parts;
  const status = statusOf(parts);
  const isBusy = tasks.phase === 'loading' || tasks.phase === 'running';
  const hasRecording = scene.parts.recording !== null;
  return html`
    <figure part="base" aria-label=${words.timeline} aria-busy=${isBusy} @keydown=${parts.onKey}>
      <span class="inks" aria-hidden="true">${INKS.map((name) => html`<i class=${`ink-${name}`}></i>`)}</span>
      ${timeline.noControls || !hasRecording ? nothing : renderControls(parts)}
      ${renderTimelineError(status)} ${status.error ? nothing : renderTimelineStatus(status)}
      ${
        hasRecording
          ? renderRecording(parts)
          : status.error
            ? nothing
            : html`<div class="poster"><p>${timeline.src ? words.reading : words.nothingYet}</p></div>`
      }
      ${renderNotes(notesOf(parts))}
    </figure>
    <div class="spoken" role="status" aria-live="polite">${timelineHeadline(status)}</div>
  `;
}

function statusOf({ timeline, tasks, scene }: TimelineParts): TimelineStatusView {
  return {
    scene,
    activity: tasks.activity,
    progress: tasks.progress,
    error: tasks.error,
    isStopped: tasks.isStopped,
    hasModel: tasks.inputs.info !== null || timeline.model !== null,
    target: timeline.target,
    methodTitle: (name) => tasks.method.find(name)?.title ?? name,
    stop: () => tasks.stop(),
    retry: () => tasks.retry(),
  };
}

function renderControls({ timeline, tasks, scene, stage, player }: TimelineParts): TemplateResult {
  const { mapOf } = scene;
  return html`<slot name="toolbar">${renderTimelineToolbar({
    stage,
    player,
    methods: tasks.method.all,
    method: tasks.method.current,
    scope: tasks.scope,
    classes: tasks.answers?.classes ?? [],
    target: timeline.target,
    colormap: mapOf ? stage.painter.lookOf(timeline, mapOf).colormap : (timeline.colormap ?? 'viridis'),
    set: (changes) => Object.assign(timeline, changes),
  })}</slot>`;
}

/** The tracks, the chosen window, the map's legend and its words. */
function renderRecording(parts: TimelineParts): TemplateResult {
  const { timeline, tasks, scene, stage, player, list, labelling, changeTracks } = parts;
  const { mapOf, mapPlane } = scene;
  const verdict = stage.currentVerdict;
  const look = mapOf && stage.painter.lookOf(timeline, mapOf);
  return html`
    ${renderStage({
      stage,
      scene,
      list,
      hasSound: player.isThere,
      labelling,
      hasGrips: !timeline.noControls,
      changeTracks,
      onFrameKey: (event) => take(event, pressFrameKey(event, stage, scene.verdicts.length)),
      onThumbKey: (event) => take(event, pressThumbKey(event, stage)),
    })}
    ${labelling && !timeline.noControls ? renderLabelPanel(labelling, scene.classes) : nothing}
    ${verdict ? renderWindow(parts, verdict) : nothing}
    ${look && mapPlane ? renderTimelineLegend(scene, look, stage.painter.scoresOf(mapPlane, look)) : nothing}
    <figcaption part="caption">${parts.mapWords}</figcaption>
    ${
      timeline.noControls
        ? nothing
        : html`${renderTracksPanel({ scene, list, canEdit: labelling !== null, changeTracks })}
          ${renderMethodWords(tasks.method.current, tasks.method.all)}`
    }
  `;
}

function renderWindow({ tasks, scene, stage, feed }: TimelineParts, verdict: Verdict): TemplateResult {
  const { predictions, answers, recording } = scene.parts;
  const isOwn = predictions === null && answers?.classes.length;
  return renderWindowPanel({
    scene,
    verdict,
    fed: isOwn ? feed.of(stage.current, tasks.inputs.info && recording) : null,
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
function notesOf({ tasks, scene }: TimelineParts): Set<string> {
  return new Set([
    ...(scene.parts.recording?.findings ?? []).map(({ message }) => message),
    ...(tasks.inputs.info?.notes ?? []),
    ...(scene.mapOf?.provenance.notes ?? []),
  ]);
}
