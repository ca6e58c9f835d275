import { html, nothing, type TemplateResult } from 'lit';
import type { MethodInfo } from '../../engine/info.ts';
import { renderMethodTitle } from '../help-links.ts';
import { strings } from '../strings.ts';

export interface MethodSelectView {
  readonly label: string;
  /** Those that may run first. */
  readonly methods: readonly MethodInfo[];
  /** Name of the chosen one; null: none, and the label is the first option. */
  readonly chosen: string | null;
  choose(name: string): void;
}

/** Methods by name; those that cannot run on the model last, with the reason. */
export function renderMethodSelect({ label, methods, chosen, choose }: MethodSelectView): TemplateResult {
  const option = ({ name, title, obstacle }: MethodInfo) =>
    html`<option value=${name} ?selected=${name === chosen} ?disabled=${obstacle !== null} title=${obstacle === null ? nothing : strings.say(obstacle)}>${title}</option>`;
  const possible = methods.filter(({ obstacle }) => obstacle === null);
  const others = methods.filter(({ obstacle }) => obstacle !== null);
  const pick = ({ target }: Event) => {
    const select = target as HTMLSelectElement;
    const { value } = select;
    if (chosen === null) select.selectedIndex = 0;
    choose(value);
  };
  return html`<select class="methods" aria-label=${label} @change=${pick}>
    ${chosen === null ? html`<option value="">${label}</option>` : nothing} ${possible.map(option)}
    ${others.length > 0 ? html`<optgroup label=${strings.notForModel}>${others.map(option)}</optgroup>` : nothing}
  </select>`;
}

/** What a method costs and asks about, and why the others are not offered. */
export function renderMethodWords(
  current: MethodInfo | null,
  methods: readonly MethodInfo[],
): TemplateResult | typeof nothing {
  if (!current) return nothing;
  const others = methods.filter(({ obstacle }) => obstacle !== null);
  const { cost, obstacle, classAgnostic } = current;
  return html`<div class="about">
    <p>${renderMethodTitle(current)}: ${obstacle === null ? strings.costs(cost === null ? strings.unknownCost : strings.say(cost)) : strings.say(obstacle)} ${classAgnostic ? strings.classAgnostic : nothing}</p>
    ${
      others.length > 0
        ? html`<details>
            <summary>${strings.whyNot(others.length)}</summary>
            <ul>${others.map((one) => html`<li><b>${renderMethodTitle(one)}</b>: ${strings.say(one.obstacle as string)}</li>`)}</ul>
          </details>`
        : nothing
    }
  </div>`;
}
