import { categoryColour } from '../colour/categories.ts';
import { type ColormapName, colormapTable } from '../colour/colormaps.ts';
import { colourise, type RangeRule } from '../colour/colourise.ts';
import { encodeRgb8 } from '../rgb8.ts';
import { labelOfWindow } from './label-of-window.ts';
import { type Label, type Recording, sampleCount } from './recording.ts';
import type { SessionMap } from './session-map.ts';
import { clock, css, pngAddress, round, short, text } from './svg-parts.ts';
import { thin } from './thin.ts';
import { FULL_LOOK, type TimelineLook } from './timeline-look.ts';

/** What a model said of one window. */
export interface SaidOfWindow {
  /** Seconds on the recording's clock. */
  readonly start: number;
  readonly end: number;
  /** Null where nothing was said. */
  readonly answer: string | null;
  readonly score: number | null;
}

export interface TimelinePicture {
  /** Above all of it; '' for none. */
  readonly title: string;
  readonly recording: Recording;
  readonly map: Pick<SessionMap, 'rows' | 'columns' | 'start' | 'step' | 'data'>;
  /** What the model was fed along the recording, for models of spectra; null where that is the recording itself. */
  readonly spectrum: { readonly rows: number; readonly columns: number; readonly data: Float32Array } | null;
  /** Names of the map's rows; null for bands, which have none. */
  readonly rowNames: readonly string[] | null;
  readonly answers: readonly SaidOfWindow[];
  readonly labels: readonly Label[] | null;
  /** Labels of the model, whose numbers give the colours. */
  readonly classes: readonly string[];
  readonly colormap: ColormapName;
  readonly range: RangeRule;
  /** Stretches that are pointed out on the curves, in seconds. Default: none. */
  readonly marks?: readonly { readonly start: number; readonly end: number }[];
}

/** A picture with the look that it is drawn in. */
interface Drawn extends TimelinePicture {
  readonly look: TimelineLook;
  /** Pixels of the time axis. */
  readonly span: number;
}

const STRIP = 24;
const GAP = 12;

/**
 * A recording with what a model said of it and a map of that, all on one time axis, as SVG: curves, the map in a strip for each
 * row, labels, the answers of the windows (wrong ones underlined), and a legend with the map's scores.
 * @param look Default: large, on white
 */
export async function timelineSvg(picture: TimelinePicture, look: TimelineLook = FULL_LOOK): Promise<string> {
  const { title, map, rowNames, labels, answers } = picture;
  const { width, left, curves: curvesHeight, row, bands, ground, ink, pale } = look;
  const drawn = { ...picture, look, span: width - left - look.right };
  const parts: string[] = [];
  let y = title ? 16 : 2;
  if (title) {
    parts.push(text(left, y + 14, title, 18, ink, 'start', 600));
    y += 34;
  }
  parts.push(curves(drawn, y));
  y += curvesHeight + GAP;
  if (picture.spectrum) {
    const greys = { colormap: 'greys', range: 'min-max' } as const;
    parts.push((await plane(drawn, picture.spectrum, greys, y, bands)).image, bandEnds(look, y, bands));
    y += bands + GAP;
  }
  const heatHeight = rowNames ? row * map.rows : bands;
  parts.push(await heat(drawn, y, heatHeight));
  y += heatHeight + GAP;
  if (labels) {
    parts.push(text(left - 8, y + 17, look.words.label, 13, pale, 'end'), labelStrip(drawn, labels, y));
    y += STRIP + GAP / 2;
  }
  if (answers.some(({ answer }) => answer !== null)) {
    parts.push(text(left - 8, y + 17, look.words.answer, 13, pale, 'end'), answerStrip(drawn, y));
    y += STRIP + GAP;
  }
  parts.push(timeAxis(drawn, y));
  y += 44;
  const legend = classLegend(drawn, y);
  parts.push(legend.image);
  const height = legend.end + 8;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif">` +
    `${ground ? `<rect width="${width}" height="${height}" fill="${ground}"/>` : ''}${parts.join('')}</svg>\n`
  );
}

