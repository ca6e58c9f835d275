import { categoryColour, type Rgb } from '../core/colour/categories.ts';
import { type ColormapName, colormapTable } from '../core/colour/colormaps.ts';
import { colourise, type RangeRule } from '../core/colour/colourise.ts';
import { labelOfWindow } from '../core/series/label-of-window.ts';
import { type Label, type Recording, sampleCount } from '../core/series/recording.ts';
import type { SessionMap } from '../core/series/session-map.ts';
import { thin } from '../core/series/thin.ts';
import type { WindowAnswer } from '../methods/explain-session.ts';
import type { SessionFeatures } from '../tasks/series/session-features.ts';
import { encodePng } from './png.ts';

export interface TimelinePicture {
  readonly title: string;
  readonly recording: Recording;
  readonly map: SessionMap;
  /** What the model was fed along the recording, for models of spectra; null where that is the recording itself. */
  readonly spectrum: SessionFeatures | null;
  /** Names of the map's rows; null for bands, which have none. */
  readonly rowNames: readonly string[] | null;
  readonly answers: readonly WindowAnswer[];
  readonly labels: readonly Label[] | null;
  /** Labels of the model, whose numbers give the colours. */
  readonly classes: readonly string[];
  readonly colormap: ColormapName;
  readonly range: RangeRule;
}

const WIDTH = 1600;
const LEFT = 120;
const RIGHT = 110;
const SPAN = WIDTH - LEFT - RIGHT;
const CURVES = 240;
const ROW = 26;
const BANDS = 200;
const STRIP = 24;
const GAP = 12;
const INK = '#1c1c1e';
const PALE = '#6b6f76';
const NOT_LOOKED_AT = [236, 238, 241, 255];

/**
 * A recording with what a model said of it and a map of that, all on one time axis, as SVG: curves, the map in a strip for each
 * row, labels, the answers of the windows (wrong ones underlined), and a legend with the map's scores.
 */
