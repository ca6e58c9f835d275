import { html, nothing, type TemplateResult } from 'lit';
import type { XaiLoadEvent, XaiViewportEvent } from '../../src/elements/events.ts';
import { EMBEDDED } from '../library/embedded.ts';
import type { KeptModel } from '../storage/model-store.ts';
import { words } from '../words.ts';
import { embeddedModel, type GivenModel } from './given-model.ts';
import type { GivenPicture } from './given-pictures.ts';
import { presetFor, type Settings, usesMasks } from './settings-panel.ts';

export interface RivalChoice {
  /** The model that is shown first. */
  readonly first: GivenModel;
  /** The one beside it, or null. */
  readonly second: GivenModel | null;
  readonly kept: readonly KeptModel[];
  open(given: GivenModel): void;
  openKept(model: KeptModel): void;
  chooseFile(): void;
  close(): void;
}

const FILE = 'file';
/** Stands for the file that is open. */
const OPEN = 'open';

/** The choice that stands for a model. */
export function rivalKey(given: GivenModel | null): string {
  if (!given) return '';
  return typeof given.source === 'string' ? given.source : OPEN;
}

/** Which model to compare with: one of the app, one that was used before, or a file. */
export function renderRivalChoice(view: RivalChoice): TemplateResult {
  const { first, second, kept } = view;
  const choose = ({ target }: Event) => {
    const { value } = target as HTMLSelectElement;
    const model = kept.find(({ sha256 }) => sha256 === value);
    if (value === '') view.close();
    else if (value === FILE) view.chooseFile();
    else if (model) view.openKept(model);
    else view.open(embeddedModel(value));
    // A file dialog may be left without a choice.
    if (value === FILE) (target as HTMLSelectElement).value = rivalKey(second);
  };
  // What is beside the first stays on the list when it becomes the first as well.
  const names = EMBEDDED.map(({ name }) => name).filter((name) => {
    const source = `embedded:${name}`;
    return source !== first.source || source === second?.source;
  });
  return html`<div class="rivals row">
    <label
      >${words.rivalChoose}
      <select @change=${choose}>
        <option value="">${words.rivalNone}</option>
        ${second && rivalKey(second) === OPEN ? html`<option value=${OPEN}>${second.name}</option>` : nothing}
        <optgroup label=${words.embeddedTitle}>
          ${names.map((name) => html`<option value=${`embedded:${name}`}>${words.embedded[name].title}</option>`)}
        </optgroup>
        ${
          kept.length > 0
            ? html`<optgroup label=${words.keptTitle}>
                ${kept.map(({ name, sha256 }) => html`<option value=${sha256}>${name}</option>`)}
              </optgroup>`
            : nothing
        }
        <option value=${FILE}>${words.rivalFile}</option>
      </select></label
    >
  </div>`;
}

/** The name over one of two models, and what takes it away. */
export function renderRivalHead({ name }: GivenModel, close: (() => void) | null): TemplateResult {
  const title = words.embedded[name.replace(/^embedded:/, '')]?.title ?? name;
  return html`<header class="row">
    <h2>${title}</h2>
    ${close ? html`<button type="button" class="close" aria-label=${words.rivalClose(title)} @click=${close}>×</button>` : nothing}
  </header>`;
}

export interface RivalView {
  readonly given: GivenModel;
  readonly picture: GivenPicture;
  readonly settings: Settings;
  /** What the second model is asked to explain by; null leaves it to the viewer. */
  readonly method: string | null;
  /** What it comes to, '' while the model is not open. */
  readonly methodInUse: string;
  /** The label that this model does not answer with, or ''. */
  readonly missing: string;
  close(): void;
  onLoad(event: XaiLoadEvent): void;
  onPredict(): void;
  onPhase(): void;
  onViewport(event: XaiViewportEvent): void;
}

/** The same picture by the second model. */
export function renderRival(view: RivalView): TemplateResult {
  const { given, picture, settings, method, methodInUse, missing } = view;
  const { preset, grid, seed, threshold, backend } = settings;
  const masked = usesMasks(methodInUse);
  return html`<section class="rival" aria-label=${words.rivalTitle}>
    ${renderRivalHead(given, view.close)}
    <xai-viewer
      loading="eager"
      .model=${given.source}
      .src=${picture.file}
      .recipe=${given.recipe ?? null}
      .labels=${given.labels ?? null}
      .beside=${given.beside ?? null}
      .method=${method}
      .backend=${backend}
      .preset=${method === null ? null : presetFor(method, preset)}
      .seed=${masked ? seed : null}
      .scoreThreshold=${threshold}
      .options=${masked && grid !== null ? { grid } : {}}
      @xai-load=${view.onLoad}
      @xai-predict=${view.onPredict}
      @xai-phase=${view.onPhase}
      @xai-viewport=${view.onViewport}
    ></xai-viewer>
    ${missing ? html`<p class="hint" role="status">${words.rivalMissing(missing)}</p>` : nothing}
  </section>`;
}
