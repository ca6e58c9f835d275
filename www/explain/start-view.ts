import { html, nothing, type TemplateResult } from 'lit';
import type { KeptModel } from '../storage/model-store.ts';
import { words } from '../words.ts';
import { renderIllustration } from './illustration.ts';
import { type PictureWay, renderOtherWays } from './picture-ways.ts';

export interface StartView {
  readonly modelName: string | null;
  readonly modelOpen: boolean;
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
          done: view.modelName
            ? view.modelOpen
              ? words.modelReady(view.modelName)
              : words.modelOpening(view.modelName)
            : null,
          button: words.modelButton,
          choose: () => view.choose('model'),
        })}
        ${renderStep({
          title: words.pictureStep,
          hint: words.pictureHint,
          done: view.pictureCount > 0 ? `${words.picturesReady(view.pictureCount)} ${words.pictureFirst}` : null,
          button: words.pictureButton,
          choose: () => view.choose('pictures'),
        })}
      </ol>
      ${view.kept.length > 0 && view.modelName === null ? renderKept(view) : nothing}
      <p class="aside">${words.dropAnywhere}. ${renderOtherWays(view.choose, view.modelName !== null)} <button type="button" class="quiet" @click=${view.showExamples}>${words.showExamples}</button></p>
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

function renderStep(step: {
  title: string;
  hint: string;
  done: string | null;
  button: string;
  choose(): void;
}): TemplateResult {
  return html`<li class=${step.done ? 'step done' : 'step'}>
    <div>
      <h2>${step.title}</h2>
      <p>${step.hint}</p>
      ${step.done ? html`<p class="state" role="status">${step.done}</p>` : nothing}
    </div>
    <button type="button" class=${step.done ? '' : 'primary'} @click=${step.choose}>${step.button}</button>
  </li>`;
}
