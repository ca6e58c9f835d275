import type { Context2D } from './canvas.ts';

/**
 * Letters as strokes, since fonts differ between machines. Each glyph is 4 wide and 6 tall (descenders reach 8): strokes
 * parted by spaces, points as two digits x, y; a stroke that begins with ~ is curved.
 */
const GLYPHS: Readonly<Record<string, string>> = {
  a: '~220204062646444222 4246',
  b: '0006 ~220204062646444222',
  c: '~434222020406264645',
  d: '4046 ~220204062646444222',
  e: '0444 ~444222020406264645',
  f: '~40202226 0242',
  g: '~220204062646444222 ~4246482808',
  h: '0006 ~040222424446',
  i: '2226 2020',
  j: '~22262808 2020',
  k: '0006 4204 2346',
  l: '~20242646',
  m: '0206 ~040212222426 ~242232424446',
  n: '0206 ~040222424446',
  o: '~220204062646444222',
  p: '0208 ~220204062646444222',
  q: '4248 ~220204062646444222',
  r: '0206 ~04022242',
  s: '~4342220204244446260605',
  t: '~20242646 0242',
  u: '~020406264644 4246',
  v: '022642',
  w: '0216233642',
  x: '0246 4206',
  y: '0226 4218',
  z: '02420646',
  '0': '~200003062646434020',
  '1': '012026',
  '2': '~010020404206 0646',
  '3': '~010020404323 ~234346260605',
  '4': '300444 3036',
  '5': '400003 ~034346260605',
  '6': '~401003062646432304',
  '7': '004016',
  '8': '~20000323434020 ~23030626464323',
  '9': '~063643402000032342',
  ' ': '',
  '.': '2626',
  ',': '2617',
  ':': '2323 2626',
  '-': '1434',
  '/': '4006',
  "'": '2021',
  '!': '2024 2626',
};

export interface Lettering {
  /** Upper left corner. */
  x: number;
  y: number;
  /** Height of a tall letter. */
  height: number;
  /** Width of the stroke as a share of the height. */
  weight: number;
}

/** Width that `paintLettering` takes for a text of this height. */
export function letteringWidth(text: string, height: number): number {
  return ((text.length * 5.6 - 1.6) * height) / 6;
}

/** Strokes lower-case letters, digits and . , : - / ' ! with the context's stroke style; other characters leave a gap. */
export function paintLettering(context: Context2D, text: string, { x, y, height, weight }: Lettering): void {
  const unit = height / 6;
  context.lineWidth = height * weight;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  [...text.toLowerCase()].forEach((letter, i) => {
    const left = x + i * 5.6 * unit;
    for (const stroke of (GLYPHS[letter] ?? '').split(' ')) trace(context, stroke, left, y, unit);
  });
  context.stroke();
}

function trace(context: Context2D, stroke: string, left: number, top: number, unit: number): void {
  const digits = stroke.replace('~', '');
  const points: [number, number][] = [];
  for (let i = 0; i + 1 < digits.length; i += 2)
    points.push([left + Number(digits[i]) * unit, top + Number(digits[i + 1]) * unit]);
  if (points.length < 2) return;
  context.moveTo(points[0][0], points[0][1]);
  const last = points.length - 1;
  if (!stroke.startsWith('~')) {
    // A line of no length would be left out, and with it the dots.
    for (const [x, y] of points.slice(1)) context.lineTo(x + 0.01 * unit, y);
    return;
  }
  for (let i = 1; i < last; i++) {
    const [x, y] = points[i];
    const end = i === last - 1 ? points[last] : [(x + points[i + 1][0]) / 2, (y + points[i + 1][1]) / 2];
    context.quadraticCurveTo(x, y, end[0], end[1]);
  }
}
