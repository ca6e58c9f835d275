import { html, type TemplateResult } from 'lit';
import { COLORMAP_NAMES, type ColormapName } from '../../core/colour/colormaps.ts';
import { mapStrings as strings } from '../map-strings.ts';

export function renderCheck(name: string, checked: boolean, set: (checked: boolean) => void): TemplateResult {
  return html`<label class="check"
    ><input
      type="checkbox"
      .checked=${checked}
      @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
    />${name}</label
  >`;
}

export function renderOpacity(name: string, value: number, set: (value: number) => void): TemplateResult {
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

export function renderColours(chosen: ColormapName, set: (name: ColormapName) => void): TemplateResult {
  return html`<label
    ><span>${strings.colourMap}</span
    ><select @change=${(event: Event) => set((event.target as HTMLSelectElement).value as ColormapName)}>
      ${COLORMAP_NAMES.map((name) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`)}
    </select></label
  >`;
}
