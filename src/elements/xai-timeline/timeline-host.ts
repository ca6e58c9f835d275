import type { EngineClient } from '../../engine/client.ts';
import type { TimelineSettings } from './timeline-settings.ts';

/** What the tasks read from their element. */
export interface TimelineHost extends TimelineSettings {
  readonly engine: EngineClient;
  /** Whether anything may be fetched now. */
  readonly mayLoad: boolean;
  /** Whether a track shows what the model is fed. */
  readonly wantsFed: boolean;
}
