import { categoryColour, type Rgb } from '../../core/colour/categories.ts';
import type { Label } from '../../core/series/recording.ts';
import type { Verdict } from '../../core/series/verdicts.ts';
import { windowAt } from '../../core/series/verdicts.ts';
import type { Inks, Surface } from './surface.ts';
import type { TimeView } from './time-view.ts';

/** Pixels that mark a wrong window, at the lower edge. */
const MARK = 4;

interface Paint {
  readonly rgb: Rgb;
  readonly css: string;
}

const NAMELESS = paintOf([148, 152, 160]);
const palettes = new WeakMap<readonly string[], ReadonlyMap<string, Paint>>();

/** Colour of a class as CSS; grey for a name that is none of the classes. */
export function colourOf(classes: readonly string[], label: string): string {
  return findPaint(classes, label).css;
}

/** Asked for at every bar of every frame. */
function findPaint(classes: readonly string[], label: string): Paint {
  let palette = palettes.get(classes);
  if (!palette) {
    palette = new Map(classes.map((name, at) => [name, paintOf(categoryColour(at, name))]));
    palettes.set(classes, palette);
  }
  return palette.get(label) ?? NAMELESS;
}

function paintOf(rgb: Rgb): Paint {
  return { rgb, css: `rgb(${rgb.join(' ')})` };
}

/** Labels as bars with their names. Where several lie over each other the shorter is seen. */
export function paintLabels(
  surface: Surface,
  view: TimeView,
  labels: readonly Label[],
  classes: readonly string[],
  inks: Inks,
): void {
  const { width, height } = surface;
  const seen = labels.filter(({ start, end }) => end >= view.from && start <= view.to);
  const bars = seen
    .sort((a, b) => b.end - b.start - (a.end - a.start))
    .map(({ start, end, label }): Bar => {
      const [from, to] = [start, end].map((time) => view.across(time, width));
      return { from, to, height, paint: findPaint(classes, label), alpha: 0.85, words: label };
    });
  for (const bar of bars) paintBar(surface, bar);
  for (const bar of bars) paintName(surface, bar, inks);
}

/** Each window as the stretch about its middle that no other claims, the surer the stronger; wrong ones are marked. */
export function paintVerdicts(
  surface: Surface,
  view: TimeView,
  verdicts: readonly Verdict[],
  classes: readonly string[],
  inks: Inks,
): void {
  if (verdicts.length === 0) return;
  const { context, width, height } = surface;
  const last = Math.min(verdicts.length - 1, windowAt(verdicts, view.to) + 1);
  const bars = height - MARK - 2;
  let at = Math.max(0, windowAt(verdicts, view.from) - 1);
  while (at <= last) {
    const [from, to] = claimOf(verdicts, at).map((time) => view.across(time, width));
    const next = Math.max(
      at + 1,
      to - from < 1 ? windowsUntil(verdicts, at, view.timeAt(Math.floor(from) + 1, width)) : 0,
    );
    const { answer, score } = verdicts[at];
    const end = next > at + 1 ? Math.floor(from) + 1 : to;
    if (answer !== null) {
      const alpha = 0.3 + 0.6 * (score ?? 1);
      const bar = { from, to: end, height: bars, paint: findPaint(classes, answer), alpha, words: answer };
      paintBar(surface, bar);
      paintName(surface, bar, inks);
    }
    let isWrong = false;
    for (let k = at; k < next; k++) isWrong ||= verdicts[k].isRight === false;
    if (isWrong) {
      context.fillStyle = inks.danger;
      context.fillRect(from, height - MARK, Math.max(1, end - from), MARK);
    }
    at = next;
  }
}

/** From halfway to the window before to halfway to the next. */
export function claimOf(verdicts: readonly Verdict[], index: number): [number, number] {
  const middle = (at: number) => (verdicts[at].start + verdicts[at].end) / 2;
  const own = middle(index);
  const before = index > 0 ? own - middle(index - 1) : null;
  const after = index < verdicts.length - 1 ? middle(index + 1) - own : null;
  const half = (verdicts[index].end - verdicts[index].start) / 2;
  return [
    own - Math.min(half, (before ?? after ?? 2 * half) / 2),
    own + Math.min(half, (after ?? before ?? 2 * half) / 2),
  ];
}

/** The first window after `index` that begins to be seen at `time` or later. */
function windowsUntil(verdicts: readonly Verdict[], index: number, time: number): number {
  let at = index + 1;
  while (at < verdicts.length && claimOf(verdicts, at)[0] < time) at++;
  return at;
}

/** One stretch of a strip. */
interface Bar {
  /** Pixels. */
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly paint: Paint;
  readonly alpha: number;
  readonly words: string;
}

function paintBar({ context, width }: Surface, { from, to, height, paint, alpha }: Bar): void {
  const [left, right] = [Math.max(-2, from), Math.min(width + 2, to)];
  context.globalAlpha = alpha;
  context.fillStyle = paint.css;
  // A hair's breadth apart where there is room.
  context.fillRect(left, 0, Math.max(1, right - left - (right - left > 6 ? 1 : 0)), height);
  context.globalAlpha = 1;
}

/** The name in the part of the bar that is seen, where it fits. */
function paintName({ context, width }: Surface, bar: Bar, inks: Inks): void {
  const [left, right] = [Math.max(0, bar.from), Math.min(width, bar.to)];
  if (right - left < 14 || context.measureText(bar.words).width + 8 > right - left) return;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = inkOn(bar, inks);
  context.fillText(bar.words, (left + right) / 2, bar.height / 2 + 0.5);
}

/** Dark or light, whichever is read better on a bar. */
function inkOn({ paint, alpha }: Bar, { lane }: Inks): string {
  const below = (lane.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
  const [red, green, blue] = paint.rgb.map((level, at) => ((alpha * level + (1 - alpha) * below[at]) / 255) ** 2.2);
  // Luminance of sRGB; contrast to black and to white is the same at .18.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? '#0b1016' : '#ffffff';
}
