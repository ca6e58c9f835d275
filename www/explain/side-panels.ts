import { html, nothing, type TemplateResult } from 'lit';
import type { XaiError } from '../../src/core/errors.ts';
import type { ModelInfo } from '../../src/engine/info.ts';
import { words } from '../words.ts';
import type { GivenModel } from './given-model.ts';
import { renderModelPanel } from './model-panel.ts';
import { renderMissingRecipe } from './recipe-editor.ts';
import { findsBoxes, type PictureRecipe } from './recipe-view.ts';
import { saveRecipe } from './save.ts';
import { renderSettings, type SettingsView } from './settings-panel.ts';

export interface SidePanelsView {
  readonly given: GivenModel;
  /** null: it did not open yet. */
  readonly info: ModelInfo | null;
  /** What went wrong last, or null. */
  readonly error: XaiError | null;
  /** What is wrong with the recipe as text, or ''. */
  readonly fault: string;
  readonly settings: Omit<SettingsView, 'findsBoxes'>;
  /** Takes a recipe as text. */
  use(text: string): void;
  change(recipe: PictureRecipe): void;
  chooseLabels(): void;
}

/** What a recipe can mend. */
const RECIPE_FAULTS = new Set(['recipe-missing', 'recipe-invalid', 'labels-invalid', 'model-dynamic-axis']);

/** Beside the picture: what is believed about the model, and how it is asked. */
export function renderSidePanels(view: SidePanelsView): TemplateResult | typeof nothing {
  const { given, info, error, settings, ...actions } = view;
  if (!info) {
    if (error === null) return renderWaiting(given.name);
    if (!RECIPE_FAULTS.has(error.code)) return nothing;
    return renderMissingRecipe(given.recipe, actions);
  }
  const isRefused = error !== null && given.recipe !== undefined;
  const panel = {
    ...actions,
    recipe: isRefused ? completed(given.recipe as ModelInfo['recipe'], info.recipe) : info.recipe,
    threshold: settings.threshold,
    save: () => saveRecipe(info),
  };
  return html`<wa-tab-group class="card">
    <wa-tab panel="model">${words.modelTab}</wa-tab>
    <wa-tab panel="settings">${words.settings}</wa-tab>
    <wa-tab-panel name="model">${renderModelPanel(info, panel)}</wa-tab-panel>
    <wa-tab-panel name="settings">${renderSettings({ ...settings, findsBoxes: findsBoxes(info.task) })}</wa-tab-panel>
  </wa-tab-group>`;
}

/** A recipe as it was written, with what it leaves out as the model was opened. */
function completed(recipe: Readonly<Record<string, unknown>>, open: ModelInfo['recipe']): ModelInfo['recipe'] {
  const part = (name: string) => ({ ...(open[name] as object), ...(recipe[name] as object | undefined) });
  return { ...open, ...recipe, input: part('input'), output: part('output') };
}

/** Keeps the place of what will be said about the model. */
function renderWaiting(name: string): TemplateResult {
  return html`<section class="card" aria-busy="true">
    <h2>${words.aboutModel}</h2>
    <p class="name">${name.replace(/^embedded:/, '')}</p>
    <p>${words.beliefsToCome}</p>
  </section>`;
}
