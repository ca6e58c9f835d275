import { html, nothing, type TemplateResult } from 'lit';
import type { ColormapName } from '../../core/colour/colormaps.ts';
import { formatCount, strings } from '../strings.ts';
import { renderCheck, renderColours, renderOpacity, renderSelect } from './controls.ts';
import { has, type MethodChoice } from './method-choice.ts';
import { renderMethodSelect } from './method-controls.ts';
import type { ViewerSettings } from './viewer-settings.ts';

export interface ToolbarView {
  /** What is set, and is changed here. */
  readonly viewer: ViewerSettings;
  readonly methods: MethodChoice;
  /** The chosen layer in words, and whether all are shown; false for methods without layers. */
  readonly layer:
    | { readonly name: string; readonly isOpen: boolean; toggle(): void; onKey(event: KeyboardEvent): void }
    | false;
  /** What adds a method to compare with. */
  readonly add: unknown;
  /** What enlarges the picture. */
  readonly zoom: unknown;
  /** Whether there are classes over the picture. */
  readonly hasClasses: boolean;
  /** Whether the map's error is known. */
  readonly hasDoubt: boolean;
  /** Colours of the map. */
  readonly colormap: ColormapName;
  readonly tools: readonly (Tool | false)[];
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
  const { viewer, hasClasses } = view;
  const set = (changes: Partial<ViewerSettings>) => Object.assign(viewer, changes);
  return html`<div class="toolbar" part="toolbar" role="group" aria-label=${strings.viewer}>
    ${renderMethod(view, set)}
    ${renderCheck(strings.showMap, !viewer.mapHidden, (shown) => set({ mapHidden: !shown }))}
    ${view.hasDoubt ? renderCheck(strings.greyDoubt, viewer.greyDoubt, (greyDoubt) => set({ greyDoubt })) : nothing}
    ${
      hasClasses
        ? renderOpacity(strings.classesOpacity, viewer.classesOpacity, (classesOpacity) => set({ classesOpacity }))
        : nothing
    }
    ${renderOpacity(hasClasses ? strings.mapOpacity : strings.opacity, viewer.opacity, (opacity) => set({ opacity }))}
    ${renderColours(view.colormap, (colormap) => set({ colormap }))}
    ${view.zoom}
    ${view.tools.map((tool) =>
      tool
        ? html`<button type="button" class="quiet" id=${tool.id ?? nothing} aria-pressed=${tool.pressed} @click=${tool.press}>${tool.name}</button>`
        : nothing,
    )}
    ${view.add}
  </div>`;
}

/** The method and those of its options that are worth a control. */
function renderMethod(
  { viewer, methods, layer }: ToolbarView,
  set: (changes: Partial<ViewerSettings>) => void,
): TemplateResult | typeof nothing {
  const { all, current } = methods;
  if (all.length === 0) return nothing;
  return html`<label
      ><span>${strings.method}</span>${renderMethodSelect({
        label: strings.method,
        methods: all,
        chosen: current?.name ?? '',
        choose: (method) => set({ method }),
      })}</label
    >
    ${
      layer
        ? html`<button type="button" class="quiet" aria-expanded=${layer.isOpen} aria-controls="layers" @click=${layer.toggle} @keydown=${layer.onKey}>
            ${strings.layer}: ${layer.name}
          </button>`
        : nothing
    }
    ${
      current && has(current, 'component')
        ? renderNumbers(strings.component, COMPONENTS, viewer.component ?? 1, (component) => set({ component }))
        : nothing
    }
    ${
      current && has(current, 'masks')
        ? renderNumbers(strings.masks, MASK_CHOICES, viewer.masks, (masks) => set({ masks }), strings.untilSteady)
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
  const numbers = [...new Set(value === null ? usual : [...usual, value])].sort((a, b) => a - b);
  const choices = numbers.map((one) => [String(one), formatCount(one)] as const);
  return renderSelect(
    name,
    none === undefined ? choices : [['', none], ...choices],
    value === null ? '' : String(value),
    (text) => set((text === '' ? null : Number(text)) as T),
  );
}
