import { html, nothing, type TemplateResult } from 'lit';
import type { ColormapName } from '../../core/colour/colormaps.ts';
import { XaiError } from '../../core/errors.ts';
import type { SavedExplanation, UnpackedMap } from '../../core/saved-explanation.ts';
import type { Finding } from '../../engine/info.ts';
import { type ViewerPhase, XaiChangeEvent, XaiErrorEvent } from '../events.ts';
import { loadExplanation } from '../load-explanation.ts';
import { lookFor } from '../map-look.ts';
import { mapStrings as strings } from '../map-strings.ts';
import { PhaseStates } from '../phase-states.ts';
import { renderRefusal } from '../refusals/refusals.ts';
import { Canvases } from '../xai-viewer/canvases.ts';
import { renderCheck, renderColours, renderOpacity } from '../xai-viewer/controls.ts';
import { renderBoxes, renderClasses } from '../xai-viewer/findings-list.ts';
import { renderLegend } from '../xai-viewer/legend.ts';
import { type LoadedPicture, loadPicture } from '../xai-viewer/load-picture.ts';
import type { MapLook } from '../xai-viewer/paint-map.ts';
import { mapInPreview, openPreview, type Previewed } from '../xai-viewer/preview.ts';
import { answerStyles } from '../xai-viewer/styles/answer-styles.ts';
import { baseStyles } from '../xai-viewer/styles/base-styles.ts';
import { controlStyles } from '../xai-viewer/styles/control-styles.ts';
import { errorStyles } from '../xai-viewer/styles/error-styles.ts';
import { legendStyles } from '../xai-viewer/styles/legend-styles.ts';
import { stageStyles } from '../xai-viewer/styles/stage-styles.ts';
import { Visibility } from '../xai-viewer/visibility.ts';
import { renderProvenance } from './provenance.ts';
import { type Declared, SmallElement } from './small-element.ts';

/** A saved explanation, ready to be shown. */
interface Opened {
  readonly shown: Previewed;
  readonly picture: LoadedPicture;
}

/**
 * `<xai-viewer>` without an engine, for pages that only show what was explained before: a picture, what the model found
 * in it, and the saved maps of that. It takes the tag's place where `xai-saved.js` is loaded in place of
 * `xai-viewer.js`, which knows `explanation` too. No worker, no wasm, no model.
 *
 * @slot poster - Shown until there is a picture.
 * @slot error - Replaces the words of an error.
 * @slot legend - Replaces the colour bar and its numbers.
 * @slot toolbar - Replaces the controls.
 *
 * @csspart stage - The frame around the picture.
 * @csspart picture - The canvas with the picture.
 * @csspart map - The canvas with the heat map.
 * @csspart finding - One finding; also `finding-selected` when it is the chosen one.
 * @csspart label - The label of a box.
 * @csspart toolbar - The controls.
 * @csspart legend - The colour bar with its numbers.
 * @csspart caption - The map in words.
 * @csspart provenance - What made the map.
 * @csspart error - The words of an error.
 *
 * @cssstate loading - The explanation or its picture is on the way.
 * @cssstate ready - It is shown.
 * @cssstate error - Something went wrong.
 *
 * @fires xai-change - A person has chosen what to see explained.
 * @fires xai-phase - Where things stand has changed.
 * @fires xai-error - Something went wrong.
 */
export class XaiSavedViewer extends SmallElement {
  static override readonly declared: Declared = {
    explanation: ['explanation', 'text'],
    src: ['src', 'text'],
    selected: ['selected', 'number'],
    method: ['method', 'text'],
    colormap: ['colormap', 'text'],
    range: ['range', 'text'],
    blend: ['blend', 'text'],
    opacity: ['opacity', 'number'],
    mapHidden: ['map-hidden', 'boolean'],
    noControls: ['no-controls', 'boolean'],
    loading: ['loading', 'text'],
  };
  static override readonly styles = [
    ...[baseStyles, stageStyles, answerStyles, controlStyles, errorStyles, legendStyles],
  ];

  /** The saved explanation: the address of its file, or (as a property) what it held. */
  explanation: string | SavedExplanation | null = null;

  /** The picture: an address, or (as a property) a File or Blob. Default: the one that the file holds or names. */
  src: string | Blob | null = null;

  /** Index of the finding whose map is shown; below 0: that of the first map. */
  selected = -1;

  /** Which method's map is shown, where the file has several of one finding. Default: the first. */
  method: string | null = null;

  /** Colours of the map. Default: `blue-red` for maps with signs, else `viridis`. */
  colormap: ColormapName | null = null;

  /** Which scores the ends of the colours stand for, as of the whole `<xai-viewer>`. */
  range: MapLook['range'] | null = null;

  /** `fade`: the picture stays clear where the map says nothing; `even`: the map covers all of it. */
  blend: MapLook['blend'] = 'fade';

  /** Opacity of the map, 0 to 1. */
  opacity = 0.8;

  /** Hides the map. */
  mapHidden = false;

  /** Hides the controls. */
  noControls = false;

  /** When to fetch: `auto` and `lazy` when the element comes near the view, `eager` at once. */
  loading: 'auto' | 'lazy' | 'eager' = 'auto';

  readonly #phaseStates = new PhaseStates(this);
  readonly #visibility = new Visibility(this);
  readonly #canvases = new Canvases((name) => this.renderRoot.querySelector(`canvas.${name}`));
  #asked: readonly unknown[] = [null, null];
  #fetching: AbortController | null = null;
  #opened: Opened | null = null;
  #error: XaiError | null = null;

  /** What the model found in the picture. */
  get findings(): readonly Finding[] {
    return this.#opened?.shown.prediction.findings ?? [];
  }

