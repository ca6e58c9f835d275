import { html, nothing, type TemplateResult } from 'lit';
import type { XaiError } from '../../src/core/errors.ts';
import { renderErrorCode } from '../../src/elements/help-links.ts';
import { renderRefusal } from '../../src/elements/refusals/refusals.ts';
import { strings } from '../../src/elements/strings.ts';
import type { KeptModel } from '../storage/model-store.ts';
import { words } from '../words.ts';
import { renderIllustration } from './illustration.ts';
import { type PictureWay, renderOtherWays } from './picture-ways.ts';

export interface StartView {
  readonly modelName: string | null;
  readonly modelOpen: boolean;
  /** Why the model did not open, or null. */
  readonly fault: XaiError | null;
  readonly pictureCount: number;
  /** Models used before. */
  readonly kept: readonly KeptModel[];
  openKept(model: KeptModel): void;
  choose(kind: 'model' | PictureWay): void;
  showExamples(): void;
}

/** What a person sees first: what this is for, and the two things to give. */
export function renderStart(view: StartView): TemplateResult {
  return html`<section class="start">
    <div class="pitch">
      <h1>${words.startTitle}</h1>
      <p class="lead">${words.startText}</p>
      <ol class="steps">
        ${renderStep({
          title: words.modelStep,
          hint: words.modelHint,
          state: stateOfModel(view),
          button: words.modelButton,
          choose: () => view.choose('model'),
        })}
        ${renderStep({
          title: words.pictureStep,
          hint: words.pictureHint,
          state:
            view.pictureCount > 0
              ? { kind: 'done', text: `${words.picturesReady(view.pictureCount)} ${words.pictureFirst}` }
              : null,
          button: words.pictureButton,
          choose: () => view.choose('pictures'),
        })}
      </ol>
      ${view.kept.length > 0 && view.modelName === null ? renderKept(view) : nothing}
      <p class="aside">${words.dropAnywhere}. ${renderOtherWays(view.choose, view.modelOpen)} <button type="button" class="quiet" @click=${view.showExamples}>${words.showExamples}</button></p>
    </div>
    ${renderIllustration()}
  </section>`;
}

/** The few that were used last; the library has all. */
function renderKept({ kept, openKept }: StartView): TemplateResult {
  return html`<div class="kept row" role="group" aria-label=${words.usedBefore}>
    <span>${words.usedBefore}</span>
    ${kept
      .slice(0, 4)
      .map((model) => html`<button type="button" @click=${() => openKept(model)}>${model.name}</button>`)}
  </div>`;
}

type StepState =
  | { readonly kind: 'done' | 'under-way'; readonly text: string }
  | { readonly kind: 'failed'; readonly name: string; readonly fault: XaiError };

function stateOfModel({ modelName, modelOpen, fault }: StartView): StepState | null {
  if (modelName === null) return null;
  if (fault) return { kind: 'failed', name: modelName, fault };
  return modelOpen
    ? { kind: 'done', text: words.modelReady(modelName) }
    : { kind: 'under-way', text: words.modelOpening(modelName) };
}

function renderStep(step: {
  title: string;
  hint: string;
  /** null: nothing was given. */
  state: StepState | null;
  button: string;
  choose(): void;
}): TemplateResult {
  const { title, hint, state, button, choose } = step;
  return html`<li class="step" data-state=${state?.kind ?? 'open'}>
    <div>
      <h2>${title}</h2>
      <p>${hint}</p>
      ${renderState(state)}
    </div>
    <button type="button" class=${state === null || state.kind === 'failed' ? 'primary' : ''} @click=${choose}>${button}</button>
  </li>`;
}

function renderState(state: StepState | null): TemplateResult | typeof nothing {
  if (state === null) return nothing;
  if (state.kind !== 'failed') return html`<p class="state" role="status">${state.text}</p>`;
  const { name, fault } = state;
  return html`<div class="state" role="alert">
    <p>${name}</p>
    ${renderRefusal(fault, strings.refusals)}
    <p class="code">${renderErrorCode(fault.code, strings.errorCode(fault.code))}</p>
  </div>`;
}