/** The colour of every class that the picture shows, in as many lines as they need. */
function classLegend({ classes, answers, labels, look, span }: Drawn, y: number): { image: string; end: number } {
  const shown = new Set([
    ...(labels ?? []).map(({ label }) => label),
    ...answers.flatMap(({ answer }) => (answer === null ? [] : [answer])),
  ]);
  const inOrder = [
    ...classes.filter((label) => shown.has(label)),
    ...[...shown].filter((label) => !classes.includes(label)),
  ];
  let x = look.left;
  let line = y;
  const parts = inOrder.map((label) => {
    const width = 34 + 8 * label.length;
    if (x > look.left && x + width > look.left + span) [x, line] = [look.left, line + 22];
    const at = x;
    x += width;
    return `<rect x="${at}" y="${line}" width="14" height="14" fill="${colourOf(classes, label)}" opacity=".85"/>${text(at + 20, line + 12, label, 13, look.ink)}`;
  });
  return { image: parts.join(''), end: line + 20 };
}

/** Where a moment lies across the picture. */
function across({ recording, look, span }: Drawn, seconds: number): number {
  const { start, rate, data } = recording;
  const share = ((seconds - start) * rate) / Math.max(1, data[0].length);
  return look.left + span * Math.min(1, Math.max(0, share));
}

function curves(drawn: Drawn, y: number): string {
  const { recording, look, span, marks = [] } = drawn;
  const { left, curves: tall, field, pale } = look;
  const envelopes = recording.data.map((values) => thin(values, 0, values.length, span));
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const envelope of envelopes) {
    for (let k = 0; k < span; k++) {
      if (envelope.low[k] < low) low = envelope.low[k];
      if (envelope.high[k] > high) high = envelope.high[k];
    }
  }
  const extent = high - low || 1;
  const down = (value: number) => round(y + tall - ((value - low) / extent) * tall);
  const lines = envelopes.map((envelope, channel) => {
    // Down and up within each pixel keeps every peak; where a sample has pixels of its own it is a plain line.
    const points: string[] = [];
    for (let k = 0; k < span; k++) {
      if (Number.isNaN(envelope.low[k])) continue;
      points.push(`${left + k} ${down(envelope.high[k])}`);
      if (envelope.low[k] !== envelope.high[k]) points.push(`${left + k} ${down(envelope.low[k])}`);
    }
    return `<path d="M${points.join('L')}" fill="none" stroke="${css(categoryColour(channel))}" stroke-width="1.2" stroke-linejoin="round"/>`;
  });
  const block = (from: number, to: number, how: string) =>
    `<rect x="${round(from)}" y="${y}" width="${round(Math.max(2, to - from))}" height="${tall}" ${how}/>`;
  const gaps = recording.gaps.map(({ start, end }) => {
    const [from, to] = [start, end].map((at) => across(drawn, recording.start + at / recording.rate));
    return block(from, to, 'fill="#000" opacity=".08"');
  });
  const pointed = marks.map(({ start, end }) =>
    block(across(drawn, start), across(drawn, end), 'fill="#d11" fill-opacity=".14" stroke="#d11"'),
  );
  const names = recording.channels.map((name, channel) =>
    text(left - 8, y + 14 + 17 * channel, name, 13, css(categoryColour(channel)), 'end', 600),
  );
  const ends = [
    text(left + span + 8, y + 12, short(high), 12, pale),
    text(left + span + 8, y + tall, short(low), 12, pale),
  ];
  return `<rect x="${left}" y="${y}" width="${span}" height="${tall}" fill="${field}"/>${gaps.join('')}${lines.join('')}${pointed.join('')}${names.join('')}${ends.join('')}`;
}

/** A plane of rows x columns over its stretch of time, the first row at the top or, of bands, at the bottom. */
async function plane(
  drawn: Drawn,
  { rows, columns, data }: NonNullable<TimelinePicture['spectrum']>,
  colours: { readonly colormap: ColormapName; readonly range: RangeRule },
  y: number,
  height: number,
): Promise<{ readonly image: string; readonly low: number; readonly high: number }> {
  const { map, rowNames, look } = drawn;
  // Bands rise upwards, as pictures of spectra have them.
  const turned = (at: number) => data[(rows - 1 - Math.floor(at / columns)) * columns + (at % columns)];
  const { pixels, low, high } = colourise(rowNames ? data : data.map((_, at) => turned(at)), colours);
  for (let at = 3; at < pixels.length; at += 4) {
    if (pixels[at] === 0) pixels.set(look.unseen, at - 3);
  }
  const { start, step } = map;
  const [from, to] = [start - step / 2, start + (columns - 0.5) * step].map((time) => across(drawn, time));
  const image =
    `<image x="${round(from)}" y="${y}" width="${round(to - from)}" height="${height}" ` +
    `preserveAspectRatio="none" image-rendering="pixelated" href="${pngAddress(await encodeRgb8(pixels, columns, rows))}"/>`;
  return { image, low, high };
}

