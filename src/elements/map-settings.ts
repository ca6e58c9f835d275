import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { ColormapName } from '../core/colour/colormaps.ts';
import type { Saliency } from '../core/saliency.ts';
import { lookFor } from './map-look.ts';
import type { MapLook } from './xai-viewer/paint-map.ts';

/** How maps are shown, by every element that shows them over a picture. */
export class MapSettings extends LitElement {
  /** Colours of the map. Default: `blue-red` for maps with signs, as of Integrated Gradients, else `viridis`. */
  @property({ reflect: true }) colormap: ColormapName | null = null;

  /**
   * Which scores the ends of the colours stand for: 0 and the map's greatest (`zero-max`), its least and greatest
   * (`min-max`), minus and plus the greatest magnitude (`symmetric`), or what 99 % of the pixels stay below in place of
   * the greatest (`zero-99`, `symmetric-99`). Default: on both sides of 0 for `blue-red`, else from 0 or, where all
   * scores lie above it, from the least.
   */
  @property({ reflect: true }) range: MapLook['range'] | null = null;

  /** `fade`: the picture stays clear where the map says nothing; `even`: the map covers all of it. */
  @property({ reflect: true }) blend: MapLook['blend'] = 'fade';

  /** Draws what could be the chance of the masks (95 %) in grey, for methods that know their error. */
  @property({ type: Boolean, reflect: true, attribute: 'grey-doubt' }) greyDoubt = false;

  /** Percent of the pixels that are coloured, those of the strongest scores: 10 shows the top tenth. Default: all. */
  @property({ type: Number, reflect: true }) top: number | null = null;

  /** Draws lines at a quarter, half and three quarters of the way from the lowest colour to the highest. */
  @property({ type: Boolean, reflect: true }) contours = false;

  /** How much of the map is seen, percent of the picture's width from the left: the rest shows the picture alone. */
  @property({ type: Number, reflect: true }) wipe = 100;

  /** Opacity of the map, 0 to 1. */
  @property({ type: Number }) opacity = 0.8;

  /** Hides the map. */
  @property({ type: Boolean, reflect: true, attribute: 'map-hidden' }) mapHidden = false;

  /** Hides the controls. */
  @property({ type: Boolean, reflect: true, attribute: 'no-controls' }) noControls = false;

  /** @internal How a map is coloured. */
  lookOf(map: Saliency | null): MapLook {
    const { colormap, range, blend, greyDoubt, top, contours } = this;
    return lookFor({ colormap, range, blend, greyDoubt, top, contours }, map);
  }
}
