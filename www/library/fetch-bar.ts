import { html, nothing, type TemplateResult } from 'lit';
import { sayRefusal } from '../../src/elements/refusals/refusals.ts';
import { strings } from '../../src/elements/strings.ts';
import { formatSize } from '../format.ts';
import { words } from '../words.ts';
import type { FetchState } from './model-fetching.ts';

/** How far a model on its way has come, or why it did not arrive. */
export function renderFetchBar(state: FetchState | null, stop: () => void): TemplateResult | typeof nothing {
  if (!state) return nothing;
  const { name, done, total, error } = state;
  if (error) {
    return html`<section class="fetch failed" role="alert">
      <p><b>${words.fetchFailed(name)}</b> ${sayRefusal(error, strings.refusals)}</p>
      <button type="button" @click=${stop}>${words.close}</button>
    </section>`;
  }
  const share = words.fetched(formatSize(done), total === null ? null : formatSize(total));
  return html`<section class="fetch" aria-label=${words.fetching(name)}>
    <p><b>${words.fetching(name)}</b> ${done > 0 ? share : ''}</p>
    <progress aria-label=${words.fetching(name)} max="1" .value=${total ? Math.min(1, done / total) : 0}></progress>
    <button type="button" @click=${stop}>${words.stop}</button>
  </section>`;
}
