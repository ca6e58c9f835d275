import { html, nothing, type TemplateResult } from 'lit';
import type { SessionAuditReport, SessionFinding, TimelineChoice } from '../../../engine/audit-protocol.ts';
import { renderMovement } from '../findings-view.ts';
import { auditWords, percent } from '../words.ts';
import { aroundWindow } from './window-rows.ts';

const words = auditWords.sessions;
/** Examples of each finding that are drawn; of a channel there is no stretch to be seen. */
const EXAMPLES = { beside: 2, 'window-part': 2, channel: 1 };

export interface SessionFindingsView {
  readonly report: SessionAuditReport;
  timeline(choice: TimelineChoice): TemplateResult | typeof nothing;
  /** Opens the page of a recording, at one of its windows. */
  open(session: string, model: number, window: number): void;
}

/** What was found out about recordings, the gravest first, with the stretches that show it. */
export function renderSessionFindings(view: SessionFindingsView): TemplateResult {
  const { findings } = view.report;
  return html`<section class="part" aria-labelledby="findings-title">
    <h2 id="findings-title">${auditWords.findings}</h2>
    <p class="faint">${words.findingsText}</p>
    ${
      findings && findings.length > 0
        ? html`<ol class="findings">${findings.map((finding) => renderFinding(finding, view))}</ol>`
        : html`<p class="none">${findings ? auditWords.noFindings : words.notLooked}</p>`
    }
  </section>`;
}

function renderFinding(finding: SessionFinding, { report, timeline, open }: SessionFindingsView): TemplateResult {
  const { kind, label, model, value, interval, count, hide, paste, examples } = finding;
  const where = report.models.length > 1 ? ` ${auditWords.ofModel(report.models[model].file)}` : '';
  const isChannel = kind === 'channel';
  return html`<li class="finding" data-kind=${kind}>
    <h3><span class="kind">${words.kinds[kind]}</span> ${label}${where}</h3>
    <p>${sayFinding(finding)}</p>
    ${
      value !== null && interval
        ? html`<p class="faint">${words.evidence(percent(value), percent(interval.low), percent(interval.high), count)}</p>`
        : nothing
    }
    <div class="tests">
      ${hide ? renderMovement(isChannel ? words.channelHidden : words.hidden, { ...hide, others: null }) : nothing}
      ${paste ? renderMovement(isChannel ? words.channelPasted : words.pasted, { ...paste, others: null }) : nothing}
    </div>
    ${examples.slice(0, EXAMPLES[kind]).map(
      (example) => html`${timeline(aroundExample(report, model, example))}
        <button type="button" class="example" @click=${() => open(example.session, model, example.window)}>${words.page.open(example.session)}</button>`,
    )}
  </li>`;
}

/** What was seen; how the answer moved in the tests stands beside it in numbers. */
function sayFinding({ kind, label, value, channel, part, hide }: SessionFinding): string {
  if (kind === 'channel') return words.seen.channel(label, channel ?? '', hide?.recordings ?? 0);
  const share = percent(value ?? 0);
  if (kind === 'beside') return words.seen.beside(label, share);
  return words.seen['window-part'](label, share, percent(part?.[0] ?? 0), percent(part?.[1] ?? 1));
}

/** The window of an example with what is around it. */
function aroundExample(
  { sessions }: SessionAuditReport,
  model: number,
  { session, window }: SessionFinding['examples'][number],
): TimelineChoice {
  const record = sessions.find((one) => one.session === session);
  const result = record?.results[model];
  if (!record || result?.status !== 'explained') return { session, model };
  return aroundWindow(record, model, result.windows[window]);
}
