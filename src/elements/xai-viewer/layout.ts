import { html, nothing, type TemplateResult } from 'lit';
import { doubtOf } from '../../core/doubt.ts';
import type { Saliency } from '../../core/saliency.ts';
import type { Finding } from '../../engine/info.ts';
import { strings } from '../strings.ts';
import { renderDrawing } from './box-drawing.ts';
import { renderClassLegend } from './class-legend.ts';
import { renderPicking } from './class-picking.ts';
import type { Comparison } from './comparison.ts';
import { renderBoxes, renderClasses } from './findings-list.ts';
import { giveStyle } from './give-style.ts';
import { type LayerPicker, shorten } from './layer-picker.ts';
import { renderLegend } from './legend.ts';
import type { FindingsView } from './list-keys.ts';
import type { LoadedPicture } from './load-picture.ts';
import type { MethodChoice } from './method-choice.ts';
import { renderMethodWords } from './method-controls.ts';
import type { OverlayView } from './overlay.ts';
import { paintedMap } from './paint-map.ts';
import type { PictureTools, ToolsHost } from './picture-tools.ts';
import { placeBox } from './place-box.ts';
import { renderPainting } from './region-painting.ts';
import type { PlacedName } from './segment-layer.ts';
import { renderToolbar } from './toolbar.ts';
import type { ViewerSettings } from './viewer-settings.ts';
import type { WhatIf } from './what-if.ts';
import { renderWhatIf } from './what-if-cell.ts';
import { renderZoom, type Zooming } from './zooming.ts';

/** What the element lends to its layout. */
export interface ViewerParts {
  readonly viewer: ViewerSettings & ToolsHost & { readonly map: Saliency | null; start(): void };
  readonly picture: LoadedPicture | null;
  readonly chosen: Finding | null;
  /** The map in words. */
  readonly mapWords: string;
  readonly needsStart: boolean;
  readonly tools: PictureTools;
  readonly names: readonly PlacedName[];
  /** Whether the chosen class is outlined, in place of all classes in their colours. */
  readonly isOutlined: boolean;
  readonly methods: MethodChoice;
  readonly picker: LayerPicker;
  readonly comparison: Comparison;
  readonly whatIf: WhatIf;
  readonly zooming: Zooming;
  /** What copies of the picture show; null before it is painted. */
  readonly overlay: OverlayView | null;
}

/** Tasks in which a box can be drawn: for an object, a region, or a part that is asked about. */
const DRAWABLE = new Set(['detection', 'instance-segmentation', 'semantic-segmentation', 'attributes']);

/** Whether there are further pictures beside the first. */
function hasOthers({ comparison, whatIf }: ViewerParts): boolean {
  return comparison.isOn || whatIf.isOpen;
}

/** The picture with its map, beside it those of further methods, and the picture without some of its pixels. */
export function renderPictures(parts: ViewerParts): TemplateResult {
  const { comparison, viewer, whatIf, zooming } = parts;
  const count = 1 + comparison.names.length + Number(whatIf.isOpen);
  const style = { '--map-opacity': String(viewer.opacity), '--wipe': `${viewer.wipe}%`, ...zooming.style };
  return html`<div
    class="cells"
    data-count=${count}
    ?data-zoomed=${zooming.isOn}
    ${giveStyle(style)}
    @wheel=${zooming.onWheel}
    @dblclick=${zooming.onDoubleClick}
    @pointerdown=${zooming.onPointerDown}
    @pointermove=${zooming.onPointerMove}
    @pointerup=${zooming.onPointerUp}
    @pointercancel=${zooming.onPointerUp}
  >
    <div class="cell">
      ${hasOthers(parts) ? comparison.renderFirst() : nothing} ${renderStage(parts)}
      ${hasOthers(parts) ? renderMapLegend(parts) : nothing}
    </div>
    ${comparison.renderOthers(parts.overlay)} ${renderWhatIf(whatIf, parts.overlay)}
  </div>`;
}

function renderMapLegend({ viewer, methods }: ViewerParts): TemplateResult {
  const { map } = viewer;
  const agnostic = map ? (methods.find(map.provenance.method)?.classAgnostic ?? false) : false;
  return html`<div class="legend" part="legend" ?data-empty=${!map}
    ><slot name="legend">${renderLegend(map, viewer.lookOf(map), agnostic)}</slot></div
  >`;
}

/** The picture and what lies over it. */
function renderStage(parts: ViewerParts): TemplateResult {
  const { viewer, picture } = parts;
  const isMapShown = viewer.map !== null && !viewer.mapHidden;
  return html`<div class="stage" part="stage">
    <div class="plane">
    <canvas class="picture" part="picture" width="0" height="0" ?hidden=${!picture} ?data-under-map=${isMapShown}></canvas>
    <canvas
      class="map"
      part="map"
      width="0"
      height="0"
      role="img"
      aria-label=${parts.mapWords}
      ?hidden=${!picture || !isMapShown}
    ></canvas>
    <canvas
      class="segments"
      part="segments"
      width="0"
      height="0"
      role="img"
      aria-label=${strings.segmentsLayer}
      ?hidden=${!picture || !viewer.prediction?.segmentation}
    ></canvas>
    ${picture ? renderOverPicture(parts, picture) : nothing}
    </div>
    ${picture ? nothing : renderPoster(viewer)}
    ${
      parts.needsStart && picture
        ? html`<button type="button" class="start" part="start" @click=${() => viewer.start()}>
            ${strings.waitingForStart}
          </button>`
        : nothing
    }
  </div>`;
}

