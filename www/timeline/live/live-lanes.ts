import { categoryColour } from '../../../src/core/colour/categories.ts';
import { defaultColormap, defaultRange } from '../../../src/core/colour/default-look.ts';
import type { StreamBuffer } from '../../../src/core/series/live/stream-buffer.ts';
import { paintRuler } from '../../../src/elements/xai-timeline/paint-ruler.ts';
import { paintVerdicts } from '../../../src/elements/xai-timeline/paint-strips.ts';
import { PaintedPlane, type PlaneLook, type TimedPlane } from '../../../src/elements/xai-timeline/plane.ts';
import { type Inks, prepare, type Surface } from '../../../src/elements/xai-timeline/surface.ts';
import { TimeView } from '../../../src/elements/xai-timeline/time-view.ts';
import type { LiveBoard } from './live-board.ts';
import { LiveCurves } from './live-curves.ts';

const SPECTRUM: PlaneLook = { colormap: 'greys', range: 'min-max', fade: false };
const INKS = ['text', 'muted', 'line', 'danger', 'accent', 'lane'] as const;

/** What the colours of the map stand for. */
export interface MapScale {
  readonly low: number;
  readonly high: number;
}

export function channelColour(channel: number): string {
  return `rgb(${categoryColour(channel).join(' ')})`;
}

/** Draws the tracks of a stream, the newest at the right edge. */
export class LiveLanes {
  readonly #planes = new Map<TimedPlane, PaintedPlane>();
  #curves: MadeCurves | null = null;
  #frames: MadeCurves | null = null;

  /**
   * @param root holds a canvas or a place of curves for each track, and the probes that colours are read off
   * @param classes of the model, whose places give the colours
   * @returns scores of the first and the last colour of the map; null without one
   */
  paint(root: HTMLElement, buffer: StreamBuffer, board: LiveBoard, classes: readonly string[]): MapScale | null {
    const { envelope, rate, seenSeconds } = buffer;
    if (!envelope || rate === null || seenSeconds === null) return null;
    const end = Math.max(buffer.seconds, seenSeconds);
    const view = new TimeView(Math.max(0, end - seenSeconds), end, rate);
    const inks = readInks(root);
    const on = (track: string) => surfaceOf(root.querySelector(`[data-track=${track}] canvas.lane`));
    const ruler = surfaceOf(root.querySelector('canvas.ruler'));
    if (ruler) paintRuler(ruler, view, inks);
    const place = root.querySelector<HTMLElement>('[data-track=recording] .lane');
    if (place) {
      const curves = buffer.channels.map((name, channel) => ({ name, colour: channelColour(channel) }));
      this.#curves = ensure(this.#curves, buffer, place, curves, inks);
      this.#curves.curves.draw(envelope.stretch(view.from, view.to), view, place.clientWidth, place.clientHeight, inks);
    }
    const said = on('predictions');
    if (said) paintVerdicts(said, view, board.verdicts, classes, inks);
    this.#paintFrames(root, board, view, inks);
    const fed = on('fed');
    if (fed && board.fed) {
      this.#planeOf(board.fed).paint(fed, view, SPECTRUM);
      if (board.map) this.#paintMap(fed, board, view, true);
    }
    const map = on('map');
    const scale = map && this.#paintMap(map, board, view, false);
    for (const plane of this.#planes.keys()) {
      if (plane !== board.fed && plane !== board.map) this.#planes.delete(plane);
    }
    return scale;
  }

  destroy(): void {
    this.#curves?.curves.destroy();
    this.#frames?.curves.destroy();
    this.#curves = null;
    this.#frames = null;
    this.#planes.clear();
  }

  #paintFrames(root: HTMLElement, { frames }: LiveBoard, view: TimeView, inks: Inks): void {
    const place = root.querySelector<HTMLElement>('[data-track=frames] .lane');
    if (!frames || !place) return;
    const { output, times, values } = frames;
    this.#frames = ensure(this.#frames, output, place, [{ name: output, colour: channelColour(0) }], inks);
    const stretch = { times: [...times], values: [[...values]] };
    this.#frames.curves.draw(stretch, view, place.clientWidth, place.clientHeight, inks);
  }

  #paintMap(surface: Surface, { map: plane, last }: LiveBoard, view: TimeView, fade: boolean): MapScale | null {
    const made = last?.map;
    if (!plane || !made) return null;
    const whole = { ...made, data: plane.data };
    const colormap = defaultColormap(whole);
    const range = defaultRange(whole, colormap);
    const painted = this.#planeOf(plane);
    painted.paint(surface, view, { colormap, range, fade });
    return painted.scores(range);
  }

  #planeOf(plane: TimedPlane): PaintedPlane {
    let made = this.#planes.get(plane);
    if (!made) {
      // Bands rise upwards, channels go down the page.
      made = new PaintedPlane(plane, plane.rows > 12);
      this.#planes.set(plane, made);
    }
    return made;
  }
}

interface MadeCurves {
  /** What they were made for. */
  readonly of: unknown;
  readonly place: HTMLElement;
  readonly curves: LiveCurves;
}

function ensure(
  known: MadeCurves | null,
  of: unknown,
  place: HTMLElement,
  curves: ConstructorParameters<typeof LiveCurves>[1],
  inks: Inks,
): MadeCurves {
  const gutter = Number.parseFloat(getComputedStyle(place).getPropertyValue('--lane-gutter'));
  if (known && known.of === of && known.place === place && known.curves.gutter === gutter) return known;
  known?.curves.destroy();
  return { of, place, curves: new LiveCurves(place, curves, gutter, inks) };
}

function surfaceOf(canvas: HTMLCanvasElement | null): Surface | null {
  return canvas && prepare(canvas, canvas.clientWidth, canvas.clientHeight);
}

/** Colours as the style sheet has them now. */
function readInks(root: HTMLElement): Inks {
  const colour = (name: string) => {
    const probe = root.querySelector(`.ink-${name}`);
    return probe ? getComputedStyle(probe).color : '#888';
  };
  return Object.fromEntries(INKS.map((name) => [name, colour(name)])) as unknown as Inks;
}
