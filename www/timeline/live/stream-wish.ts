import { html, nothing, type TemplateResult } from 'lit';
import type { MethodInfo } from '../../../src/engine/info.ts';
import { renderSelect } from '../../shell/select.ts';
import { streamWords as words } from './words.ts';

export interface StreamWishView {
  readonly methods: readonly MethodInfo[];
  /** Names of the classes; empty for models without. */
  readonly labels: readonly string[];
  readonly method: string | null;
  readonly classIndex: number | null;
  /** Name of the method of the last map; null: there is none yet. */
  readonly used: string | null;
  setMethod(name: string | null): void;
  setClass(index: number | null): void;
}

/** What is asked of each window; may be changed while they come. */
export function renderWish(view: StreamWishView): TemplateResult {
  const { labels, method, classIndex, used } = view;
  // A method of several passes would fall behind the stream.
  const methods = view.methods.filter(({ passes, obstacle }) => passes === 1 && obstacle === null);
  const usual = method === null ? methods.find(({ name }) => name === used)?.title : undefined;
  return html`<div class="stream-fields">
    ${renderSelect(
      words.method,
      method ?? '',
      [
        ['', usual ? words.usual(usual) : words.usualUnknown],
        ...methods.map(({ name, title }) => [name, title] as const),
      ],
      (name) => view.setMethod(name || null),
    )}
    ${
      labels.length > 0
        ? renderSelect(
            words.target,
            String(classIndex ?? ''),
            [['', words.top], ...labels.map((label, index) => [String(index), label] as const)],
            (index) => view.setClass(index === '' ? null : Number(index)),
          )
        : nothing
    }
  </div>`;
}
