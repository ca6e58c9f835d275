import type { Rgb } from '../colour/categories.ts';

/** A moment on an axis whose ticks are `step` seconds apart. */
export function clock(seconds: number, step: number): string {
  if (step < 1) return `${Number(seconds.toFixed(2))} s`;
  if (step < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
}

/** Words as an SVG element, escaped. */
export function text(
  x: number,
  y: number,
  words: string,
  size: number,
  fill: string,
  anchor = 'start',
  weight = 400,
): string {
  const safe = words.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${weight}">${safe}</text>`;
}

/** A picture as an address that needs no file. */
export function pngAddress(bytes: Uint8Array): string {
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(letters)}`;
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${red},${green},${blue})`;
}

/** To a tenth of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function short(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
