import type { ReactiveControllerHost } from 'lit';
import type { Box } from '../../core/boxes.ts';
import type { SavedExplanation } from '../../core/saved-explanation.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Finding } from '../../engine/info.ts';
import type { Backend, ExplainOptions, ModelSource } from '../../engine/protocol.ts';
import type { LaterParts } from './later-parts.ts';

/** What the tasks read from their element. */
export interface ViewerHost extends ReactiveControllerHost, HTMLElement {
  readonly engine: EngineClient;
  /** What comes when it is wanted. */
  readonly later: LaterParts;
  readonly model: ModelSource | null;
  readonly src: string | Blob | null;
  readonly reference: string | Blob | null;
  readonly preview: SavedExplanation | null;
  readonly explanation: string | SavedExplanation | null;
  readonly recipe: unknown;
  readonly labels: readonly string[] | null;
  readonly beside: Readonly<Record<string, string>> | null;
  readonly backend: Backend;
  readonly method: string | null;
  /** Whether the picture without some of its pixels is shown. */
  whatIf: boolean;
  readonly scoreThreshold: number | null;
  readonly drawn: readonly Finding[];
  /** The part of the picture that is asked about, picture pixels; null: all of it. */
  readonly askedPart: Box | null;
  /** Index of the finding to explain; -1: none yet. */
  selected: number;
  /** Options for the method, whatever it is. */
  readonly options: ExplainOptions;
  /** Options that are set as attributes: they go to methods that have them. */
  readonly namedOptions: ExplainOptions;
  /** Whether the picture, the model and the answer may be fetched now. */
  readonly mayLoadPicture: boolean;
  readonly mayLoadModel: boolean;
  readonly mayRun: boolean;
}
