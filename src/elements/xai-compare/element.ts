import { initialState, Task, TaskStatus } from '@lit/task';
import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { XaiError } from '../../core/errors.ts';
import type { Saliency } from '../../core/saliency.ts';
import type { SavedExplanation } from '../../core/saved-explanation.ts';
import { XaiChangeEvent, XaiErrorEvent } from '../events.ts';
import { MapSettings } from '../map-settings.ts';
import { addMapWords, formatPercent } from '../map-strings.ts';
import { renderRefusal } from '../refusals/refusals.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import { renderLegend } from '../xai-viewer/legend.ts';
import { type LoadedPicture, loadPicture } from '../xai-viewer/load-picture.ts';
import { renderOverlay } from '../xai-viewer/overlay.ts';
import { baseStyles } from '../xai-viewer/styles/base-styles.ts';
import { comparisonStyles } from '../xai-viewer/styles/comparison-styles.ts';
import { legendStyles } from '../xai-viewer/styles/legend-styles.ts';
import { stageStyles } from '../xai-viewer/styles/stage-styles.ts';
import { asXaiError, isAbort, settled } from '../xai-viewer/task-state.ts';
import { Visibility } from '../xai-viewer/visibility.ts';
import { compareStyles } from './compare-styles.ts';
import { compareWords } from './compare-words.ts';
import { loadSide, type Side } from './load-side.ts';

const strings = addMapWords(compareWords);

/** What a side may be given as. */
export type CompareSource = string | Blob | Saliency | SavedExplanation;

/** Both sides, and the picture that lies under their maps. */
interface Loaded {
  readonly sides: readonly [Side | null, Side | null];
  readonly picture: LoadedPicture | null;
  /** The picture as the overlays copy it. */
  readonly original: HTMLCanvasElement | null;
}

/**
 * Two maps, or any two pictures, in the same place under a slider. A side is a picture's address, a saved explanation, a
 * map (as a property), or whatever lies in its slot.
 *
 * @slot first - In place of the first side: an `<img>`, a `<canvas>`.
 * @slot second - In place of the second side.
 *
 * @csspart stage - The frame around the pictures.
 * @csspart first - The first side, seen left of the line.
 * @csspart second - The second side.
 * @csspart line - The line between them.
 * @csspart name - The name of a side.
 * @csspart legend - The colour bar of a map.
 * @csspart error - The words of an error.
 *
 * @cssproperty [--xai-accent] - Colour of the focus ring.
 * @cssproperty [--xai-max-height=70vh] - Largest height of the pictures.
 *
 * @fires xai-change - A person has moved the line.
 * @fires xai-error - A picture or an explanation could not be shown.
 */
export class XaiCompare extends MapSettings {
  static override styles = [baseStyles, stageStyles, comparisonStyles, legendStyles, compareStyles];

  /** The first side: the address of a picture or of a saved explanation (`.json`), or (as a property) a File, Blob or map. */
  @property() first: CompareSource | null = null;

  /** The second side, likewise. */
  @property() second: CompareSource | null = null;

  /** The picture under the maps: an address, or (as a property) a File or Blob. Default: what the explanations hold. */
  @property() src: string | Blob | null = null;

  /** Name of the first side. Default: the method of its map. */
  @property({ attribute: 'first-label' }) firstLabel = '';

  /** Name of the second side. Default: the method of its map. */
  @property({ attribute: 'second-label' }) secondLabel = '';

  /** Where the line is: 0 shows the second side alone, 100 the first. */
  @property({ type: Number, reflect: true }) position = 50;

  /** When to fetch: `auto` and `lazy` when the element comes near the view, `eager` at once. */
  @property({ reflect: true }) loading: 'auto' | 'lazy' | 'eager' = 'auto';

