import { html, nothing, type TemplateResult } from 'lit';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import { words } from '../words.ts';

/** Percent of the pixels; null: all of them. */
const TOPS = [null, 50, 20, 10, 5, 1];

/** Ways to read a map: less of it, its lines, the picture below; once there is one. */
export function renderReading(viewer: XaiViewer | null, changed: () => void): TemplateResult | typeof nothing {
  if (!viewer?.map) return nothing;
  const set = (change: Partial<Pick<XaiViewer, 'top' | 'contours' | 'wipe'>>) => {
    Object.assign(viewer, change);
    changed();
  };
  const { top, contours, wipe } = viewer;
  return html`<div class="reading row" role="group" aria-label=${words.reading}>
    <label
      >${words.readingTop}
      <select
        @change=${({ target }: Event) => {
          const { value } = target as HTMLSelectElement;
          set({ top: value === '' ? null : Number(value) });
        }}
      >
        ${TOPS.map((one) => html`<option value=${one ?? ''} ?selected=${one === top}>${one === null ? words.readingAll : words.readingShare(one)}</option>`)}
      </select></label
    >
    <label
      ><input
        type="checkbox"
        .checked=${contours}
        @change=${({ target }: Event) => set({ contours: (target as HTMLInputElement).checked })}
      />${words.readingLines}</label
    >
    <label
      >${words.readingWipe}
      <input
        type="range"
        min="0"
        max="100"
        .value=${String(wipe)}
        aria-valuetext=${words.readingWiped(wipe)}
        @input=${({ target }: Event) => set({ wipe: Number((target as HTMLInputElement).value) })}
    /></label>
  </div>`;
}