function renderPoster({ src }: ViewerSettings): TemplateResult {
  return html`<div class="poster"><slot name="poster"><p>${src ? strings.loadingPicture : strings.nothingYet}</p></slot></div>`;
}

function renderOverPicture(parts: ViewerParts, picture: LoadedPicture): TemplateResult | typeof nothing {
  const { viewer, chosen } = parts;
  const { drawing, painting, picking, askedPart } = parts.tools;
  const { prediction } = viewer;
  if (!prediction) return nothing;
  if (drawing.active) return renderDrawing(drawing, picture);
  if (painting.active) return renderPainting(painting);
  if (prediction.segmentation) {
    const names = parts.isOutlined ? parts.names.filter(({ finding }) => finding === chosen) : parts.names;
    return renderPicking(picking, prediction, names);
  }
  if (askedPart) {
    const place = placeBox(askedPart, picture.width, picture.height);
    return html`<div class="boxes"><div class="box asked" ${place}></div></div>`;
  }
  return html`${renderBoxes(findingsView(parts))}`;
}

/** What the model said, where it is not said on the picture. */
export function renderAnswers(parts: ViewerParts): TemplateResult | typeof nothing {
  const { prediction } = parts.viewer;
  if (!parts.picture || !prediction) return nothing;
  const view = findingsView(parts);
  const { segmentation } = prediction;
  if (segmentation) return html`${renderClassLegend({ ...view, segmentation, pointed: parts.tools.picking.pointed })}`;
  if (view.findings.some(({ box }) => box)) return nothing;
  return html`${renderClasses(view)}`;
}

function findingsView({ viewer, picture }: ViewerParts): FindingsView {
  const { width, height } = picture ?? { width: 1, height: 1 };
  const choose = (index: number) => viewer.choose(index);
  return { findings: viewer.findings, selected: viewer.selected, width, height, choose };
}

/** The toolbar, and the colours of the map with their numbers. */
export function renderControls(parts: ViewerParts): TemplateResult {
  const { viewer, methods, picker, comparison, whatIf, zooming } = parts;
  const { drawing, painting, askedPart, askAll } = parts.tools;
  // Without a model nothing can be asked.
  const task = viewer.model ? (viewer.prediction?.task ?? '') : '';
  const hasPicker = picker.isOpen && picker.hasLayers && parts.overlay !== null;
  return html`<slot name="toolbar">${renderToolbar({
    methods: methods.all,
    method: methods.current,
    layer: picker.hasLayers
      ? {
          name: viewer.layer === null ? strings.automatic : shorten(viewer.layer),
          isOpen: hasPicker,
          toggle: picker.toggle,
        }
      : null,
    component: viewer.component,
    add: comparison.renderAdd(),
    zoom: parts.picture ? renderZoom(zooming, viewer.viewport) : nothing,
    mapShown: !viewer.mapHidden,
    opacity: viewer.opacity,
    classesOpacity: task === 'semantic-segmentation' ? viewer.classesOpacity : null,
    colormap: viewer.lookOf(viewer.map).colormap,
    masks: viewer.masks,
    greyDoubt: viewer.map && doubtOf(paintedMap(viewer.map)) ? viewer.greyDoubt : null,
    set: ({ mapShown, ...changes }) => {
      if (mapShown !== undefined) viewer.mapHidden = !mapShown;
      Object.assign(viewer, changes);
    },
    tools: [
      ...(DRAWABLE.has(task)
        ? [
            {
              name: task === 'attributes' ? strings.drawPart : strings.drawBox,
              pressed: drawing.active,
              press: drawing.toggle,
            },
          ]
        : []),
      ...(task === 'semantic-segmentation'
        ? [{ name: strings.paintRegion, pressed: painting.active, press: painting.toggle }]
        : []),
      ...(askedPart ? [{ name: strings.askAll, pressed: false, press: askAll }] : []),
      ...(comparison.isPossible ? [{ name: strings.compare, pressed: comparison.isOn, press: comparison.toggle }] : []),
      ...(task ? [{ name: strings.whatIf, id: 'what-if', pressed: whatIf.isOpen, press: whatIf.toggle }] : []),
    ],
  })}
    ${
      hasPicker && parts.overlay
        ? picker.render(viewer.layer, viewer.map?.provenance.options.layer, parts.overlay, (layer) => {
            viewer.layer = layer;
          })
        : nothing
    }
    ${renderMethodWords(methods.current, methods.all)}</slot>
    ${hasOthers(parts) ? nothing : renderMapLegend(parts)}`;
}
