import { html, type TemplateResult } from 'lit';
import type { XaiError, XaiErrorCode } from '../../core/errors.ts';

/** What each code means and what to do about it, with what the error names, in a language; a code that is missing has no words. */
export type Refusals = { readonly [code in XaiErrorCode]?: (error: XaiError) => string };

/** An error in the language of the page, and below it the English message, which knows most; that alone where there are no words. */
export function renderRefusal(error: XaiError, refusals: Refusals): TemplateResult {
  const said = refusals[error.code]?.(error);
  return html`${said ? html`<p>${said}</p>` : ''}<p lang="en">${error.message}</p>`;
}

/** The same in one line, where there is room for no more. */
export function sayRefusal(error: XaiError, refusals: Refusals): string {
  const said = refusals[error.code]?.(error);
  return said ? `${said} (${error.message})` : error.message;
}
