import { categoryColour } from '../../core/colour/categories.ts';
import { defaultColormap, defaultRange } from '../../core/colour/default-look.ts';
import type { Saliency } from '../../core/saliency.ts';
import { type Curve, Curves, type CurveTiming } from './curves.ts';
import { paintRuler } from './paint-ruler.ts';
import { paintLabels, paintVerdicts } from './paint-strips.ts';
import { PaintedPlane, type PlaneLook, type TimedPlane } from './plane.ts';
import type { Scene } from './scene.ts';
import { type Inks, prepare } from './surface.ts';
import type { TimeView } from './time-view.ts';
import type { TimelineSettings } from './timeline-settings.ts';
import { kindOf, type TrackId } from './track-list.ts';

const SPECTRUM: PlaneLook = { colormap: 'greys', range: 'min-max', fade: false };
/** More rows than this are bands: a picture, not a strip for each. */
export const MOST_STRIPS = 12;

interface MadeCurves {
  readonly place: HTMLElement;
  /** What they were made of. */
  readonly of: unknown;
  readonly gutter: number;
  readonly curves: Curves;
}

/** Draws every track of a timeline for the stretch that is seen; what is slow to prepare is kept between frames. */
export class Painter {
  readonly #planes = new Map<TimedPlane, PaintedPlane>();
  readonly #curves = new Map<TrackId, MadeCurves>();

  /** How the map is coloured. */
  lookOf(settings: TimelineSettings, map: Pick<Saliency, 'provenance' | 'data'>): PlaneLook {
    const saliency = map as Saliency;
    const colormap = settings.colormap ?? defaultColormap(saliency);
    return { colormap, range: settings.range ?? defaultRange(saliency, colormap), fade: false };
  }

  /** Scores that the ends of the colours stand for. */
  scoresOf(plane: TimedPlane, look: PlaneLook): { readonly low: number; readonly high: number } {
    return this.#planeOf(plane).scores(look.range);
  }

  ruler(canvas: HTMLCanvasElement, view: TimeView, inks: Inks): void {
    const surface = prepare(canvas, canvas.clientWidth, canvas.clientHeight);
    if (surface) paintRuler(surface, view, inks);
  }

  /** @param lane holds the track's canvas, or is the place of its curves */
  track(id: TrackId, lane: HTMLElement, scene: Scene, view: TimeView, settings: TimelineSettings, inks: Inks): void {
    const kind = kindOf(id);
    if (lane.matches('.curves')) {
      this.#drawCurves(id, lane, scene, view, inks);
      return;
    }
    const canvas = lane.querySelector('canvas');
    const surface = canvas && prepare(canvas, canvas.clientWidth, canvas.clientHeight);
    if (!surface) return;
    const { labels, fed } = scene.parts;
    if (kind === 'labels') paintLabels(surface, view, labels, scene.classes, inks);
    else if (kind === 'predictions') paintVerdicts(surface, view, scene.verdicts, scene.classes, inks);
    else if (kind === 'fed' && fed) {
      this.#planeOf(fed).paint(surface, view, SPECTRUM);
      // Where the map has the same rows it lies over the spectrum too.
      if (scene.mapPlane?.rows === fed.rows && fed.rows > MOST_STRIPS)
        this.#paintMap(surface, scene, view, settings, true);
    } else if (kind === 'map') this.#paintMap(surface, scene, view, settings, false);
  }

  /** Lets go of what is not shown any more. */
  keep(shown: readonly TrackId[], scene: Scene): void {
    for (const [id, { curves, place }] of this.#curves) {
      if (shown.includes(id) && place.isConnected) continue;
      curves.destroy();
      this.#curves.delete(id);
    }
    for (const plane of this.#planes.keys()) {
      if (plane !== scene.parts.fed && plane !== scene.mapPlane) this.#planes.delete(plane);
    }
  }

  #paintMap(
    surface: Parameters<PaintedPlane['paint']>[0],
    scene: Scene,
    view: TimeView,
    settings: TimelineSettings,
    fade: boolean,
  ): void {
    const { mapPlane, mapOf } = scene;
    if (!mapPlane || !mapOf) return;
    this.#planeOf(mapPlane).paint(surface, view, { ...this.lookOf(settings, mapOf), fade });
  }

  #planeOf(plane: TimedPlane): PaintedPlane {
    let made = this.#planes.get(plane);
    if (!made) {
      made = new PaintedPlane(plane, plane.rows > MOST_STRIPS);
      this.#planes.set(plane, made);
    }
    return made;
  }

  #drawCurves(id: TrackId, place: HTMLElement, scene: Scene, view: TimeView, inks: Inks): void {
    const made = curvesOf(id, scene);
    if (!made) return;
    const gutter = Number.parseFloat(getComputedStyle(place).getPropertyValue('--gutter'));
    let known = this.#curves.get(id);
    if (known?.place !== place || known.of !== made.of || known.gutter !== gutter) {
      known?.curves.destroy();
      known = { place, of: made.of, gutter, curves: new Curves(place, made.curves, made.timing, gutter, inks) };
      this.#curves.set(id, known);
    }
    known.curves.draw(view, place.clientWidth, place.clientHeight, inks);
  }
}

/** What a track of curves shows; null while it has nothing. */
function curvesOf(
  id: TrackId,
  { parts }: Scene,
): { readonly of: unknown; readonly curves: Curve[]; readonly timing: CurveTiming } | null {
  const { recording, fed, answers } = parts;
  const colour = (channel: number) => `rgb(${categoryColour(channel).join(' ')})`;
  const kind = kindOf(id);
  if (kind === 'recording' && recording) {
    const only = id === 'recording' ? null : Number(id.split(':')[1]);
    const curves = recording.channels
      .map((name, channel) => ({ name, values: recording.data[channel], colour: colour(channel), channel }))
      .filter(({ channel }) => only === null || channel === only);
    return { of: recording, curves, timing: { start: recording.start, rate: recording.rate } };
  }
  if (kind === 'fed' && fed) {
    const { rows, columns, data, names } = fed;
    const curves = Array.from({ length: rows }, (_, row) => ({
      name: names?.[row] ?? String(row),
      values: data.subarray(row * columns, (row + 1) * columns),
      colour: colour(row),
    }));
    return { of: fed, curves, timing: { start: fed.start, rate: 1 / fed.step } };
  }
  const frames = kind === 'predictions' ? answers?.frames : null;
  if (!frames) return null;
  const curve = { name: frames.output, values: frames.values, colour: colour(0) };
  return { of: answers, curves: [curve], timing: { start: frames.start, rate: 1 / frames.step } };
}
