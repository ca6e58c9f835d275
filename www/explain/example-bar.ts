import { html, nothing, type TemplateResult } from 'lit';
import { words } from '../words.ts';
import { EXAMPLE_NAMES, EXAMPLES, type ExampleName } from './examples.ts';

export interface ExampleBarView {
  readonly current: ExampleName;
  /** Name of the embedded model that is shown. */
  readonly model: string;
  open(name: ExampleName): void;
  useModel(name: string): void;
  drawAnother(): void;
}

/** What is shown as an example, and what to look for in it. */
export function renderExampleBar(view: ExampleBarView): TemplateResult {
  const { current, model } = view;
  const { models } = EXAMPLES[current];
  return html`<section class="example" aria-label=${words.example}>
    <nav aria-label=${words.example}>
      ${renderSegments(
        '',
        EXAMPLE_NAMES.map((name) => [name, words.examples[name].title]),
        current,
        (name) => view.open(name as ExampleName),
      )}
      ${
        models.length > 1
          ? renderSegments(
              words.whichModel,
              models.map((name) => [name, words.embeddedModels[name]]),
              model,
              view.useModel,
            )
          : html`<button type="button" class="another" @click=${view.drawAnother}>${words.drawAnother}</button>`
      }
    </nav>
    <p class="lead">${words.examples[current].text}</p>
  </section>`;
}

/** One of a few, side by side. */
export function renderSegments(
  label: string,
  choices: readonly (readonly [name: string, text: string])[],
  chosen: string,
  choose: (name: string) => void,
): TemplateResult {
  return html`<div class="segments" role=${label ? 'group' : nothing} aria-label=${label || nothing}>
    ${choices.map(
      ([name, text]) =>
        html`<button type="button" aria-pressed=${name === chosen} @click=${() => choose(name)}>${text}</button>`,
    )}
  </div>`;
}
