import type { PackedGrid } from '../../core/packed-grid.ts';
import { type Html, html } from './html.ts';
import { dataUrl, drawGrid, type EncodeThumbnail } from './report-pictures.ts';

const SIDE = 96;

/** A mean map on its own. */
export async function meanMap(map: PackedGrid | null, about: string, encode: EncodeThumbnail): Promise<Html> {
  if (!map) return html`–`;
  const drawn = drawGrid(map, SIDE, SIDE);
  return html`<img width="${SIDE}" alt="${about}" src="${await dataUrl(encode, drawn, SIDE, SIDE)}">`;
}
