import { html, type TemplateResult } from 'lit';
import type { ModelInfo } from '../../src/engine/protocol.ts';
import { words } from '../words.ts';
import { describeRecipe } from './describe-recipe.ts';
import { type RecipeEditorView, renderRecipeEditor } from './recipe-editor.ts';

/** What the page believes about the model, in sentences, and the recipe to correct it. */
export function renderModelPanel(info: ModelInfo, editor: Omit<RecipeEditorView, 'recipe'>): TemplateResult {
  const { reasons, isGuess } = info.recipeSource;
  return html`<section class="card">
    <h2>${words.aboutModel}</h2>
    <p class="name">${info.name}</p>
    <ul class="beliefs">${describeRecipe(info).map((sentence) => html`<li>${sentence}</li>`)}</ul>
    <p class=${isGuess ? 'guess' : 'certain'}>${isGuess ? words.guess : words.certain}</p>
    <ul class="reasons">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
    <details>
      <summary>${words.editRecipe}</summary>
      <p>${words.recipeHelp}</p>
      ${renderRecipeEditor({ ...editor, recipe: info.recipe })}
    </details>
  </section>`;
}
