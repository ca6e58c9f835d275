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

export function renderOpacity(name: string, value: number, set: (value: number) => void, step = 0.05): TemplateResult {
  return html`<label
    ><span>${name}</span
    ><input
      type="range"
      min="0"
      max="1"
      step=${step}
      .value=${String(value)}
      aria-valuetext=${`${Math.round(value * 100)} %`}
      @input=${(event: Event) => set(Number((event.target as HTMLInputElement).value))}
  /></label>`;
}

export function renderColours(chosen: ColormapName, set: (name: ColormapName) => void): TemplateResult {
  const names = COLORMAP_NAMES.map((name) => [name, name] as const);
  return renderSelect(strings.colourMap, names, chosen, set);
}

/** @param choices values, and what they are called */
export function renderSelect<T extends string>(
  name: string,
  choices: readonly (readonly [value: T, title: string])[],
  chosen: T,
  set: (value: T) => void,
): TemplateResult {
  return html`<label
    ><span>${name}</span
    ><select @change=${(event: Event) => set((event.target as HTMLSelectElement).value as T)}>
      ${choices.map(([value, title]) => html`<option value=${value} ?selected=${value === chosen}>${title}</option>`)}
    </select></label
  >`;
}
