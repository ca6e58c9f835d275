import { html, LitElement, type nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { ColormapName } from '../../core/colour/colormaps.ts';
import { defaultColormap, defaultRange } from '../../core/colour/default-look.ts';
import type { Saliency } from '../../core/saliency.ts';
import { renderLegend, renderScale } from '../xai-viewer/legend.ts';
import type { MapLook } from '../xai-viewer/paint-map.ts';
import { baseStyles } from '../xai-viewer/styles/base-styles.ts';
import { legendStyles } from '../xai-viewer/styles/legend-styles.ts';

/**
 * What the colours of a map mean: the colour bar, the raw scores at its ends, and a sentence. Give it a map, or two
 * numbers and a colour map.
 *
 * @slot - Replaces the sentence.
 *
 * @csspart base - All of it.
 * @csspart bar - The colour bar.
 *
 * @cssproperty [--xai-text] - Colour of the numbers.
 * @cssproperty [--xai-muted] - Colour of the sentence.
 * @cssproperty [--xai-border] - Colour of the line around the bar.
 */
export class XaiLegend extends LitElement {
  static override styles = [baseStyles, legendStyles];

  /** The map that is explained: its scores and its label are said. Default: `low`, `high` and `label` say it. */
  @property({ attribute: false }) map: Saliency | null = null;

  /** Raw score of the first colour, where there is no `map`. */
  @property({ type: Number }) low: number | null = null;

  /** Raw score of the last colour, where there is no `map`. */
  @property({ type: Number }) high: number | null = null;

  /** What the colours say, as a sentence, where there is no `map`. */
  @property() label = '';

  /** Colours of the map. Default: `blue-red` for maps with signs, else `viridis`. */
  @property({ reflect: true }) colormap: ColormapName | null = null;

  /** Which scores the ends of the colours stand for, as of `<xai-viewer>`; for a `map`. */
  @property({ reflect: true }) range: MapLook['range'] | null = null;

  protected override render(): TemplateResult {
    return html`<div class="legend" part="base">${this.map ? this.#renderMap(this.map) : this.#renderNumbers()}<slot></slot></div>`;
  }

  #renderMap(map: Saliency): TemplateResult {
    const colormap = this.colormap ?? defaultColormap(map);
    const range = this.range ?? defaultRange(map, colormap);
    return renderLegend(map, { colormap, range, blend: 'even', greyDoubt: false }, false);
  }

  #renderNumbers(): TemplateResult | typeof nothing {
    const { low, high, colormap } = this;
    const isRange = low !== null && high !== null && Number.isFinite(low) && Number.isFinite(high);
    return renderScale(isRange ? { low, high } : null, colormap ?? 'viridis', this.label);
  }
}
