import type { PropertyValues, TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { XaiError } from '../../core/errors.ts';
import type { Saliency } from '../../core/saliency.ts';
import type { Label } from '../../core/series/recording.ts';
import type { SessionAnswers } from '../../core/series/session-answers.ts';
import type { Verdict } from '../../core/series/verdicts.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { ModelInfo, RecordingInfo, SessionMaps } from '../../engine/info.ts';
import { sharedEngine } from '../../engine/shared-engine.ts';
import type { ViewerPhase } from '../events.ts';
import { PhaseStates } from '../phase-states.ts';
import { XaiVerdictsEvent, XaiWindowEvent } from '../timeline-events.ts';
import { baseStyles } from '../xai-viewer/styles/base-styles.ts';
import { controlStyles } from '../xai-viewer/styles/control-styles.ts';
import { errorStyles } from '../xai-viewer/styles/error-styles.ts';
import { legendStyles } from '../xai-viewer/styles/legend-styles.ts';
import { statusStyles } from '../xai-viewer/styles/status-styles.ts';
import { Visibility } from '../xai-viewer/visibility.ts';
import { Labelling } from './labelling.ts';
import { renderTimeline } from './layout.ts';
import { MapWords } from './map-words.ts';
import { Player } from './player.ts';
import { Scene } from './scene.ts';
import { Stage, type StageHost } from './stage.ts';
import { labelStyles } from './styles/label-styles.ts';
import { overStyles } from './styles/over-styles.ts';
import { panelStyles } from './styles/panel-styles.ts';
import { timelineStyles } from './styles/timeline-styles.ts';
import type { TimelineHost } from './timeline-host.ts';
import { pressAnywhere } from './timeline-keys.ts';
import { TimelineSettings } from './timeline-settings.ts';
import { TimelineTasks } from './timeline-tasks.ts';
import { fitTracks, TRACK_KINDS, TrackList } from './track-list.ts';
import { WindowFeed } from './window-feed.ts';

/**
 * Shows a recording of sensors or sound, what a model says of it window by window, and why: curves, labels, what the model is
 * fed, its answers and a heat strip, stacked on one axis of time. Everything runs in the page.
 *
 * @slot progress - Replaces the progress bar.
 * @slot error - Replaces the words of an error.
 * @slot legend - Replaces the colour bar and its numbers.
 * @slot toolbar - Replaces the controls.
 *
 * @csspart base - The frame around everything.
 * @csspart stage - The axis of time with its tracks.
 * @csspart track - One track.
 * @csspart frame - The chosen window, over all tracks.
 * @csspart mini-map - The whole recording in small.
 * @csspart labels - The chosen label in fields, where labels may be edited.
 * @csspart window - What is known about the chosen window.
 * @csspart toolbar - The controls.
 * @csspart tracks - The list of tracks to show, hide and order.
 * @csspart status - The line that says where things stand.
 * @csspart progress - The progress bar.
 * @csspart legend - The colour bar with its numbers.
 * @csspart caption - The map in words.
 * @csspart error - The words of an error.
 * @csspart notes - Doubts, fallbacks, and what was put right in the file.
 *
 * @cssproperty [--xai-accent] - Colour of what is chosen or active.
 * @cssproperty [--xai-surface] - Background.
 * @cssproperty [--xai-text] - Colour of text.
 * @cssproperty [--xai-muted] - Colour of secondary text.
 * @cssproperty [--xai-border] - Colour of lines.
 * @cssproperty [--xai-radius=12px] - Radius of corners.
 *
 * @cssstate loading - The recording, the model or its answers are on the way.
 * @cssstate ready - Nothing is under way.
 * @cssstate running - An explanation is under way.
 * @cssstate error - Something went wrong.
 *
 * @fires xai-recording - The recording is read.
 * @fires xai-load - The model is open.
 * @fires xai-answers - The model has answered about every window.
 * @fires xai-verdicts - What is known of the windows has changed: answers came, or labels.
 * @fires xai-window - A person has chosen a window.
 * @fires xai-labels - A person has changed the labels.
 * @fires xai-session - The whole session is explained.
 * @fires xai-phase - Where things stand has changed.
 * @fires xai-progress - At most ten times a second while something is under way.
 * @fires xai-error - Something went wrong.
 */
export class XaiTimeline extends TimelineSettings implements TimelineHost, StageHost {
  static override styles = [
    baseStyles,
    statusStyles,
    errorStyles,
    controlStyles,
    legendStyles,
    timelineStyles,
    overStyles,
    panelStyles,
    labelStyles,
  ];

  /** @internal The engine; tests put another in place before the element is connected. */
  engine: EngineClient = sharedEngine();

  @state() private list = TrackList.of(TRACK_KINDS);

  readonly #phaseStates = new PhaseStates(this);
  readonly #visibility = new Visibility(this);
  readonly #tasks = new TimelineTasks(this);
  /** @internal */
  readonly player = new Player(() => this.requestUpdate());
  readonly #stage = new Stage(this);
  readonly #feed = new WindowFeed(
    (index, signal) => this.#tasks.feedWindow(index, signal),
    () => this.requestUpdate(),
  );
  #scene = new Scene(
    { recording: null, labels: [], predictions: null, answers: null, fed: null, maps: null, windowMap: null },
    null,
  );
  readonly #labelling = new Labelling(this, this.#stage);
  readonly #mapWords = new MapWords();
  /** The model that the tracks were chosen for. */
  #fitted: ModelInfo | null | undefined;
  #lastVerdicts: readonly Verdict[] = [];

  /** What is known about the open model, or null. */
  get info(): ModelInfo | null {
    return this.#tasks.inputs.info;
  }

  /** The recording with the labels and answers that came with it, or null. */
  get recording(): RecordingInfo | null {
    return this.#tasks.inputs.session;
  }

  /** What happened when, from wherever it was given, as people have edited it since. */
  get knownLabels(): readonly Label[] {
    return this.#labelling.editing.labels;
  }

  /** Answers that were made elsewhere and are shown in place of the model's, or null. */
  get knownPredictions(): readonly Label[] | null {
    return this.#tasks.inputs.predictions;
  }

  /** What the model says of every window, as far as it was asked, or null. */
  get answers(): SessionAnswers | null {
    return this.#tasks.answers;
  }

  /** What was said of every window beside what the labels say. */
  get verdicts(): readonly Verdict[] {
    return this.#scene.verdicts;
  }

  /** The finished explanation of the whole session, or null. */
  get maps(): SessionMaps | null {
    return this.#tasks.finishedMaps;
  }

  /** The map of the chosen window alone, where `scope` is `window`, or null. */
  get windowMap(): Saliency | null {
    return this.#tasks.windowMap?.map ?? null;
  }

  /** First and last second that are seen; null without a recording. */
  get shown(): { readonly from: number; readonly to: number } | null {
    const { view } = this.#stage;
    return view && { from: view.from, to: view.to };
  }

  /** What went wrong last, or null. */
  get error(): XaiError | null {
    return this.#tasks.error;
  }

  /** What it is doing. */
  get phase(): ViewerPhase {
    return this.#tasks.phase;
  }

  /** Looks at a stretch of the recording, seconds on its clock. */
  show(from: number, to: number): void {
    this.#stage.show(from, to);
  }

  /** Chooses a window and brings it into view, as a person would. */
  goTo(index: number): void {
    this.#stage.go(index);
  }

  /** Stops what the model is asked; what was finished stays. */
  stop(): void {
    this.#tasks.stop();
  }

  /** Tries again what failed or was stopped. */
  retry(): void {
    this.#tasks.retry();
  }

  /** @internal */
  get mayLoad(): boolean {
    return this.loading === 'eager' || this.#visibility.near;
  }

  /** @internal */
  get wantsFed(): boolean {
    return this.list.shown.some(({ id }) => id === 'fed');
  }

  /** @internal */
  get scene(): Scene {
    return this.#scene;
  }

  /** @internal */
  get trackList(): TrackList {
    return this.list;
  }

  /** @internal */
  get chosenLabel(): Label | null {
    return this.editable ? this.#labelling.editing.chosen : null;
  }

  /** @internal A person's choice. */
  choose(index: number): void {
    if (index === this.selected) return;
    this.selected = index;
    this.dispatchEvent(new XaiWindowEvent(index, this.verdicts[index] ?? null));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.player.close();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const tasks = this.#tasks;
    if (changed.has('tracks')) this.list = TrackList.of(this.tracks);
    const { session, info, labels: given, predictions } = tasks.inputs;
    const recording = session?.recording ?? null;
    const { editing } = this.#labelling;
    if (given) editing.give(given);
    const { answers, fed, windowMap } = tasks;
    const maps = tasks.maps?.maps.length ? tasks.maps : null;
    const { labels } = editing;
    this.#scene = new Scene({ recording, labels, predictions, answers, fed, maps, windowMap }, this.#scene);
    this.player.give(recording);
    this.#fitTracks(info);
    if (changed.has('src') && !changed.has('selected') && changed.get('src')) this.selected = 0;
  }

  protected override updated(): void {
    if (this.verdicts !== this.#lastVerdicts) {
      this.#lastVerdicts = this.verdicts;
      this.dispatchEvent(new XaiVerdictsEvent(this.verdicts));
    }
    this.#phaseStates.tell(this.phase);
  }

  protected override render(): TemplateResult {
    const tasks = this.#tasks;
    return renderTimeline({
      timeline: this,
      tasks,
      scene: this.#scene,
      stage: this.#stage,
      player: this.player,
      feed: this.#feed,
      list: this.list,
      labelling: this.editable ? this.#labelling : null,
      mapWords: this.phase === 'running' ? '' : this.#mapWords.say(this.#scene, this.#labelling.drag.isMoving),
      changeTracks: (change) => {
        this.list = change(this.list);
      },
      onKey: (event) => {
        const labelling = this.editable ? this.#labelling : null;
        if (pressAnywhere(event, { stage: this.#stage, player: this.player, labelling, tasks })) event.preventDefault();
      },
    });
  }

  /** A page that names tracks has what it names. */
  #fitTracks(info: ModelInfo | null): void {
    if (this.tracks !== TRACK_KINDS || info === this.#fitted) return;
    this.#fitted = info;
    this.list = fitTracks(this.list, info, this.#scene.parts.predictions !== null);
  }
}
