import type { ReactiveController } from 'lit';
import type { Label } from '../../core/series/recording.ts';
import { nextWrong, type Verdict, windowAt } from '../../core/series/verdicts.ts';
import { type GestureHost, Gestures } from './gestures.ts';
import { MiniMap, MiniMapDrag } from './mini-map.ts';
import { Painter } from './painter.ts';
import type { Player } from './player.ts';
import type { Scene } from './scene.ts';
import type { Inks } from './surface.ts';
import { clock } from './ticks.ts';
import { TimeView } from './time-view.ts';
import type { TimelineSettings } from './timeline-settings.ts';
import { words } from './timeline-strings.ts';
import type { TrackId, TrackList } from './track-list.ts';

/** What the stage needs of its element. */
export interface StageHost extends TimelineSettings {
  readonly scene: Scene;
  readonly trackList: TrackList;
  readonly player: Player;
  /** The label that is worked on; null for none. */
  readonly chosenLabel: Label | null;
  /** A person chooses a window. */
  choose(index: number): void;
}

/** Tracks over which the window follows the pointer. */
const FOLLOWED = new Set(['fed', 'predictions', 'map', 'labels']);

/** The stretch that is seen, and everything that is drawn anew when it changes; at most once a frame. */
export class Stage implements ReactiveController, GestureHost {
  readonly painter = new Painter();
  readonly gestures = new Gestures(this);
  readonly miniMapDrag = new MiniMapDrag(
    () => this.view,
    (from, to) => this.show(from, to),
  );
  /** Null without a recording. */
  view: TimeView | null = null;
  plot = { left: 0, width: 1 };
  readonly #host: StageHost;
  readonly #miniMap = new MiniMap();
  readonly #scheme = matchMedia('(prefers-color-scheme: dark)');
  #sizes: ResizeObserver | null = null;
  #recording: unknown = null;
  #inks: Inks | null = null;
  #frame = 0;
  #pointed: number | null = null;
  #pointedWindow = -1;

