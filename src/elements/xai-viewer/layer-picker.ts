import { html, nothing, type TemplateResult } from 'lit';
import type { Saliency } from '../../core/saliency.ts';
import type { LayerInfo, MethodInfo } from '../../engine/info.ts';
import { formatCount, strings } from '../strings.ts';
import type { ExplanationSource } from './explanations.ts';
import { moveByKey } from './list-keys.ts';
import { has } from './method-choice.ts';
import { type OverlayView, renderOverlay } from './overlay.ts';
import { scoresOf } from './paint-map.ts';
import { shorten } from './shorten.ts';
import { SideExplanations, type SideWish } from './side-explanations.ts';

/** Layers that are shown by their maps. */
const PREVIEWS = 6;
/** Layers that are tried for them: a detector's box comes from one level of its pyramid, and others have no map of it. */
const MOST_TRIED = 12;
/** Methods that take more passes a layer make previews only when a person asks. */
const CHEAP_PASSES = 4;

/** A panel with the layers that the map can be made at: some by their maps, all by name. */
export class LayerPicker {
  isOpen = false;
  #isAsked = false;
  readonly #source: ExplanationSource;
  readonly #side: SideExplanations;

  constructor(source: ExplanationSource) {
    this.#source = source;
    this.#side = new SideExplanations(source, () => (this.hasPreviews ? this.#tried.map(this.#wish) : []));
  }

  toggle = (): void => {
    this.isOpen = !this.isOpen;
    this.#isAsked = false;
    this.#source.host.requestUpdate();
  };

  askForPreviews = (): void => {
    this.#isAsked = true;
    this.#source.host.requestUpdate();
  };

  /** Whether previews are made, at once or because a person asked. */
  get hasPreviews(): boolean {
    return this.isOpen && this.hasLayers && (this.#isAsked || isCheap(this.#method));
  }

  /** Whether the method that explains has layers to choose from. */
  get hasLayers(): boolean {
    return this.#method !== null && has(this.#method, 'layer');
  }

  get #names(): string[] {
    return (this.#source.methods.layers ?? []).map(({ name }) => name);
  }

  get #method(): MethodInfo | null {
    return this.#source.methods.current;
  }

  /** The first that have a map of what is chosen, or may have one, and those before them that have none. */
  get #tried(): readonly LayerInfo[] {
    const tried: LayerInfo[] = [];
    let shown = 0;
    for (const one of (this.#source.methods.layers ?? []).slice(0, MOST_TRIED)) {
      if (shown === PREVIEWS) break;
      tried.push(one);
      if (this.#refusalOf(one) === null) shown++;
    }
    return tried;
  }

  /** Why a layer has no map of what is chosen; null where it has one, or that is not known. */
  #refusalOf(one: LayerInfo): string | null {
    return this.#side.of(this.#wish(one)).error;
  }

  #wish = ({ name }: LayerInfo): SideWish => {
    const { methods, host } = this.#source;
    return { method: methods.current?.name ?? host.method, options: { ...methods.options, layer: name } };
  };

  /**
   * @param layer name of the chosen layer, or null
   * @param used names of the layers that the map was made at
   */
  render(
    layer: string | null,
    used: readonly string[],
    look: OverlayView,
    choose: (layer: string | null) => void,
  ): TemplateResult {
    const all = this.#source.methods.layers;
    const tried = this.#tried;
    const candidates = tried.filter((one) => this.#refusalOf(one) === null);
    const without = tried.filter((one) => this.#refusalOf(one) !== null);
    const chosen = candidates.findIndex(({ name }) => name === layer);
    const keys = { findings: candidates, choose: (index: number) => choose(candidates[index].name) };
    const tile = (one: LayerInfo, index: number) => {
      const { map, isOver } = this.#side.of(this.#wish(one));
      return html`<div
        class="layer"
        part="layer"
        role="radio"
        aria-checked=${index === chosen}
        ?data-used=${used.includes(one.name)}
        aria-label=${strings.layerOption(one.name, this.#about(one))}
        title=${`${one.name}: ${strings.say(one.reason)}`}
        tabindex=${index === Math.max(0, chosen) ? 0 : -1}
        data-index=${index}
        aria-busy=${this.hasPreviews && !isOver}
        @click=${() => keys.choose(index)}
      >
        ${this.hasPreviews ? renderOverlay(look, map) : nothing}
        <span class="name">${shorten(one.name, this.#names)}</span><span class="size">${isEmpty(map) ? strings.emptyMap : this.#about(one)}</span>
      </div>`;
    };
    return html`<div class="layers" part="layers" id="layers" role="group" aria-label=${strings.layers} @keydown=${this.onKey}>
      ${
        all === null
          ? html`<p>${strings.readingLayers}</p>`
          : html`<div
              class="tiles"
              role="radiogroup"
              aria-label=${strings.layers}
              @keydown=${(event: KeyboardEvent) => moveByKey(event, keys)}
            >${candidates.map(tile)}</div>`
      }
      ${without.length > 0 ? this.#renderWithout(without) : nothing}
      <div class="toolbar">
        <label
          ><span>${strings.layer}</span
          ><select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value || null)}>
            <option value="" ?selected=${layer === null}>${
              this.#source.methods.recipeLayers.length > 0 ? strings.recipeLayer : strings.automaticLayer
            }</option>
            ${(all ?? []).map(
              (one) =>
                html`<option value=${one.name} ?selected=${one.name === layer}>${strings.layerOption(one.name, this.#about(one))}</option>`,
            )}
          </select></label
        >
        ${
          this.hasPreviews || candidates.length === 0
            ? nothing
            : html`<button type="button" @click=${this.askForPreviews}>${strings.showPreviews(strings.say(this.#method?.cost ?? ''))}</button>`
        }
      </div>
    </div>`;
  }

  #renderWithout(layers: readonly LayerInfo[]): TemplateResult {
    const why = (one: LayerInfo) => {
      const refusal = this.#refusalOf(one) ?? '';
      return refusal.includes(one.name) ? refusal : `${one.name}: ${refusal}`;
    };
    return html`<details class="about">
      <summary>${strings.layersWithout(layers.length)}</summary>
      <ul>${layers.map((one) => html`<li>${why(one)}</li>`)}</ul>
    </details>`;
  }

  /** Its size, and whether the recipe names it. */
  #about(one: LayerInfo): string {
    const isNamed = this.#source.methods.recipeLayers.includes(one.name);
    return isNamed ? `${sizeOf(one)} · ${strings.fromRecipe}` : sizeOf(one);
  }

  /** Escape closes it, from within and from the button that opens it. */
  onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    this.toggle();
    const { shadowRoot } = this.#source.host;
    shadowRoot?.querySelector<HTMLElement>('[aria-controls=layers]')?.focus();
  };
}

function isCheap(method: MethodInfo | null): boolean {
  const passes = method?.passes ?? null;
  return passes !== null && passes <= CHEAP_PASSES;
}

/** Whether no part of the picture raises the score. */
function isEmpty(map: Saliency | null): boolean {
  return map !== null && scoresOf(map, 'zero-max').high === 0;
}

function sizeOf({ channels, height, width }: LayerInfo): string {
  return [channels, height, width].map(formatCount).join(' × ');
}