  /** The map that is shown, or null. */
  get map(): UnpackedMap | null {
    const shown = this.#opened?.shown;
    if (!shown) return null;
    const chosen = this.findings[this.selected] ?? shown.prediction.findings[shown.maps[0]?.target.index];
    return chosen ? mapInPreview(shown, chosen, this.method) : null;
  }

  /** What went wrong, or null; its message says what to do next. */
  get error(): XaiError | null {
    return this.#error;
  }

  /** Where things stand: `idle`, `loading`, `ready` or `error`. */
  get phase(): ViewerPhase {
    if (this.#error) return 'error';
    if (this.#opened) return 'ready';
    return this.#fetching ? 'loading' : 'idle';
  }

  /** Starts anew when another explanation or picture is asked for. */
  #fetch(): void {
    const may = this.loading === 'eager' || this.#visibility.near;
    const source = may ? this.explanation : null;
    const { src } = this;
    if (source === this.#asked[0] && src === this.#asked[1]) return;
    this.#asked = [source, src];
    this.#fetching?.abort();
    this.#opened = this.#error = this.#fetching = null;
    if (!source) return;
    const fetching = new AbortController();
    this.#fetching = fetching;
    const settle = (act: () => void) => {
      if (fetching.signal.aborted) return;
      this.#fetching = null;
      act();
      this.requestUpdate();
    };
    open(source, src, fetching.signal).then(
      (opened) =>
        settle(() => {
          this.#opened = opened;
        }),
      (cause) =>
        settle(() => {
          this.#error =
            cause instanceof XaiError
              ? cause
              : new XaiError('explanation-invalid', `${cause}. Save it again.`, { cause });
          this.dispatchEvent(new XaiErrorEvent(this.#error));
        }),
    );
  }

  protected override updated(): void {
    const { map, phase } = this;
    const picture = this.#opened?.picture ?? null;
    const ratio = picture ? picture.width / picture.height : 4 / 3;
    this.renderRoot.querySelector('figure')?.style.setProperty('--ratio', String(ratio));
    this.renderRoot.querySelector<HTMLElement>('canvas.map')?.style.setProperty('opacity', String(this.opacity));
    this.#canvases.showPicture(picture);
    this.#canvases.showMap(map, this.#look(map));
    this.#phaseStates.tell(phase);
  }

  #look(map: UnpackedMap | null): MapLook {
    const { colormap, range, blend } = this;
    return lookFor({ colormap, range, blend, greyDoubt: false }, map);
  }

  protected override render(): TemplateResult {
    this.#fetch();
    const { map, error } = this;
    const opened = this.#opened;
    return html`<figure part="base" aria-label=${strings.viewer} aria-busy=${this.phase === 'loading'}>
      <div class="stage" part="stage">${opened ? this.#renderPicture(opened) : this.#renderPoster()}</div>
      ${
        error
          ? html`<div class="error" part="error" role="alert"><slot name="error">${renderRefusal(error, strings.refusals)}
              <p class="code">${strings.errorCode(error.code)}</p></slot></div>`
          : nothing
      }
      ${opened && !opened.shown.prediction.findings.some(({ box }) => box) ? renderClasses(this.#view(opened)) : nothing}
      ${this.noControls || !opened ? nothing : this.#renderControls(map)}
      <figcaption part="caption">${map?.summary ?? nothing}</figcaption>
      ${map && !this.noControls ? renderProvenance(map) : nothing}
    </figure>`;
  }

  #renderPicture(opened: Opened): TemplateResult {
    const { map } = this;
    const isShown = map !== null && !this.mapHidden;
    return html`<canvas class="picture" part="picture" width="0" height="0" ?data-under-map=${isShown}></canvas>
      <canvas class="map" part="map" width="0" height="0" role="img" aria-label=${map?.summary ?? strings.legend} ?hidden=${!isShown}></canvas>
      ${renderBoxes(this.#view(opened))}`;
  }

  #renderPoster(): TemplateResult {
    // What went wrong is said below.
    const words = this.error ? nothing : html`<p>${this.explanation ? strings.loadingPicture : strings.nothingYet}</p>`;
    return html`<div class="poster"><slot name="poster">${words}</slot></div>`;
  }

  #renderControls(map: UnpackedMap | null): TemplateResult {
    const look = this.#look(map);
    return html`<slot name="toolbar"><div class="toolbar" part="toolbar" role="group" aria-label=${strings.viewer}>
        ${renderCheck(strings.showMap, !this.mapHidden, (shown) => {
          this.mapHidden = !shown;
        })}
        ${renderOpacity(strings.opacity, this.opacity, (opacity) => {
          this.opacity = opacity;
        })}
        ${renderColours(look.colormap, (colormap) => {
          this.colormap = colormap;
        })}
      </div></slot>
      <div class="legend" part="legend" ?data-empty=${!map}><slot name="legend">${renderLegend(map, look, false)}</slot></div>`;
  }

  #view({ shown }: Opened) {
    const { width, height, findings } = shown.prediction;
    const selected = this.map?.target.index ?? this.selected;
    return { findings, selected, width, height, choose: this.#choose };
  }

  #choose = (index: number): void => {
    if (index === this.map?.target.index) return;
    this.selected = index;
    this.dispatchEvent(new XaiChangeEvent(index, this.findings[index] ?? null));
  };
}

async function open(
  source: string | SavedExplanation,
  src: string | Blob | null,
  signal: AbortSignal,
): Promise<Opened> {
  const { saved, picture } = await loadExplanation(source, signal);
  const under = src ?? picture;
  if (under) return { shown: openPreview(saved), picture: await loadPicture(under, signal) };
  throw new XaiError('explanation-invalid', 'The explanation holds no picture. Name its picture with "src".');
}
