import type { XaiError } from '../core/errors.ts';
import type { Saliency } from '../core/saliency.ts';
import type { Finding, ModelInfo, PredictionInfo } from '../engine/info.ts';
import type { Viewport } from './xai-viewer/viewport.ts';

/** Nothing to do yet, something on the way, the model has answered, an explanation under way, something went wrong. */
export type ViewerPhase = 'idle' | 'loading' | 'ready' | 'running' | 'error';

/** What is under way: fetching and opening the model, asking it about the picture, or explaining. */
export type ViewerActivity = 'model' | 'prediction' | 'explanation';

/** Heard outside of the element too. */
const TOLD = { bubbles: true, composed: true };

/** The model is open: what it is, and what is believed about it. */
export class XaiLoadEvent extends Event {
  constructor(readonly info: ModelInfo) {
    super('xai-load', TOLD);
  }
}

/** The model has answered about the picture. */
export class XaiPredictEvent extends Event {
  constructor(readonly prediction: PredictionInfo) {
    super('xai-predict', TOLD);
  }
}

/** A person has chosen what to explain, by pointer or keyboard; -1 and null when the choice was taken back. */
export class XaiChangeEvent extends Event {
  constructor(
    readonly index: number,
    readonly finding: Finding | null,
  ) {
    super('xai-change', TOLD);
  }
}

/** A person has enlarged or moved the picture. */
export class XaiViewportEvent extends Event {
  constructor(readonly viewport: Viewport) {
    super('xai-viewport', TOLD);
  }
}

/** Where things stand has changed. */
export class XaiPhaseEvent extends Event {
  constructor(readonly phase: ViewerPhase) {
    super('xai-phase', TOLD);
  }
}

/** At most ten times a second while something is under way; `done` never goes back within one activity. */
export class XaiProgressEvent extends Event {
  constructor(
    readonly activity: ViewerActivity,
    readonly done: number,
    readonly total: number | null,
    /** Milliseconds left by the pace so far, or null. */
    readonly remaining: number | null,
  ) {
    super('xai-progress', TOLD);
  }
}

/** The explanation is finished: one map per finding, with raw scores. */
export class XaiExplainEvent extends Event {
  constructor(readonly maps: readonly Saliency[]) {
    super('xai-explain', TOLD);
  }
}

/** Something went wrong; `error.message` says what to do next. */
export class XaiErrorEvent extends Event {
  constructor(readonly error: XaiError) {
    super('xai-error', TOLD);
  }
}

/** Nothing to do yet, models and data on the way, waiting for a start, under way, stopped on the way, finished, failed. */
export type AuditPhase = 'idle' | 'opening' | 'ready' | 'running' | 'paused' | 'done' | 'error';

/** Where an audit stands has changed. */
export class XaiAuditEvent extends Event {
  constructor(readonly phase: AuditPhase) {
    super('xai-audit', TOLD);
  }
}

declare global {
  interface HTMLElementEventMap {
    'xai-audit': XaiAuditEvent;
    'xai-load': XaiLoadEvent;
    'xai-predict': XaiPredictEvent;
    'xai-change': XaiChangeEvent;
    'xai-viewport': XaiViewportEvent;
    'xai-phase': XaiPhaseEvent;
    'xai-progress': XaiProgressEvent;
    'xai-explain': XaiExplainEvent;
    'xai-error': XaiErrorEvent;
  }
}
