import { html, nothing, type TemplateResult } from 'lit';

/**
 * The line over one of several pictures.
 * @param close what takes the picture away, and its name; null: it stays
 */
export function renderCellHead(title: string, close: { readonly name: string; press(): void } | null): TemplateResult {
  return html`<div class="head-line">
    <h3>${title}</h3>
    ${close ? html`<button type="button" class="remove" aria-label=${close.name} @click=${close.press}>×</button>` : nothing}
  </div>`;
}
