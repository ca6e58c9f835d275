import { html, nothing, type TemplateResult } from 'lit';
import { doubtOf } from '../../core/doubt.ts';
import type { XaiError } from '../../core/errors.ts';
import type { Saliency } from '../../core/saliency.ts';
import { statedLayers } from '../../core/stated-layers.ts';
import type { Finding } from '../../engine/info.ts';
import { strings } from '../strings.ts';
import { methodsBeside, methodsLeft } from './compared-methods.ts';
import { renderBoxes, renderClasses } from './findings-list.ts';
import { giveStyle } from './give-style.ts';
import type { LaterParts } from './later-parts.ts';
import { renderLegend } from './legend.ts';
import type { FindingsView } from './list-keys.ts';
import type { LoadedPicture } from './load-picture.ts';
import { has, type MethodChoice } from './method-choice.ts';
import { renderMethodWords } from './method-controls.ts';
import type { OverlayView } from './overlay.ts';
import { paintedMap } from './paint-map.ts';
import type { PictureTools, ToolsHost } from './picture-tools.ts';
import { placeBox } from './place-box.ts';
import { shorten } from './shorten.ts';
import { renderToolbar } from './toolbar.ts';
import type { ViewerSettings } from './viewer-settings.ts';
import { renderZoom } from './zoom-buttons.ts';
import type { ZoomGestures } from './zoom-gate.ts';

/** What the element lends to its layout. */
export interface ViewerParts {
  readonly viewer: ViewerSettings &
    ToolsHost & { readonly map: Saliency | null; readonly error: XaiError | null; start(): void };
  readonly picture: LoadedPicture | null;
  readonly chosen: Finding | null;
  /** The map in words. */
  readonly mapWords: string;
  readonly needsStart: boolean;
  readonly tools: PictureTools;
  /** Whether the chosen class is outlined, in place of all classes in their colours. */
  readonly isOutlined: boolean;
  readonly methods: MethodChoice;
  /** What comes when it is wanted. */
  readonly later: LaterParts;
  /** What listens to the pointer until the tools are there. */
  readonly gate: ZoomGestures;
  /** What copies of the picture show; null before it is painted. */
  readonly overlay: OverlayView | null;
}

/** Tasks in which a box can be drawn: for an object, a region, or a part that is asked about. */
const DRAWABLE = new Set(['detection', 'instance-segmentation', 'semantic-segmentation', 'attributes']);

/** Whether there are further pictures beside the first. */
function hasOthers({ later }: ViewerParts): boolean {
  const tools = later.tools.part;
  return tools !== null && (tools.comparison.isOn || tools.whatIf.isOpen);
}

