import { html, nothing, type TemplateResult } from 'lit';
import type { ColormapName } from '../../core/colour/colormaps.ts';
import { formatCount, strings } from '../strings.ts';

export interface ToolbarView {
  readonly mapShown: boolean;
  readonly opacity: number;
  /** Opacity of the classes over the picture; null for models that give none. */
  readonly classesOpacity: number | null;
  readonly colormap: ColormapName;
  readonly colormaps: readonly ColormapName[];
  /** null: the method's own number. */
  readonly masks: number | null;
  readonly tools: readonly Tool[];
  set(changes: {
    mapShown?: boolean;
    opacity?: number;
    classesOpacity?: number;
    colormap?: ColormapName;
    masks?: number;
  }): void;
}

/** A button that begins something, or leaves it while it is pressed. */
export interface Tool {
  readonly name: string;
  readonly pressed: boolean;
  press(): void;
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
    ${
      view.classesOpacity === null
        ? nothing
        : renderOpacity(strings.classesOpacity, view.classesOpacity, (classesOpacity) => view.set({ classesOpacity }))
    }
    ${renderOpacity(view.classesOpacity === null ? strings.opacity : strings.mapOpacity, view.opacity, (opacity) => view.set({ opacity }))}
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
    ${view.tools.map(
      ({ name, pressed, press }) =>
        html`<button type="button" class="quiet" aria-pressed=${pressed} @click=${press}>${name}</button>`,
    )}
  </div>`;
}

function renderOpacity(name: string, value: number, set: (value: number) => void): TemplateResult {
  return html`<label
    ><span>${name}</span
    ><input
      type="range"
      min="0"
      max="1"
      step="0.05"
      .value=${String(value)}
      aria-valuetext=${`${Math.round(value * 100)} %`}
      @input=${(event: Event) => set(Number((event.target as HTMLInputElement).value))}
  /></label>`;
}
