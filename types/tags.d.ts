// Made by scripts/make-element-docs.mjs from the elements' source; do not edit.
import type { XaiAudit } from '../dist/types/xai-audit.js';
import type { XaiCompare } from '../dist/types/xai-compare.js';
import type { XaiLegend } from '../dist/types/xai-legend.js';
import type { XaiTimeline } from '../dist/types/xai-timeline.js';
import type { XaiViewer } from '../dist/types/xai-viewer.js';
import type {
  XaiAuditEvent,
  XaiChangeEvent,
  XaiErrorEvent,
  XaiExplainEvent,
  XaiLoadEvent,
  XaiPhaseEvent,
  XaiPredictEvent,
  XaiProgressEvent,
  XaiViewportEvent,
} from '../dist/types/elements/events.js';
import type {
  XaiAnswersEvent,
  XaiLabelsEvent,
  XaiRecordingEvent,
  XaiSessionEvent,
  XaiVerdictsEvent,
  XaiWindowEvent,
} from '../dist/types/elements/timeline-events.js';

/** The class of each tag. */
export interface TagElements {
  'xai-audit': XaiAudit;
  'xai-compare': XaiCompare;
  'xai-legend': XaiLegend;
  'xai-timeline': XaiTimeline;
  'xai-viewer': XaiViewer;
}

/** What may be set on each, by the names of its properties. */
export interface TagProperties {
  'xai-audit': Partial<Pick<XaiAudit, 'models' | 'data' | 'annotations' | 'options' | 'journal' | 'src' | 'pictures'>>;
  'xai-compare': Partial<Pick<XaiCompare, 'first' | 'second' | 'src' | 'firstLabel' | 'secondLabel' | 'position' | 'loading' | 'colormap' | 'range' | 'blend' | 'greyDoubt' | 'top' | 'contours' | 'wipe' | 'opacity' | 'mapHidden' | 'noControls'>>;
  'xai-legend': Partial<Pick<XaiLegend, 'map' | 'low' | 'high' | 'label' | 'colormap' | 'range'>>;
  'xai-timeline': Partial<Pick<XaiTimeline, 'model' | 'src' | 'labels' | 'predictions' | 'editable' | 'csv' | 'recipe' | 'classes' | 'beside' | 'method' | 'backend' | 'target' | 'scope' | 'selected' | 'tracks' | 'masks' | 'preset' | 'seed' | 'layer' | 'options' | 'colormap' | 'range' | 'noControls' | 'loading'>>;
  'xai-viewer': Partial<Pick<XaiViewer, 'model' | 'src' | 'reference' | 'preview' | 'explanation' | 'viewport' | 'recipe' | 'labels' | 'beside' | 'method' | 'backend' | 'selected' | 'scoreThreshold' | 'compare' | 'whatIf' | 'layer' | 'component' | 'masks' | 'preset' | 'seed' | 'options' | 'classesOpacity' | 'loading' | 'reveal' | 'colormap' | 'range' | 'blend' | 'greyDoubt' | 'top' | 'contours' | 'wipe' | 'opacity' | 'mapHidden' | 'noControls'>>;
}

/** What may be written in markup where it is called otherwise than the property. */
export interface TagAttributes {
  'xai-audit': { };
  'xai-compare': { 'first-label'?: string; 'second-label'?: string; 'grey-doubt'?: boolean | ''; 'map-hidden'?: boolean | ''; 'no-controls'?: boolean | ''; };
  'xai-legend': { };
  'xai-timeline': { 'no-controls'?: boolean | ''; };
  'xai-viewer': { 'score-threshold'?: number | string; 'what-if'?: boolean | ''; 'classes-opacity'?: number | string; 'grey-doubt'?: boolean | ''; 'map-hidden'?: boolean | ''; 'no-controls'?: boolean | ''; };
}

/** What each tells of. */
export interface TagEvents {
  'xai-audit': { 'xai-audit': XaiAuditEvent; 'xai-error': XaiErrorEvent; };
  'xai-compare': { 'xai-change': XaiChangeEvent; 'xai-error': XaiErrorEvent; };
  'xai-legend': { };
  'xai-timeline': { 'xai-recording': XaiRecordingEvent; 'xai-load': XaiLoadEvent; 'xai-answers': XaiAnswersEvent; 'xai-verdicts': XaiVerdictsEvent; 'xai-window': XaiWindowEvent; 'xai-labels': XaiLabelsEvent; 'xai-session': XaiSessionEvent; 'xai-phase': XaiPhaseEvent; 'xai-progress': XaiProgressEvent; 'xai-error': XaiErrorEvent; };
  'xai-viewer': { 'xai-load': XaiLoadEvent; 'xai-predict': XaiPredictEvent; 'xai-change': XaiChangeEvent; 'xai-viewport': XaiViewportEvent; 'xai-phase': XaiPhaseEvent; 'xai-progress': XaiProgressEvent; 'xai-explain': XaiExplainEvent; 'xai-error': XaiErrorEvent; };
}
