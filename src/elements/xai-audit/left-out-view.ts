import { html, nothing, type TemplateResult } from 'lit';
import type { AuditReport } from '../../engine/audit-protocol.ts';
import { formatCount } from '../strings.ts';
import { auditWords as words } from './words.ts';

/** Reasons that are shown; a folder may hold thousands of pictures in which a detector finds nothing. */
const MOST = 50;

/** Which pictures were not explained, and why: folded up, unless there are no others. */
export function renderLeftOut({ models, pictures, summary }: AuditReport): TemplateResult | typeof nothing {
  const left = pictures.flatMap(({ picture, results }) =>
    results.flatMap((result, model) => {
      if (result.status === 'explained') return [];
      const why = result.status === 'failed' ? result.message : result.reason;
      return [{ picture, of: models.length > 1 ? ` ${words.ofModel(models[model].file)}` : '', why }];
    }),
  );
  if (left.length === 0) return nothing;
  return html`<details class="part left-out" ?open=${summary.explained === 0}>
    <summary>${words.leftOut(formatCount(left.length))}</summary>
    <ul>
      ${left.slice(0, MOST).map(({ picture, of, why }) => html`<li><b>${picture}</b>${of}: ${why}</li>`)}
      ${left.length > MOST ? html`<li class="faint">${words.andMore(formatCount(left.length - MOST))}</li>` : nothing}
    </ul>
  </details>`;
}
