import { html, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { words } from '../words.ts';

/** Takes away what is kept, once it was asked and answered: the first press asks, going elsewhere is a no. */
export class RemoveButton extends LitElement {
  /** What it takes away, as a sentence for those who hear the page. */
  @property() label = '';
  @property({ attribute: false }) take!: () => void;
  @state() private asks = false;

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { asks, label } = this;
    return html`<button
      type="button"
      class="remove-model ${asks ? 'asks' : ''}"
      aria-label=${asks ? `${label}: ${words.removeForGood}` : label}
      @click=${this.#press}
      @blur=${this.#leave}
      @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#leave()}
    >
      ${asks ? words.removeForGood : words.remove}
    </button>`;
  }

  #press = (): void => {
    // Safari does not give a pressed button the focus, which it must have to lose it.
    this.querySelector('button')?.focus();
    if (this.asks) this.take();
    this.asks = !this.asks;
  };

  #leave = (): void => {
    this.asks = false;
  };
}
