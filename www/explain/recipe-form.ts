import { html, nothing, type TemplateResult } from 'lit';
import { renderSelect } from '../shell/select.ts';
import { words } from '../words.ts';
import { COLOUR_RANGES, colourRangeOf, findsBoxes, type PictureInput, type PictureRecipe } from './recipe-view.ts';

export interface RecipeFormView {
  readonly recipe: PictureRecipe;
  /** Takes the changed recipe; the model is asked anew at once. */
  change(recipe: PictureRecipe): void;
  chooseLabels(): void;
}

/** Output formats that can be told from each other only by looking at the answers. */
const FORMATS = ['yolov8', 'yolov5', 'yolox', 'fastestdet'];

/** What a person may correct in a recipe, field by field. */
export function renderRecipeForm(view: RecipeFormView): TemplateResult {
  const { recipe, change } = view;
  const { input, output } = recipe;
  const { form, believes } = words;
  const setInput = (changes: Partial<PictureInput>) => change({ ...recipe, input: { ...input, ...changes } });
  const range = colourRangeOf(input);
  return html`<div class="fields recipe-form">
    <div class="pair">
      ${renderNumber(form.width, input.width, (width) => setInput({ width }))}
      ${renderNumber(form.height, input.height, (height) => setInput({ height }))}
    </div>
    ${renderSelect(form.resize, input.resize, Object.entries(believes.resizing), (resize) => setInput({ resize }))}
    ${renderSelect(form.channels, input.channels, Object.entries(believes.channels), (channels) =>
      setInput({ channels, ...(channels === 'grey' && { mean: [input.mean[0]], std: [input.std[0]] }) }),
    )}
    ${renderSelect(
      form.range,
      range,
      [...Object.keys(COLOUR_RANGES), ...(range === 'other' ? ['other'] : [])].map((name) => [
        name,
        name === 'other' ? form.asWritten : believes.ranges[name],
      ]),
      (name) => {
        if (name !== 'other') setInput(rangeFor(name as keyof typeof COLOUR_RANGES, input.channels));
      },
    )}
    ${
      FORMATS.includes(output.format)
        ? renderSelect(
            form.format,
            output.format,
            FORMATS.map((name) => [name, form.formats[name]]),
            (format) => change({ ...recipe, output: { format } }),
          )
        : nothing
    }
    ${
      output.format === 'scores'
        ? renderSelect(form.activation, output.activation ?? 'none', Object.entries(form.activations), (activation) =>
            change({ ...recipe, output: { ...output, activation } }),
          )
        : nothing
    }
    ${findsBoxes(recipe.task) ? renderThreshold(view) : nothing}
    <button type="button" @click=${view.chooseLabels}>${form.chooseLabels}</button>
  </div>`;
}

function renderThreshold({ recipe, change }: RecipeFormView): TemplateResult {
  return html`<label
    ><span>${words.form.threshold(Math.round(recipe.scoreThreshold * 100))}</span
    ><input
      type="range"
      min="0"
      max="1"
      step="0.05"
      .value=${String(recipe.scoreThreshold)}
      @change=${(event: Event) => change({ ...recipe, scoreThreshold: Number((event.target as HTMLInputElement).value) })}
  /></label>`;
}

/** Grey pictures have one channel: the numbers of the first stand for it. */
function rangeFor(name: keyof typeof COLOUR_RANGES, channels: string): Pick<PictureInput, 'scale' | 'mean' | 'std'> {
  const { scale, mean, std } = COLOUR_RANGES[name];
  return channels === 'grey' ? { scale, mean: [mean[0]], std: [std[0]] } : { scale, mean: [...mean], std: [...std] };
}

function renderNumber(label: string, value: number, set: (value: number) => void): TemplateResult {
  return html`<label
    ><span>${label}</span
    ><input
      type="number"
      min="1"
      max="16384"
      required
      .value=${String(value)}
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        if (input.reportValidity()) set(Number(input.value));
      }}
  /></label>`;
}
