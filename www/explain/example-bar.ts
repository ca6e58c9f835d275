import { html, type TemplateResult } from 'lit';
import { words } from '../words.ts';
import { EXAMPLE_NAMES, EXAMPLES, type ExampleName } from './examples.ts';

export interface ExampleBarView {
  readonly current: ExampleName;
  /** Name of the embedded model that is shown. */
  readonly model: string;
  open(name: ExampleName): void;
  useModel(name: string): void;
  drawAnother(): void;
  leave(): void;
}

/** What is shown as an example, what to look for in it, and the way to a model of one's own. */
export function renderExampleBar(view: ExampleBarView): TemplateResult {
  const { models } = EXAMPLES[view.current];
  return html`<section class="example" aria-label=${words.example}>
    <nav class="row" aria-label=${words.example}>
      ${EXAMPLE_NAMES.map(
        (
          name,
        ) => html`<button type="button" class="tab" aria-pressed=${name === view.current} @click=${() => view.open(name)}>
          ${words.examples[name].title}
        </button>`,
      )}
      <button type="button" class="primary own" @click=${view.leave}>${words.useOwn}</button>
    </nav>
    <div class="about">
      <p class="lead">${words.examples[view.current].text}</p>
      ${
        models.length > 1
          ? html`<div class="row choice" role="group" aria-label=${words.whichModel}>
            ${models.map(
              (
                name,
              ) => html`<button type="button" aria-pressed=${name === view.model} @click=${() => view.useModel(name)}>
                ${words.embeddedModels[name]}
              </button>`,
            )}
          </div>`
          : html`<button type="button" class="another" @click=${view.drawAnother}>${words.drawAnother}</button>`
      }
    </div>
  </section>`;
}
