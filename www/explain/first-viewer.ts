import { html, type TemplateResult } from 'lit';
import type { XaiExplainEvent, XaiLoadEvent, XaiPredictEvent, XaiViewportEvent } from '../../src/elements/events.ts';
import type { ExplainOptions } from '../../src/engine/protocol.ts';
import type { GivenModel } from './given-model.ts';
import type { GivenPicture } from './given-pictures.ts';
import { presetFor, type Settings, usesMasks } from './settings-panel.ts';

export interface FirstView {
  readonly given: GivenModel;
  /** null: the model is opened, and nothing asked of it. */
  readonly picture: GivenPicture | null;
  readonly settings: Settings;
  /** What a person chose; null leaves it to the viewer. */
  readonly method: string | null;
  /** What it comes to, '' while the model is not open. */
  readonly methodInUse: string;
  /** Options of an explanation that is made again; null: those of the settings. */
  readonly again: ExplainOptions | null;
  readonly isHidden: boolean;
  onLoad(event: XaiLoadEvent): void;
  onPredict(event: XaiPredictEvent): void;
  onExplain(event: XaiExplainEvent): void;
  onChange(): void;
  onPhase(): void;
  onViewport(event: XaiViewportEvent): void;
}

/** The viewer of the model that was given. */
export function renderFirst(view: FirstView): TemplateResult {
  const { given, picture, settings, methodInUse, again } = view;
  const { preset, grid, seed, threshold, backend } = settings;
  const masked = usesMasks(methodInUse);
  return html`<xai-viewer
    loading="eager"
    .model=${given.source}
    .src=${picture?.file ?? null}
    .preview=${picture?.preview ?? null}
    .recipe=${given.recipe ?? null}
    .labels=${given.labels ?? null}
    .beside=${given.beside ?? null}
    .method=${view.method}
    .backend=${backend}
    .preset=${again ? null : presetFor(methodInUse, preset)}
    .seed=${masked && !again ? seed : null}
    selected="0"
    .scoreThreshold=${threshold}
    .options=${again ?? (masked && grid !== null ? { grid } : {})}
    ?hidden=${view.isHidden}
    @xai-load=${view.onLoad}
    @xai-predict=${view.onPredict}
    @xai-explain=${view.onExplain}
    @xai-change=${view.onChange}
    @xai-phase=${view.onPhase}
    @xai-viewport=${view.onViewport}
  ></xai-viewer>`;
}