  readonly #visibility = new Visibility(this);
  readonly #task = new Task(this, {
    args: () => [this.loading === 'eager' || this.#visibility.near, this.first, this.second, this.src],
    task: async ([may, ...sources], { signal }): Promise<Loaded> => {
      if (!may) return initialState as never;
      const [first, second] = await Promise.all(
        (sources.slice(0, 2) as (CompareSource | null)[]).map((source) => (source ? loadSide(source, signal) : null)),
      );
      const under = (sources[2] as string | Blob | null) ?? first?.picture ?? second?.picture ?? null;
      const picture = under && (first?.map || second?.map) ? await loadPicture(under, signal) : null;
      return { sides: [first, second], picture, original: picture && drawPicture(picture) };
    },
    onError: (error) => {
      if (!isAbort(error)) this.dispatchEvent(new XaiErrorEvent(asXaiError(error)));
    },
  });

  /** What went wrong, or null; its message says what to do next. */
  get error(): XaiError | null {
    return this.#task.status === TaskStatus.ERROR && !isAbort(this.#task.error) ? asXaiError(this.#task.error) : null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const side of settled(this.#task)?.sides ?? []) if (side?.url) URL.revokeObjectURL(side.url);
  }

  protected override render(): TemplateResult {
    const loaded = settled(this.#task);
    const { error } = this;
    const position = Math.min(100, Math.max(0, this.position));
    const [first, second] = (['first', 'second'] as const).map((name, at) => this.#nameOf(name, loaded, at));
    const ratio = loaded?.picture ? String(loaded.picture.width / loaded.picture.height) : null;
    return html`<figure part="base" ${giveStyle({ '--line': `${position}%`, '--map-opacity': String(this.opacity), '--wipe': `${this.wipe}%`, ...(ratio && { '--ratio': ratio }) })}>
      <div class="pair" part="stage" ?data-free=${!ratio}>
        <div class="side" part="second"><slot name="second">${this.#renderSide(loaded, 1)}</slot></div>
        <div class="side over" part="first"><slot name="first">${this.#renderSide(loaded, 0)}</slot></div>
        <div class="line" part="line"></div>
        ${first ? html`<span class="tag" part="name" aria-hidden="true">${first}</span>` : nothing}
        ${second ? html`<span class="tag end" part="name" aria-hidden="true">${second}</span>` : nothing}
        <input
          type="range"
          min="0"
          max="100"
          step="1"
          .value=${String(position)}
          aria-label=${strings.comparePosition}
          aria-valuetext=${strings.compared(formatPercent(position / 100), first || strings.compareSides[0], second || strings.compareSides[1])}
          @input=${this.#onInput}
        />
      </div>
      ${error ? html`<div class="refusal" part="error" role="alert">${renderRefusal(error, strings.refusals)}</div>` : nothing}
      ${this.noControls ? nothing : this.#renderLegends(loaded)}
    </figure>`;
  }

  #nameOf(which: 'first' | 'second', loaded: Loaded | null, at: number): string {
    return this[`${which}Label`] || (loaded?.sides[at]?.map?.provenance.method ?? '');
  }

  #renderSide(loaded: Loaded | null, at: number): TemplateResult | typeof nothing {
    const side = loaded?.sides[at];
    if (!side) return nothing;
    if (!side.map) return html`<img src=${side.url ?? ''} alt=${at === 0 ? this.firstLabel : this.secondLabel} />`;
    const { picture, original } = loaded;
    if (!picture || !original) return nothing;
    const { map } = side;
    const view = {
      picture,
      original,
      chosen: null,
      mapHidden: this.mapHidden,
      lookOf: (one: Saliency) => this.lookOf(one),
    };
    return renderOverlay(view, map, side.summary);
  }

  #renderLegends(loaded: Loaded | null): TemplateResult | typeof nothing {
    if (!loaded?.sides.some((side) => side?.map)) return nothing;
    return html`<div class="legends">${loaded.sides.map(
      (side) =>
        html`<div class="legend" part="legend">${side?.map ? renderLegend(side.map, this.lookOf(side.map), false) : nothing}</div>`,
    )}</div>`;
  }

  #onInput = (event: Event): void => {
    this.position = Number((event.target as HTMLInputElement).value);
    this.dispatchEvent(new XaiChangeEvent(this.position, null));
  };
}

function drawPicture({ bitmap }: LoadedPicture): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}
