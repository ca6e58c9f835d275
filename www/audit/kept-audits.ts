import { html, nothing, type TemplateResult } from 'lit';
import { language } from '../shell/language.ts';
import type { KeptAudit } from './audit-store.ts';
import type { DrawnChoice } from './drawn-data.ts';
import { auditViewWords as words } from './words.ts';

export interface KeptAuditsView {
  readonly audits: readonly KeptAudit[];
  open(audit: KeptAudit): void;
  remove(audit: KeptAudit): void;
}

const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

/** The audits that were begun here before. */
export function renderKeptAudits({ audits, open, remove }: KeptAuditsView): TemplateResult | typeof nothing {
  if (audits.length === 0) return nothing;
  return html`<section class="shelf">
    <h2>${words.keptTitle}</h2>
    <ul class="rows">
      ${audits.map((audit) => {
        const title = titleOf(audit);
        return html`<li>
          <div class="what">
            <h3>${title}</h3>
            <p class="facts">${audit.isFinished ? words.finished : words.unfinished} · ${times.format(audit.begunAt)}</p>
          </div>
          <button type="button" aria-label=${words.openOf(title)} @click=${() => open(audit)}>${audit.isFinished ? words.open : words.goOn}</button>
          <remove-button label=${words.removeOf(title)} .take=${() => remove(audit)}></remove-button>
        </li>`;
      })}
    </ul>
  </section>`;
}

function titleOf({ models, data }: KeptAudit): string {
  const names = models.map(({ name }) => name.replace(/^embedded:/, '')).join(', ');
  return `${names} · ${data.kind === 'drawn' ? drawnName(data.choice) : data.name}`;
}

function drawnName({ kind, count, captioned, hasGlitches }: DrawnChoice): string {
  const { names, plants } = words.drawn;
  const trap = captioned ? plants.crops : hasGlitches ? plants.motion : null;
  return [names[kind](count), trap].filter((part) => part !== null).join(', ');
}
