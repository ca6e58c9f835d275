import { html, type TemplateResult } from 'lit';
import { words } from '../words.ts';

export interface RecipeEditorView {
  readonly recipe: Readonly<Record<string, unknown>>;
  /** What is wrong with the text, or ''. */
  readonly fault: string;
  use(text: string): void;
  /** null: there is nothing to save yet. */
  readonly save: (() => void) | null;
}

/** A recipe as text, to read and to change. */
export function renderRecipeEditor(view: RecipeEditorView): TemplateResult {
  // An editor's `$schema` is an address that means nothing here.
  const { $schema: _, ...recipe } = view.recipe;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    view.use(String(new FormData(event.target as HTMLFormElement).get('recipe')));
  };
  return html`<form @submit=${submit}>
    <textarea
      name="recipe"
      aria-label=${words.editRecipe}
      rows="14"
      spellcheck="false"
      .value=${JSON.stringify(recipe, null, 2)}
    ></textarea>
    <p class="fault" role="alert">${view.fault}</p>
    <div class="row">
      <button class="primary">${words.useRecipe}</button>
      ${view.save ? html`<button type="button" @click=${view.save}>${words.saveRecipe}</button>` : ''}
    </div>
  </form>`;
}

/** Something to begin with when nothing is known of a model. */
const EXAMPLE = {
  version: 1,
  task: 'detection',
  input: { width: 640, height: 640, scale: 1 / 255, resize: 'letterbox-centre' },
  output: { format: 'yolov8' },
  labels: ['first class', 'second class'],
};

/** For a model that nothing is known of, or a recipe that does not fit. */
export function renderMissingRecipe(recipe: unknown, view: Omit<RecipeEditorView, 'recipe' | 'save'>): TemplateResult {
  const start = typeof recipe === 'object' && recipe !== null ? (recipe as Record<string, unknown>) : EXAMPLE;
  return html`<section class="card">
    <h2>${words.writeRecipe}</h2>
    <p>${words.writeRecipeHelp}</p>
    ${renderRecipeEditor({ ...view, recipe: start, save: null })}
  </section>`;
}
