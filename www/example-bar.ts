import { html, nothing, type TemplateResult } from 'lit';
import { EXAMPLE_NAMES, type ExampleName } from './examples.ts';
import { words } from './words.ts';

export interface ExampleBarView {
  readonly current: ExampleName;
  open(name: ExampleName): void;
  drawAnother(): void;
  leave(): void;
}

/** What is shown as an example, what to look for in it, and the way to a model of one's own. */
export function renderExampleBar(view: ExampleBarView): TemplateResult {
  const { title, text } = words.examples[view.current];
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
      <h2>${title}</h2>
      <p class="lead">${text}</p>
      ${
        view.current === 'scenes'
          ? html`<div class="row"><button type="button" class="another" @click=${view.drawAnother}>${words.drawAnother}</button></div>`
          : nothing
      }
    </div>
  </section>`;
}
