import type { Label } from '../core/series/recording.ts';
import type { SessionAnswers } from '../core/series/session-answers.ts';
import type { Verdict } from '../core/series/verdicts.ts';
import type { RecordingInfo, SessionMaps } from '../engine/info.ts';

/** The recording is read. */
export class XaiRecordingEvent extends Event {
  constructor(readonly info: RecordingInfo) {
    super('xai-recording', { bubbles: true, composed: true });
  }
}

/** The model has answered about every window. */
export class XaiAnswersEvent extends Event {
  constructor(readonly answers: SessionAnswers) {
    super('xai-answers', { bubbles: true, composed: true });
  }
}

/** What is known of the windows has changed: answers came, or labels. */
export class XaiVerdictsEvent extends Event {
  constructor(readonly verdicts: readonly Verdict[]) {
    super('xai-verdicts', { bubbles: true, composed: true });
  }
}

/** A person has chosen a window. */
export class XaiWindowEvent extends Event {
  constructor(
    readonly index: number,
    readonly verdict: Verdict | null,
  ) {
    super('xai-window', { bubbles: true, composed: true });
  }
}

/** What a person did to the labels. */
export type LabelChange = 'add' | 'move' | 'resize' | 'rename' | 'remove' | 'undo' | 'redo';

/** A person has changed the labels; a drag tells so once, when it ends. */
export class XaiLabelsEvent extends Event {
  constructor(
    /** All of them now, in order of their start. */
    readonly labels: readonly Label[],
    readonly change: LabelChange,
  ) {
    super('xai-labels', { bubbles: true, composed: true });
  }
}

/** The explanation of the whole session is finished. */
export class XaiSessionEvent extends Event {
  constructor(readonly maps: SessionMaps) {
    super('xai-session', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'xai-recording': XaiRecordingEvent;
    'xai-answers': XaiAnswersEvent;
    'xai-verdicts': XaiVerdictsEvent;
    'xai-window': XaiWindowEvent;
    'xai-labels': XaiLabelsEvent;
    'xai-session': XaiSessionEvent;
  }
}
