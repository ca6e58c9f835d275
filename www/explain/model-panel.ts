import { html, nothing, type TemplateResult } from 'lit';
import { strings } from '../../src/elements/strings.ts';
import type { ModelInfo } from '../../src/engine/info.ts';
import { words } from '../words.ts';
import { describeRecipe } from './describe-recipe.ts';
import { type RecipeEditorView, renderRecipeEditor } from './recipe-editor.ts';
import { renderRecipeForm } from './recipe-form.ts';
import { asPictureRecipe, type PictureRecipe } from './recipe-view.ts';

export interface ModelPanelView extends Omit<RecipeEditorView, 'recipe' | 'save'> {
  /** The recipe to correct: the one in use, or the one that was refused. */
  readonly recipe: Readonly<Record<string, unknown>>;
  /** The threshold that a person set in place of the recipe's. */
  readonly threshold: number | null;
  change(recipe: PictureRecipe): void;
  chooseLabels(): void;
  save(): void;
}

/** What the page believes about the model, and the means to correct it. */
export function renderModelPanel(info: ModelInfo, view: ModelPanelView): TemplateResult {
  const { reasons, isGuess } = info.recipeSource;
  const recipe = asPictureRecipe(view.recipe);
  return html`<h2>${words.aboutModel}</h2>
    <p class="name">${info.name}</p>
    <dl class="beliefs">
      ${describeRecipe(info, view.threshold).map(({ term, text }) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}
    </dl>
    <details class="why">
      <summary class=${isGuess ? 'guess' : ''}>${isGuess ? words.guess : words.certain}</summary>
      <ul class="reasons">${reasons.map((reason) => html`<li>${strings.say(reason)}</li>`)}</ul>
    </details>
    <details class="correct">
      <summary>${words.correct}</summary>
      ${recipe ? renderRecipeForm({ recipe, change: view.change, chooseLabels: view.chooseLabels }) : nothing}
      <details>
        <summary>${words.editRecipe}</summary>
        <p>${words.recipeHelp}</p>
        ${renderRecipeEditor({ ...view, save: null })}
      </details>
      <button type="button" @click=${view.save}>${words.saveRecipe}</button>
    </details>`;
}
