import { html, nothing, type TemplateResult } from 'lit';
import { COLORMAP_NAMES, type ColormapName } from '../../core/colour/colormaps.ts';
import type { MethodInfo } from '../../engine/info.ts';
import { strings } from '../strings.ts';
import { renderMethodSelect } from '../xai-viewer/method-controls.ts';
import type { Player } from './player.ts';
import type { Stage } from './stage.ts';
import { words } from './timeline-strings.ts';

export interface ToolbarView {
  readonly stage: Stage;
  readonly player: Player;
  /** Those that may run first; empty without a model. */
  readonly methods: readonly MethodInfo[];
  readonly method: MethodInfo | null;
  readonly scope: 'session' | 'window';
  /** Classes of the model; empty for one without. */
  readonly classes: readonly string[];
  readonly target: string | null;
  readonly colormap: ColormapName;
  set(changes: {
    method?: string;
    scope?: 'session' | 'window';
    target?: string | null;
    colormap?: ColormapName;
  }): void;
}

/** One press of a zoom button. */
export const ZOOM_STEP = 1.6;

/** Native controls, each with its label. */
export function renderTimelineToolbar(view: ToolbarView): TemplateResult {
  const { stage, player, methods } = view;
  return html`<div class="toolbar" part="toolbar" role="group" aria-label=${words.timeline}>
    <div class="buttons" role="group" aria-label=${words.miniMap}>
      ${renderButton('+', words.zoomIn, () => stage.zoom(1 / ZOOM_STEP))}
      ${renderButton('−', words.zoomOut, () => stage.zoom(ZOOM_STEP))}
      <button type="button" class="quiet" @click=${() => stage.view && stage.show(stage.view.start, stage.view.end)}>${words.zoomAll}</button>
    </div>
    ${
      player.isThere
        ? html`<button type="button" class="play" @click=${() => player.toggle()}>${player.isPlaying ? `❚❚ ${words.pause}` : `▶ ${words.play}`}</button>`
        : nothing
    }
    ${methods.length > 0 ? renderExplaining(view) : nothing}
  </div>`;
}

function renderExplaining(view: ToolbarView): TemplateResult {
  const { methods, method, scope, classes, target, colormap, set } = view;
  return html`<label
      ><span>${strings.method}</span>${renderMethodSelect({
        label: strings.method,
        methods,
        chosen: method?.name ?? '',
        choose: (name) => set({ method: name }),
      })}</label
    >
    <label
      ><span>${words.scope}</span
      ><select @change=${(event: Event) => set({ scope: picked(event) as 'session' | 'window' })}>
        ${Object.entries(words.scopes).map(([name, title]) => html`<option value=${name} ?selected=${name === scope}>${title}</option>`)}
      </select></label
    >
    ${
      classes.length > 0
        ? html`<label
            ><span>${words.target}</span
            ><select @change=${(event: Event) => set({ target: picked(event) || null })}>
              <option value="" ?selected=${target === null}>${words.ownAnswer}</option>
              ${classes.map((name) => html`<option value=${name} ?selected=${name === target}>${name}</option>`)}
            </select></label
          >`
        : nothing
    }
    <label
      ><span>${strings.colourMap}</span
      ><select @change=${(event: Event) => set({ colormap: picked(event) as ColormapName })}>
        ${COLORMAP_NAMES.map((name) => html`<option value=${name} ?selected=${name === colormap}>${colourName(name)}</option>`)}
      </select></label
    >`;
}

/** Those who look for it know it by its colours. */
function colourName(name: ColormapName): string {
  return name === 'jet' ? words.jet : name;
}

function picked(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}

function renderButton(sign: string, name: string, act: () => void): TemplateResult {
  return html`<button type="button" aria-label=${name} title=${name} @click=${act}>${sign}</button>`;
}
