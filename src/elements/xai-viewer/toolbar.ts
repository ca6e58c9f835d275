import { html, nothing, type TemplateResult } from 'lit';
import type { ColormapName } from '../../core/colour/colormaps.ts';
import type { MethodInfo } from '../../engine/info.ts';
import { formatCount, strings } from '../strings.ts';
import { renderCheck, renderColours, renderOpacity } from './controls.ts';
import { has } from './method-choice.ts';
import { renderMethodSelect } from './method-controls.ts';

export interface ToolbarView {
  /** Those that may run first; empty while no model is open. */
  readonly methods: readonly MethodInfo[];
  /** The one that explains. */
  readonly method: MethodInfo | null;
  /** The chosen layer in words, and whether all are shown; null for methods without layers. */
  readonly layer: { readonly name: string; readonly isOpen: boolean; toggle(): void } | null;
  /** null: the strongest. */
  readonly component: number | null;
  /** What adds a method to compare with. */
  readonly add: unknown;
  /** What enlarges the picture. */
  readonly zoom: unknown;
  readonly mapShown: boolean;
  readonly opacity: number;
  /** Opacity of the classes over the picture; null for models that give none. */
  readonly classesOpacity: number | null;
  readonly colormap: ColormapName;
  /** null: the map's error is not known. */
  readonly greyDoubt: boolean | null;
  /** null: the method's own number, or until the map is steady. */
  readonly masks: number | null;
  readonly tools: readonly Tool[];
  set(changes: {
    method?: string;
    component?: number;
    mapShown?: boolean;
    opacity?: number;
    classesOpacity?: number;
    greyDoubt?: boolean;
    colormap?: ColormapName;
    masks?: number | null;
  }): void;
}

/** A button that begins something, or leaves it while it is pressed. */
export interface Tool {
  readonly name: string;
  /** By which it is found again. Default: none. */
  readonly id?: string;
  readonly pressed: boolean;
  press(): void;
}

const MASK_CHOICES = [250, 500, 1000, 2000, 5000];
const COMPONENTS = [1, 2, 3, 4, 5];

/** Native controls, each with its label. */
export function renderToolbar(view: ToolbarView): TemplateResult {
  return html`<div class="toolbar" part="toolbar" role="group" aria-label=${strings.viewer}>
    ${renderMethod(view)}
    ${renderCheck(strings.showMap, view.mapShown, (mapShown) => view.set({ mapShown }))}
    ${
      view.greyDoubt === null
        ? nothing
        : renderCheck(strings.greyDoubt, view.greyDoubt, (greyDoubt) => view.set({ greyDoubt }))
    }
    ${
      view.classesOpacity === null
        ? nothing
        : renderOpacity(strings.classesOpacity, view.classesOpacity, (classesOpacity) => view.set({ classesOpacity }))
    }
    ${renderOpacity(view.classesOpacity === null ? strings.opacity : strings.mapOpacity, view.opacity, (opacity) => view.set({ opacity }))}
    ${renderColours(view.colormap, (colormap) => view.set({ colormap }))}
    ${view.zoom}
    ${view.tools.map(
      ({ name, id, pressed, press }) =>
        html`<button type="button" class="quiet" id=${id ?? nothing} aria-pressed=${pressed} @click=${press}>${name}</button>`,
    )}
    ${view.add}
  </div>`;
}

/** The method and those of its options that are worth a control. */
function renderMethod(view: ToolbarView): TemplateResult | typeof nothing {
  const { methods, method, layer } = view;
  if (methods.length === 0) return nothing;
  return html`<label
      ><span>${strings.method}</span>${renderMethodSelect({
        label: strings.method,
        methods,
        chosen: method?.name ?? '',
        choose: (name) => view.set({ method: name }),
      })}</label
    >
    ${
      layer
        ? html`<button type="button" class="quiet" aria-expanded=${layer.isOpen} aria-controls="layers" @click=${layer.toggle}>
            ${strings.layer}: ${layer.name}
          </button>`
        : nothing
    }
    ${
      method && has(method, 'component')
        ? renderNumbers(strings.component, COMPONENTS, view.component ?? 1, (component) => view.set({ component }))
        : nothing
    }
    ${
      method && has(method, 'masks')
        ? renderNumbers(
            strings.masks,
            MASK_CHOICES,
            view.masks,
            (count) => view.set({ masks: count }),
            strings.untilSteady,
          )
        : nothing
    }`;
}

/** @param none what is said for no number, where that may be chosen */
function renderNumbers<T extends number | null>(
  name: string,
  usual: readonly number[],
  value: T,
  set: (value: T) => void,
  none?: string,
): TemplateResult {
  const choices = [...new Set(value === null ? usual : [...usual, value])].sort((a, b) => a - b);
  const choose = (event: Event) => {
    const { value: text } = event.target as HTMLSelectElement;
    set((text === '' ? null : Number(text)) as T);
  };
  return html`<label
    ><span>${name}</span
    ><select @change=${choose}>
      ${none === undefined ? nothing : html`<option value="" ?selected=${value === null}>${none}</option>`}
      ${choices.map((one) => html`<option value=${one} ?selected=${one === value}>${formatCount(one)}</option>`)}
    </select></label
  >`;
}
