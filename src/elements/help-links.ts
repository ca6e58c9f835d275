import { html, type TemplateResult } from 'lit';
import { configuredHelpUrl } from '../engine/settings.ts';

/** A method's title, as a link to its page where the page has said where the help lies. */
export function renderMethodTitle({ name, title }: { readonly name: string; readonly title: string }) {
  return linked(`/methods/${name}`, title);
}

/** An error's code in words, as a link to what is to be done about it. */
export function renderErrorCode(code: string, words: string) {
  return linked(`/troubleshooting:${code}`, words);
}

function linked(page: string, text: string): TemplateResult | string {
  const url = configuredHelpUrl();
  return url === null ? text : html`<a href=${url + page}>${text}</a>`;
}