  constructor(host: StageHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#scheme.addEventListener('change', this.#recolour);
    this.#sizes = new ResizeObserver(() => this.moved());
    this.#sizes.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#scheme.removeEventListener('change', this.#recolour);
    this.#sizes?.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  hostUpdate(): void {
    const { scene } = this.#host;
    const { recording } = scene.parts;
    if (recording === this.#recording) return;
    this.#recording = recording;
    this.#pointed = null;
    this.#pointedWindow = -1;
    this.view = recording && new TimeView(recording.start, scene.end, recording.rate);
  }

  hostUpdated(): void {
    this.moved();
  }

  /** The window that the pointer is over, or else the chosen one; -1 without. */
  get current(): number {
    return this.#pointedWindow >= 0 ? this.#pointedWindow : this.chosen;
  }

  get chosen(): number {
    const { selected, scene } = this.#host;
    return scene.verdicts[selected] ? selected : scene.verdicts.length > 0 ? 0 : -1;
  }

  get currentVerdict(): Verdict | null {
    return this.#host.scene.verdicts[this.current] ?? null;
  }

  moved(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#draw);
  }

  pointAt(time: number | null, track: string | null): void {
    this.#pointed = time;
    const { verdicts } = this.#host.scene;
    const follows = time !== null && track !== null && FOLLOWED.has(track);
    const over = follows ? windowAt(verdicts, time) : -1;
    if (over !== this.#pointedWindow) {
      this.#pointedWindow = over;
      this.#host.requestUpdate();
    }
    this.moved();
  }

  press(time: number): void {
    const index = windowAt(this.#host.scene.verdicts, time);
    this.#host.player.seek(time);
    if (index >= 0) {
      this.#pointedWindow = -1;
      this.#host.choose(index);
      this.#thumb?.focus({ preventScroll: true });
    }
    this.moved();
  }

  /** Chooses a window and brings it into view. */
  go(index: number): void {
    const verdict = this.#host.scene.verdicts[index];
    if (!verdict) return;
    this.#pointedWindow = -1;
    this.reveal(verdict.start, verdict.end);
    this.#host.player.seek(verdict.start);
    this.#host.choose(index);
  }

  step(by: number): void {
    const last = this.#host.scene.verdicts.length - 1;
    this.go(Math.min(last, Math.max(0, this.chosen + by)));
  }

  /** To the next wrong window, around the end. */
  stepWrong(direction: 1 | -1): void {
    this.go(nextWrong(this.#host.scene.verdicts, this.chosen, direction));
  }

  /** Moves the view until a stretch is seen. */
  reveal(from: number, to: number): void {
    this.view?.reveal(from, to);
    this.moved();
  }

  /** Looks at a stretch. */
  show(from: number, to: number): void {
    this.view?.show(from, to);
    this.moved();
  }

  zoom(factor: number): void {
    const verdict = this.currentVerdict;
    const { view } = this;
    if (!view) return;
    const middle = verdict ? (verdict.start + verdict.end) / 2 : null;
    view.zoom(factor, middle !== null && middle >= view.from && middle <= view.to ? middle : undefined);
    this.moved();
  }

  pan(views: number): void {
    this.view?.pan(views * this.view.span);
    this.moved();
  }

  get #thumb(): HTMLElement | null {
    return this.#find('.frame');
  }

  #find<T extends HTMLElement>(selector: string): T | null {
    return this.#host.renderRoot?.querySelector<T>(selector) ?? null;
  }

  #recolour = (): void => {
    this.#inks = null;
    this.#host.requestUpdate();
  };

  /** Colours as the style sheet has them now. */
  get inks(): Inks {
    if (this.#inks) return this.#inks;
    const probe = this.#find('.inks');
    const colour = (name: string) => {
      const one = probe?.querySelector(`.${name}`);
      return one ? getComputedStyle(one).color : '#888';
    };
    const inks = {
      text: colour('ink-text'),
      muted: colour('ink-muted'),
      line: colour('ink-line'),
      danger: colour('ink-danger'),
      accent: colour('ink-accent'),
      lane: colour('ink-lane'),
    };
    if (probe) this.#inks = inks;
    return inks;
  }

  #draw = (): void => {
    this.#frame = 0;
    const { view } = this;
    const ruler = this.#find<HTMLCanvasElement>('canvas.ruler');
    if (!view || !ruler || ruler.clientWidth === 0) return;
    const { scene, trackList } = this.#host;
    const { inks } = this;
    const place = ruler.getBoundingClientRect();
    this.plot = { left: place.left, width: place.width };
    if (this.#host.player.isPlaying) this.#follow(view, this.#host.player.time);
    this.painter.ruler(ruler, view, inks);
    for (const lane of this.#host.renderRoot.querySelectorAll<HTMLElement>('.lane')) {
      const id = lane.parentElement?.dataset.track as TrackId | undefined;
      if (id) this.painter.track(id, lane, scene, view, this.#host, inks);
    }
    this.painter.keep(
      trackList.shown.map(({ id }) => id),
      scene,
    );
    const mini = this.#find<HTMLCanvasElement>('canvas.mini');
    if (mini) this.#miniMap.paint(mini, scene, view, inks);
    this.#place(view);
    if (this.#host.player.isPlaying) this.moved();
  };

  /** Turns the page when what is played leaves the view. */
  #follow(view: TimeView, time: number): void {
    if (time > view.to) view.show(time, time + view.span);
    else if (time < view.from) view.show(time, time + view.span);
  }

  /** What lies over the tracks: the window, the pointer, the sound, the stretch on the mini-map. */
  #place(view: TimeView): void {
    const { width } = this.plot;
    const verdict = this.currentVerdict;
    const bar = (selector: string, from: number | null, to: number | null = from) => {
      const element = this.#find(selector);
      if (!element) return;
      const isSeen = from !== null && to !== null && to >= view.from && from <= view.to;
      element.toggleAttribute('data-away', !isSeen);
      if (from === null || to === null) return;
      element.style.setProperty('--x', `${view.across(from, width).toFixed(2)}px`);
      element.style.setProperty('--w', `${(((to - from) / view.span) * width).toFixed(2)}px`);
    };
    bar('.frame', verdict?.start ?? null, verdict?.end ?? null);
    const label = this.#host.chosenLabel;
    bar('.label-frame', label?.start ?? null, label?.end ?? null);
    bar('.label-edge[data-edge=start]', label?.start ?? null);
    bar('.label-edge[data-edge=end]', label?.end ?? null);
    bar('.pointed', this.#pointed);
    bar('.playhead', this.#host.player.isThere ? this.#host.player.time : null);
    const thumb = this.#find('.thumb');
    if (!thumb) return;
    const whole = view.end - view.start;
    thumb.style.setProperty('--x', `${((100 * (view.from - view.start)) / whole).toFixed(3)}%`);
    thumb.style.setProperty('--w', `${((100 * view.span) / whole).toFixed(3)}%`);
    const share = whole > view.span ? (view.from - view.start) / (whole - view.span) : 0;
    thumb.setAttribute('aria-valuenow', String(Math.round(100 * share)));
    thumb.setAttribute('aria-valuetext', words.stretch(clock(view.from, 0.1), clock(view.to, 0.1)));
  }
}