async function heat(drawn: Drawn, y: number, height: number): Promise<string> {
  const { map, rowNames, colormap, range, look, span } = drawn;
  const { left, row: rowHeight, pale } = look;
  const { image, low, high } = await plane(drawn, map, { colormap, range }, y, height);
  const names = rowNames
    ? rowNames.map((name, row) => text(left - 8, y + rowHeight * (row + 0.7), name, 13, pale, 'end')).join('')
    : bandEnds(look, y, height);
  const table = colormapTable(colormap);
  const stops = Array.from({ length: 9 }, (_, k) => {
    const at = Math.round((k * 255) / 8) * 3;
    return `<stop offset="${k / 8}" stop-color="${css([table[at], table[at + 1], table[at + 2]])}"/>`;
  });
  return (
    `${image}${names}<defs><linearGradient id="colours" x1="0" y1="1" x2="0" y2="0">${stops.join('')}</linearGradient></defs>` +
    `<rect x="${left + span + 8}" y="${y}" width="10" height="${height}" fill="url(#colours)"/>` +
    text(left + span + 22, y + 12, short(high), 12, pale) +
    text(left + span + 22, y + height, short(low), 12, pale)
  );
}

function bandEnds({ left, pale, words }: TimelineLook, y: number, height: number): string {
  return text(left - 8, y + 14, words.high, 12, pale, 'end') + text(left - 8, y + height, words.low, 12, pale, 'end');
}

function colourOf(classes: readonly string[], label: string): string {
  const known = classes.indexOf(label);
  return known < 0 ? '#94989f' : css(categoryColour(known, label));
}

function labelStrip(drawn: Drawn, labels: readonly Label[], y: number): string {
  return labels
    .map(({ start, end, label }) => {
      const [from, to] = [start, end].map((time) => across(drawn, time));
      return strip(drawn, from, to, y, label, 0.85);
    })
    .join('');
}

/** Each window as the stretch about its middle that the next one does not claim. */
function answerStrip(drawn: Drawn, y: number): string {
  const { answers, labels } = drawn;
  return answers
    .map(({ start, end, answer, score }, k) => {
      if (answer === null) return '';
      const middle = (start + end) / 2;
      const next = answers[k + 1] ?? answers[k - 1];
      const half = next ? Math.abs(next.start - start) / 2 : (end - start) / 2;
      const [from, to] = [middle - half, middle + half].map((time) => across(drawn, time));
      const meant = labels && labelOfWindow({ start, end }, labels);
      const wrong =
        meant && meant.label !== answer
          ? `<rect x="${round(from)}" y="${y + STRIP - 4}" width="${round(to - from)}" height="4" fill="#d11"/>`
          : '';
      const opacity = 0.25 + 0.6 * Math.min(1, Math.max(0, score ?? 1));
      return strip(drawn, from, to, y, answer, opacity) + wrong;
    })
    .join('');
}

function strip({ classes, look }: Drawn, from: number, to: number, y: number, label: string, opacity: number): string {
  const width = Math.max(1, to - from);
  const fits = width > 7 * label.length + 4;
  return (
    `<rect x="${round(from)}" y="${y}" width="${round(width)}" height="${STRIP}" fill="${colourOf(classes, label)}" opacity="${opacity.toFixed(2)}"/>` +
    (fits ? text((from + to) / 2, y + 16, label, 12, look.ink, 'middle') : '')
  );
}

function timeAxis(drawn: Drawn, y: number): string {
  const { recording, look, span } = drawn;
  const seconds = sampleCount(recording) / recording.rate;
  const most = Math.max(3, Math.floor(span / 85));
  const step =
    [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600].find(
      (one) => seconds / one <= most,
    ) ?? 7200;
  const first = Math.ceil(recording.start / step - 1e-9);
  const last = Math.floor((recording.start + seconds) / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, k) => {
    const time = (first + k) * step;
    const x = round(across(drawn, time));
    return `<path d="M${x} ${y}v6" stroke="${look.pale}"/>${text(x, y + 22, clock(time, step), 12, look.pale, 'middle')}`;
  });
  return `<path d="M${look.left} ${y}h${span}" stroke="${look.pale}"/>${ticks.join('')}`;
}
