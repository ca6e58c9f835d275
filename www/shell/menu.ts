import { html, nothing, type TemplateResult } from 'lit';

/** One thing that a menu offers. */
export interface MenuChoice {
  readonly text: string;
  /** What it is good for, in a line below. */
  readonly hint?: string;
  /** Name of an icon in `icons/shell.svg`. */
  readonly icon: string;
  run(): void;
}

export interface Menu {
  readonly label: string;
  readonly icon: string;
  readonly choices: readonly MenuChoice[];
  /** Class of the button that opens it. */
  readonly kind: string;
}

/** A button that opens a list of things to do. */
export function renderMenu({ label, icon, choices, kind }: Menu): TemplateResult {
  const choose = (event: Event) => {
    const { item } = (event as CustomEvent<{ item: Element }>).detail;
    choices[Number(item.getAttribute('value'))].run();
  };
  return html`<wa-dropdown @wa-select=${choose}>
    <button slot="trigger" type="button" class=${kind}>
      <wa-icon name=${icon}></wa-icon><span>${label}</span><wa-icon class="opens" name="chevron-down"></wa-icon>
    </button>
    ${choices.map(
      (choice, index) => html`<wa-dropdown-item value=${index}>
        <wa-icon slot="icon" name=${choice.icon}></wa-icon>${choice.text}${choice.hint ? html`<small>${choice.hint}</small>` : nothing}
      </wa-dropdown-item>`,
    )}
  </wa-dropdown>`;
}
