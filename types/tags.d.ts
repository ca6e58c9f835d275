// Made by scripts/make-element-docs.mjs from the elements' source; do not edit.
import type { XaiCompare } from '../dist/types/xai-compare.js';
import type { XaiLegend } from '../dist/types/xai-legend.js';
import type { XaiViewer } from '../dist/types/xai-viewer.js';
import type {
  XaiChangeEvent,
  XaiErrorEvent,
  XaiExplainEvent,
  XaiLoadEvent,
  XaiPhaseEvent,
  XaiPredictEvent,
  XaiProgressEvent,
} from '../dist/types/elements/events.js';

/** The class of each tag. */
export interface TagElements {
  'xai-compare': XaiCompare;
  'xai-legend': XaiLegend;
  'xai-viewer': XaiViewer;
}

/** What may be set on each, by the names of its properties. */
export interface TagProperties {
  'xai-compare': Partial<Pick<XaiCompare, 'first' | 'second' | 'src' | 'firstLabel' | 'secondLabel' | 'position' | 'loading' | 'colormap' | 'range' | 'blend' | 'greyDoubt' | 'top' | 'contours' | 'wipe' | 'opacity' | 'mapHidden' | 'noControls'>>;
  'xai-legend': Partial<Pick<XaiLegend, 'map' | 'low' | 'high' | 'label' | 'colormap' | 'range'>>;
  'xai-viewer': Partial<Pick<XaiViewer, 'model' | 'src' | 'reference' | 'preview' | 'explanation' | 'recipe' | 'labels' | 'beside' | 'method' | 'backend' | 'selected' | 'scoreThreshold' | 'compare' | 'layer' | 'component' | 'masks' | 'preset' | 'seed' | 'options' | 'classesOpacity' | 'loading' | 'reveal' | 'colormap' | 'range' | 'blend' | 'greyDoubt' | 'top' | 'contours' | 'wipe' | 'opacity' | 'mapHidden' | 'noControls'>>;
}

/** What may be written in markup where it is called otherwise than the property. */
export interface TagAttributes {
  'xai-compare': { 'first-label'?: string; 'second-label'?: string; 'grey-doubt'?: boolean | ''; 'map-hidden'?: boolean | ''; 'no-controls'?: boolean | ''; };
  'xai-legend': { };
  'xai-viewer': { 'score-threshold'?: number | string; 'classes-opacity'?: number | string; 'grey-doubt'?: boolean | ''; 'map-hidden'?: boolean | ''; 'no-controls'?: boolean | ''; };
}

/** What each tells of. */
export interface TagEvents {
  'xai-compare': { 'xai-change': XaiChangeEvent; 'xai-error': XaiErrorEvent; };
  'xai-legend': { };
  'xai-viewer': { 'xai-load': XaiLoadEvent; 'xai-predict': XaiPredictEvent; 'xai-change': XaiChangeEvent; 'xai-phase': XaiPhaseEvent; 'xai-progress': XaiProgressEvent; 'xai-explain': XaiExplainEvent; 'xai-error': XaiErrorEvent; };
}
