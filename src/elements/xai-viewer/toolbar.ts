import { html, type TemplateResult } from 'lit';
import type { ColormapName } from '../../core/colour/colormaps.ts';
import { formatCount, strings } from '../strings.ts';

export interface ToolbarView {
  readonly mapShown: boolean;
  readonly opacity: number;
  readonly colormap: ColormapName;
  readonly colormaps: readonly ColormapName[];
  /** null: the method's own number. */
  readonly masks: number | null;
  readonly drawing: boolean;
  readonly canDraw: boolean;
  set(changes: { mapShown?: boolean; opacity?: number; colormap?: ColormapName; masks?: number }): void;
  toggleDrawing(): void;
}

const MASK_CHOICES = [250, 500, 1000, 2000, 5000];
const DEFAULT_MASKS = 2000;

/** Native controls, each with its label. */
export function renderToolbar(view: ToolbarView): TemplateResult {
  const masks = view.masks ?? DEFAULT_MASKS;
  const choices = [...new Set([...MASK_CHOICES, masks])].sort((a, b) => a - b);
  return html`<div class="toolbar" part="toolbar" role="group" aria-label=${strings.viewer}>
    <label class="check"
      ><input
        type="checkbox"
        .checked=${view.mapShown}
        @change=${(event: Event) => view.set({ mapShown: (event.target as HTMLInputElement).checked })}
      />${strings.showMap}</label
    >
    <label
      ><span>${strings.opacity}</span
      ><input
        type="range"
        min="0"
        max="1"
        step="0.05"
        .value=${String(view.opacity)}
        aria-valuetext=${`${Math.round(view.opacity * 100)} %`}
        @input=${(event: Event) => view.set({ opacity: Number((event.target as HTMLInputElement).value) })}
    /></label>
    <label
      ><span>${strings.colourMap}</span
      ><select @change=${(event: Event) => view.set({ colormap: (event.target as HTMLSelectElement).value as ColormapName })}>
        ${view.colormaps.map((name) => html`<option value=${name} ?selected=${name === view.colormap}>${name}</option>`)}
      </select></label
    >
    <label
      ><span>${strings.masks}</span
      ><select @change=${(event: Event) => view.set({ masks: Number((event.target as HTMLSelectElement).value) })}>
        ${choices.map(
          (count) => html`<option value=${count} ?selected=${count === masks}>${formatCount(count)}</option>`,
        )}
      </select></label
    >
    ${
      view.canDraw
        ? html`<button type="button" class="quiet" aria-pressed=${view.drawing} @click=${view.toggleDrawing}>
          ${strings.drawBox}
        </button>`
        : ''
    }
  </div>`;
}
