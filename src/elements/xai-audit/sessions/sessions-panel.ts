import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SessionAuditReport, SessionRecord, TimelineChoice } from '../../../engine/audit-protocol.ts';
import { formatCount } from '../../strings.ts';
import type { AuditSession } from '../audit-session.ts';
import { auditWords } from '../words.ts';
import { lazyTimeline } from './lazy-timeline.ts';
import { renderSessionFindings } from './session-findings.ts';
import { ALL_SESSIONS, chooseSessions, explainedOf, type SessionRow, sessionRow } from './session-rows.ts';
import { renderConfusion, renderSessionClasses, renderSessionTiles } from './session-tables.ts';

const words = auditWords.sessions;
/** Recordings that are put into the page at first, and by which their number doubles. */
const SHOWN = 20;

/** An audit of recordings on the page: findings, classes, and a list of recordings with their timelines. */
export class SessionsPanel {
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  #choice = ALL_SESSIONS;
  #shown = SHOWN;
  #sessions: readonly SessionRecord[] = [];
  #rows: readonly SessionRow[] = [];

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>) {
    this.#host = host;
  }

  /** @param saveBar what stands below the large numbers of a finished audit */
  render(session: AuditSession, saveBar: () => TemplateResult | typeof nothing): TemplateResult {
    const { sessions, report } = session;
    const finished = report && 'sessions' in report ? report : null;
    return html`${finished ? this.#renderReport(finished, session, saveBar) : nothing}${sessions.length > 0 ? this.#renderList(session, finished) : nothing}`;
  }

  #renderReport(
    report: SessionAuditReport,
    session: AuditSession,
    saveBar: () => TemplateResult | typeof nothing,
  ): TemplateResult {
    const timeline = (choice: TimelineChoice) => renderTimeline(session, report, choice);
    return html`${renderSessionTiles(report)}${saveBar()}${renderSessionFindings({ report, timeline })}${renderSessionClasses(report)}${renderConfusion(report)}`;
  }

  #renderList(session: AuditSession, report: SessionAuditReport | null): TemplateResult {
    if (this.#sessions !== session.sessions) {
      this.#sessions = session.sessions;
      this.#rows = session.sessions.map(sessionRow);
    }
    const rows = chooseSessions(this.#rows, this.#choice);
    const left = rows.length - this.#shown;
    return html`<section class="part" aria-labelledby="grid-title">
      <div class="head">
        <h2 id="grid-title" tabindex="-1">${words.recordings}</h2>
        <span class="faint" role="status">${words.counted(formatCount(rows.length), formatCount(this.#rows.length))}</span>
      </div>
      ${this.#renderFilters()}
      ${
        rows.length === 0
          ? html`<p class="none">${words.noRows}</p>`
          : html`<ul class="recordings" part="grid">
              ${repeat(
                rows.slice(0, this.#shown),
                ({ record }) => record.session,
                (row) => renderRecording(row, session, report),
              )}
            </ul>`
      }
      ${
        left > 0
          ? html`<button type="button" class="more" @click=${() => this.#more()}>${auditWords.moreRows(formatCount(Math.min(this.#shown, left)))}</button>`
          : nothing
      }
    </section>`;
  }

  #renderFilters(): TemplateResult {
    const { sort, onlyWrong, text } = this.#choice;
    return html`<div class="filters" part="filters">
      <label>${auditWords.sort}<select @change=${(event: Event) => this.#choose({ sort: (event.target as HTMLSelectElement).value as 'name' })}>
        ${(['name', 'wrong'] as const).map((value) => html`<option value=${value} .selected=${value === sort}>${words.sorts[value]}</option>`)}
      </select></label>
      <label><input type="checkbox" .checked=${onlyWrong} @change=${(event: Event) => this.#choose({ onlyWrong: (event.target as HTMLInputElement).checked })} />${words.onlyWrong}</label>
      <label>${auditWords.search}<input type="search" spellcheck="false" .value=${text} @input=${(event: Event) => this.#choose({ text: (event.target as HTMLInputElement).value })} /></label>
    </div>`;
  }

  #choose(changes: Partial<typeof ALL_SESSIONS>): void {
    this.#choice = { ...this.#choice, ...changes };
    this.#shown = SHOWN;
    this.#host.requestUpdate();
  }

  #more(): void {
    this.#shown *= 2;
    this.#host.requestUpdate();
  }
}

function renderRecording(
  { record, windows, judged, wrong }: SessionRow,
  session: AuditSession,
  report: SessionAuditReport | null,
): TemplateResult {
  const { seconds, results, problems } = record;
  const bad = results.flatMap((result) =>
    result.status === 'failed' ? [result.message] : result.status === 'empty' ? [result.reason] : [],
  );
  const facts = [
    seconds === null ? null : words.seconds(formatCount(Math.round(seconds))),
    windows > 0 ? words.windowsOf(formatCount(windows)) : null,
    judged > 0 ? words.wrongOf(formatCount(wrong), formatCount(judged)) : words.unlabelled,
  ].filter((fact) => fact !== null);
  return html`<li class="recording" part="tile">
    <h3>${record.session}</h3>
    <p class="faint">${facts.join(' · ')}</p>
    ${[...new Set([...bad, ...problems])].map((note) => html`<p class="faint note">${note}</p>`)}
    ${
      explainedOf(record).length > 0 && report
        ? results.map((_, model) => renderTimeline(session, report, { session: record.session, model }))
        : nothing
    }
  </li>`;
}

/** A timeline, where the recordings are at hand. */
function renderTimeline(
  session: AuditSession,
  report: SessionAuditReport,
  choice: TimelineChoice,
): TemplateResult | typeof nothing {
  const record = report.sessions.find((one) => one.session === choice.session);
  if (!session.info || record?.results[choice.model]?.status !== 'explained') return nothing;
  const { span, model } = choice;
  const key = `${choice.session}\n${model}\n${span ? `${span.from} ${span.to}` : ''}`;
  const file = report.models.length > 1 ? `, ${report.models[model].file}` : '';
  const about = span
    ? words.timelinePart(choice.session, span.from.toFixed(1), span.to.toFixed(1))
    : words.timeline(choice.session);
  // The worker needs no more of the report than this recording.
  const part = { sessions: [record], findings: report.findings };
  return html`<figure class="timeline">
    <img alt=${about + file} ${lazyTimeline(key, (width, isDark, signal) => session.timeline({ report: part, choice, width, isDark, words: words.drawn }, signal))} />
    <figcaption class="faint">${about + file}</figcaption>
  </figure>`;
}