/** The picture with its map, beside it those of further methods, and the picture without some of its pixels. */
export function renderPictures(parts: ViewerParts): TemplateResult {
  const { later, viewer } = parts;
  const tools = later.tools.part;
  const gestures: ZoomGestures = tools?.zooming ?? parts.gate;
  const { scale, x, y } = viewer.viewport;
  const count = tools ? 1 + tools.comparison.names.length + Number(tools.whatIf.isOpen) : 1;
  const style = {
    '--map-opacity': String(viewer.opacity),
    '--wipe': `${viewer.wipe}%`,
    '--zoom': String(scale),
    '--pan-x': String(x),
    '--pan-y': String(y),
  };
  return html`<div
    class="cells"
    data-count=${count}
    ?data-zoomed=${scale > 1}
    ${giveStyle(style)}
    @wheel=${gestures.onWheel}
    @dblclick=${gestures.onDoubleClick}
    @pointerdown=${gestures.onPointerDown}
    @pointermove=${gestures.onPointerMove}
    @pointerup=${gestures.onPointerUp}
    @pointercancel=${gestures.onPointerUp}
  >
    <div class="cell">
      ${hasOthers(parts) ? tools?.comparison.renderFirst() : nothing} ${renderStage(parts)}
      ${hasOthers(parts) ? renderMapLegend(parts) : nothing}
    </div>
    ${tools?.comparison.renderOthers(parts.overlay)} ${tools?.renderWhatIf(tools.whatIf, parts.overlay)}
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
      aria-label=${parts.mapWords || strings.legend}
      ?hidden=${!picture || !isMapShown}
    ></canvas>
    <canvas
      class="segments"
      part="segments"
      width="0"
      height="0"
      role="img"
      aria-label=${strings.segmentsLayer}
      ?hidden=${!picture || !viewer.prediction?.segmentation || !parts.later.segments.part}
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

function renderPoster({ src, error }: ViewerParts['viewer']): TemplateResult {
  // What went wrong is said below.
  const words = error ? nothing : html`<p>${src ? strings.loadingPicture : strings.nothingYet}</p>`;
  return html`<div class="poster"><slot name="poster">${words}</slot></div>`;
}

function renderOverPicture(parts: ViewerParts, picture: LoadedPicture): TemplateResult | typeof nothing {
  const { viewer, chosen } = parts;
  const { askedPart } = parts.tools;
  const { prediction } = viewer;
  const tools = parts.later.tools.part;
  const segments = parts.later.segments.part;
  if (!prediction) return nothing;
  if (tools?.drawing.active) return tools.renderDrawing(tools.drawing, picture);
  if (segments?.painting.active) return segments.renderPainting(segments.painting);
  if (prediction.segmentation && segments) {
    const all = segments.layer.names(prediction);
    const names = parts.isOutlined ? all.filter(({ finding }) => finding === chosen) : all;
    return segments.renderPicking(segments.picking, prediction, names);
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
  const { part: segments, error } = parts.later.segments;
  if (segmentation && segments)
    return html`${segments.renderClassLegend({ ...view, segmentation, pointed: segments.picking.pointed })}`;
  // Classes can be chosen without their colours too.
  if (segmentation && !error) return nothing;
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
  const { viewer, methods, later } = parts;
  const { tools, segments } = later;
  const { isDrawing, isPainting, askedPart } = parts.tools;
  const picker = tools.part?.picker;
  // Without a model nothing can be asked.
  const task = viewer.model ? (viewer.prediction?.task ?? '') : '';
  const hasClasses = task === 'semantic-segmentation';
  const hasPicker = picker?.isOpen && picker.hasLayers && parts.overlay !== null;
  const isCompared = methodsBeside(viewer.compare, methods).length > 0;
  return html`<slot name="toolbar">${renderToolbar({
    viewer,
    methods,
    layer: hasLayers(methods) && {
      name:
        viewer.layer === null
          ? strings.automatic
          : shorten(
              viewer.layer,
              (methods.layers ?? []).map(({ name }) => name),
            ),
      isOpen: hasPicker ?? false,
      toggle: () => tools.use(({ picker }) => picker.toggle()),
      onKey: (event: KeyboardEvent) => picker?.onKey(event),
    },
    add: tools.part?.comparison.renderAdd(),
    zoom: parts.picture ? renderZoom(tools, viewer.viewport) : nothing,
    hasClasses,
    hasDoubt: viewer.map !== null && doubtOf(paintedMap(viewer.map)) !== null,
    colormap: viewer.lookOf(viewer.map).colormap,
    tools: [
      DRAWABLE.has(task) && {
        name: task === 'attributes' ? strings.drawPart : strings.drawBox,
        pressed: isDrawing,
        press: () => tools.use(({ drawing }) => drawing.toggle()),
      },
      hasClasses && {
        name: strings.paintRegion,
        pressed: isPainting,
        press: () => segments.use(({ painting }) => painting.toggle()),
      },
      askedPart !== null && { name: strings.askAll, pressed: false, press: () => parts.tools.askAbout(null) },
      (isCompared || methodsLeft(viewer.compare, methods).length > 0) && {
        name: strings.compare,
        pressed: isCompared,
        press: () => tools.use(({ comparison }) => comparison.toggle()),
      },
      task !== '' && {
        name: strings.whatIf,
        id: 'what-if',
        pressed: tools.part?.whatIf.isOpen ?? false,
        press: () => tools.use(({ whatIf }) => whatIf.toggle()),
      },
    ],
  })}
    ${
      hasPicker && parts.overlay
        ? picker?.render(viewer.layer, statedLayers(viewer.map?.provenance.options ?? {}), parts.overlay, (layer) => {
            viewer.layer = layer;
          })
        : nothing
    }
    ${renderMethodWords(methods.current, methods.all)}</slot>
    ${hasOthers(parts) ? nothing : renderMapLegend(parts)}`;
}

/** Whether the method that explains has layers to choose from. */
export function hasLayers({ current }: MethodChoice): boolean {
  return current !== null && has(current, 'layer');
}
