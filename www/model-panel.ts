import { html, type TemplateResult } from 'lit';
import type { ModelInfo } from '../src/engine/protocol.ts';
import { describeRecipe } from './describe-recipe.ts';
import { words } from './words.ts';

export interface ModelPanelView {
  readonly info: ModelInfo;
  /** What is wrong with the recipe that is being written, or ''. */
  readonly fault: string;
  /** The text of the recipe was changed; returns nothing, the app keeps it. */
  useRecipe(text: string): void;
  saveRecipe(): void;
}

/** What the page believes about the model, in sentences, and the recipe to correct it. */
export function renderModelPanel(view: ModelPanelView): TemplateResult {
  const { info } = view;
  const { reasons, isGuess } = info.recipeSource;
  const text = JSON.stringify(shortened(info.recipe), null, 2);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    view.useRecipe(String(new FormData(event.target as HTMLFormElement).get('recipe')));
  };
  return html`<section class="card">
    <h2>${words.aboutModel}</h2>
    <p class="name">${info.name}</p>
    <ul class="beliefs">${describeRecipe(info).map((sentence) => html`<li>${sentence}</li>`)}</ul>
    <p class=${isGuess ? 'guess' : 'certain'}>${isGuess ? words.guess : words.certain}</p>
    <ul class="reasons">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
    <details>
      <summary>${words.editRecipe}</summary>
      <p>${words.recipeHelp}</p>
      <form @submit=${submit}>
        <textarea name="recipe" aria-label=${words.editRecipe} rows="14" spellcheck="false" .value=${text}></textarea>
        <p class="fault" role="alert">${view.fault}</p>
        <div class="row">
          <button class="primary">${words.useRecipe}</button>
          <button type="button" @click=${view.saveRecipe}>${words.saveRecipe}</button>
        </div>
      </form>
    </details>
  </section>`;
}

/** The recipe as it is shown: `$schema` means nothing here. */
function shortened(recipe: ModelInfo['recipe']): Record<string, unknown> {
  const { $schema: _, ...rest } = recipe;
  return rest;
}