export async function timelineSvg(picture: TimelinePicture): Promise<string> {
  const { title, recording, map, rowNames, labels, answers } = picture;
  const parts: string[] = [];
  let y = 16;
  parts.push(text(LEFT, y + 14, title, 18, INK, 'start', 600));
  y += 34;
  parts.push(curves(recording, y));
  y += CURVES + GAP;
  if (picture.spectrum) {
    const greys = { colormap: 'greys', range: 'min-max' } as const;
    parts.push((await plane(picture, picture.spectrum, greys, y, BANDS)).image, bandEnds(y, BANDS));
    y += BANDS + GAP;
  }
  const heatHeight = rowNames ? ROW * map.rows : BANDS;
  parts.push(await heat(picture, y, heatHeight));
  y += heatHeight + GAP;
  if (labels) {
    parts.push(text(LEFT - 8, y + 17, 'label', 13, PALE, 'end'), labelStrip(picture, labels, y));
    y += STRIP + GAP / 2;
  }
  if (answers.some(({ classes }) => classes)) {
    parts.push(text(LEFT - 8, y + 17, 'answer', 13, PALE, 'end'), answerStrip(picture, y));
    y += STRIP + GAP;
  }
  parts.push(timeAxis(recording, y));
  y += 44;
  parts.push(classLegend(picture, y));
  const height = y + 28;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif">` +
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>${parts.join('')}</svg>\n`
  );
}

/** The colour of every class that the picture shows. */
function classLegend({ classes, answers, labels }: TimelinePicture, y: number): string {
  const shown = new Set([
    ...(labels ?? []).map(({ label }) => label),
    ...answers.flatMap((answer) => answer.classes?.[0].label ?? []),
  ]);
  const inOrder = [
    ...classes.filter((label) => shown.has(label)),
    ...[...shown].filter((label) => !classes.includes(label)),
  ];
  let x = LEFT;
  return inOrder
    .map((label) => {
      const at = x;
      x += 34 + 8 * label.length;
      return `<rect x="${at}" y="${y}" width="14" height="14" fill="${colourOf(classes, label)}" opacity=".85"/>${text(at + 20, y + 12, label, 13, INK)}`;
    })
    .join('');
}

/** Where a moment lies across the picture. */
function across({ start, rate, data }: Recording, seconds: number): number {
  const share = ((seconds - start) * rate) / Math.max(1, data[0].length);
  return LEFT + SPAN * Math.min(1, Math.max(0, share));
}

function curves(recording: Recording, y: number): string {
  const envelopes = recording.data.map((values) => thin(values, 0, values.length, SPAN));
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const envelope of envelopes) {
    for (let k = 0; k < SPAN; k++) {
      if (envelope.low[k] < low) low = envelope.low[k];
      if (envelope.high[k] > high) high = envelope.high[k];
    }
  }
  const extent = high - low || 1;
  const down = (value: number) => round(y + CURVES - ((value - low) / extent) * CURVES);
  const lines = envelopes.map((envelope, channel) => {
    // Down and up within each pixel keeps every peak; where a sample has pixels of its own it is a plain line.
    const points: string[] = [];
    for (let k = 0; k < SPAN; k++) {
      if (Number.isNaN(envelope.low[k])) continue;
      points.push(`${LEFT + k} ${down(envelope.high[k])}`);
      if (envelope.low[k] !== envelope.high[k]) points.push(`${LEFT + k} ${down(envelope.low[k])}`);
    }
    return `<path d="M${points.join('L')}" fill="none" stroke="${css(categoryColour(channel))}" stroke-width="1.2" stroke-linejoin="round"/>`;
  });
  const gaps = recording.gaps.map(({ start, end }) => {
    const [from, to] = [start, end].map((at) => across(recording, recording.start + at / recording.rate));
    return `<rect x="${round(from)}" y="${y}" width="${round(to - from)}" height="${CURVES}" fill="#000" opacity=".08"/>`;
  });
  const names = recording.channels.map((name, channel) =>
    text(LEFT - 8, y + 14 + 17 * channel, name, 13, css(categoryColour(channel)), 'end', 600),
  );
  const ends = [
    text(LEFT + SPAN + 8, y + 12, short(high), 12, PALE),
    text(LEFT + SPAN + 8, y + CURVES, short(low), 12, PALE),
  ];
  return `<rect x="${LEFT}" y="${y}" width="${SPAN}" height="${CURVES}" fill="#f6f7f9"/>${gaps.join('')}${lines.join('')}${names.join('')}${ends.join('')}`;
}

/** A plane of rows x columns over its stretch of time, the first row at the top or, of bands, at the bottom. */
async function plane(
  { recording, map, rowNames }: TimelinePicture,
  { rows, columns, data }: SessionFeatures,
  colours: { readonly colormap: ColormapName; readonly range: RangeRule },
  y: number,
  height: number,
): Promise<{ readonly image: string; readonly low: number; readonly high: number }> {
  // Bands rise upwards, as pictures of spectra have them.
  const turned = (at: number) => data[(rows - 1 - Math.floor(at / columns)) * columns + (at % columns)];
  const { pixels, low, high } = colourise(rowNames ? data : data.map((_, at) => turned(at)), colours);
  for (let at = 3; at < pixels.length; at += 4) {
    if (pixels[at] === 0) pixels.set(NOT_LOOKED_AT, at - 3);
  }
  const { start, step } = map;
  const [from, to] = [start - step / 2, start + (columns - 0.5) * step].map((time) => across(recording, time));
  const href = `data:image/png;base64,${Buffer.from(await encodePng(pixels, columns, rows)).toString('base64')}`;
  const image =
    `<image x="${round(from)}" y="${y}" width="${round(to - from)}" height="${height}" ` +
    `preserveAspectRatio="none" image-rendering="optimizeSpeed" href="${href}"/>`;
  return { image, low, high };
}

async function heat(picture: TimelinePicture, y: number, height: number): Promise<string> {
  const { map, rowNames, colormap, range } = picture;
  const { image, low, high } = await plane(picture, map, { colormap, range }, y, height);
  const names = rowNames
    ? rowNames.map((name, row) => text(LEFT - 8, y + ROW * row + 18, name, 13, PALE, 'end')).join('')
    : bandEnds(y, height);
  const table = colormapTable(colormap);
  const stops = Array.from({ length: 9 }, (_, k) => {
    const at = Math.round((k * 255) / 8) * 3;
    return `<stop offset="${k / 8}" stop-color="${css([table[at], table[at + 1], table[at + 2]])}"/>`;
  });
  return (
    `${image}${names}<defs><linearGradient id="colours" x1="0" y1="1" x2="0" y2="0">${stops.join('')}</linearGradient></defs>` +
    `<rect x="${LEFT + SPAN + 10}" y="${y}" width="12" height="${height}" fill="url(#colours)"/>` +
    text(LEFT + SPAN + 28, y + 12, short(high), 12, PALE) +
    text(LEFT + SPAN + 28, y + height, short(low), 12, PALE)
  );
}

function bandEnds(y: number, height: number): string {
  return text(LEFT - 8, y + 14, 'high', 12, PALE, 'end') + text(LEFT - 8, y + height, 'low', 12, PALE, 'end');
}

function colourOf(classes: readonly string[], label: string): string {
  const known = classes.indexOf(label);
  return known < 0 ? '#94989f' : css(categoryColour(known, label));
}

function labelStrip({ recording, classes }: TimelinePicture, labels: readonly Label[], y: number): string {
  return labels
    .map(({ start, end, label }) => {
      const [from, to] = [start, end].map((time) => across(recording, time));
      return strip(from, to, y, colourOf(classes, label), label, 0.85);
    })
    .join('');
}

/** Each window as the stretch about its middle that the next one does not claim. */
function answerStrip({ recording, classes, answers, labels }: TimelinePicture, y: number): string {
  return answers
    .map((answer, k) => {
      const best = answer.classes?.[0];
      if (!best) return '';
      const middle = (answer.start + answer.end) / 2;
      const next = answers[k + 1] ?? answers[k - 1];
      const half = next ? Math.abs(next.start - answer.start) / 2 : (answer.end - answer.start) / 2;
      const [from, to] = [middle - half, middle + half].map((time) => across(recording, time));
      const meant = labels && labelOfWindow(answer, labels);
      const wrong =
        meant && meant.label !== best.label
          ? `<rect x="${round(from)}" y="${y + STRIP - 4}" width="${round(to - from)}" height="4" fill="#d11"/>`
          : '';
      const opacity = 0.25 + 0.6 * Math.min(1, Math.max(0, best.score));
      return strip(from, to, y, colourOf(classes, best.label), best.label, opacity) + wrong;
    })
    .join('');
}

function strip(from: number, to: number, y: number, fill: string, label: string, opacity: number): string {
  const width = Math.max(1, to - from);
  const fits = width > 7 * label.length + 4;
  return (
    `<rect x="${round(from)}" y="${y}" width="${round(width)}" height="${STRIP}" fill="${fill}" opacity="${opacity.toFixed(2)}"/>` +
    (fits ? text((from + to) / 2, y + 16, label, 12, '#000', 'middle') : '')
  );
}

function timeAxis(recording: Recording, y: number): string {
  const seconds = sampleCount(recording) / recording.rate;
  const step =
    [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600].find(
      (one) => seconds / one <= 16,
    ) ?? 7200;
  const first = Math.ceil(recording.start / step - 1e-9);
  const last = Math.floor((recording.start + seconds) / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, k) => {
    const time = (first + k) * step;
    const x = round(across(recording, time));
    return `<path d="M${x} ${y}v6" stroke="${PALE}"/>${text(x, y + 22, clock(time, step), 12, PALE, 'middle')}`;
  });
  return `<path d="M${LEFT} ${y}h${SPAN}" stroke="${PALE}"/>${ticks.join('')}`;
}

function clock(seconds: number, step: number): string {
  if (step < 1) return `${Number(seconds.toFixed(2))} s`;
  if (step < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
}

function text(x: number, y: number, words: string, size: number, fill: string, anchor = 'start', weight = 400): string {
  const safe = words.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${weight}">${safe}</text>`;
}

function css([red, green, blue]: Rgb): string {
  return `rgb(${red},${green},${blue})`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
