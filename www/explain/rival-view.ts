import { html, nothing, type TemplateResult } from 'lit';
import { EMBEDDED } from '../library/embedded.ts';
import type { KeptModel } from '../storage/model-store.ts';
import { words } from '../words.ts';
import { embeddedModel, type GivenModel } from './given-model.ts';

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
