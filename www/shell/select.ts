import { html, nothing, type TemplateResult } from 'lit';

/**
 * A choice of one of several, with its label.
 * @param choices values, and what they are called
 * @param hint said below it
 */
export function renderSelect(
  label: string,
  value: string,
  choices: readonly (readonly string[])[],
  choose: (value: string) => void,
  hint = '',
): TemplateResult {
  // The property, since an attribute no longer counts once a person has chosen.
  return html`<label
    ><span>${label}</span
    ><select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${choices.map(([name, text]) => html`<option value=${name} .selected=${name === value}>${text}</option>`)}
    </select>
    ${hint ? html`<small>${hint}</small>` : nothing}</label
  >`;
}
