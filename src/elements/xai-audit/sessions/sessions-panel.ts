import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SessionAuditReport, SessionRecord, TimelineChoice } from '../../../engine/audit-protocol.ts';
import { formatCount, formatFixed } from '../../strings.ts';
import type { AuditSession } from '../audit-session.ts';
import type { PanelHost } from '../panel-host.ts';
import { auditWords } from '../words.ts';
import { lazyTimeline } from './lazy-timeline.ts';
import { renderSessionComparison } from './session-comparison.ts';
import { renderSessionFindings } from './session-findings.ts';
import { renderSessionPage } from './session-page.ts';
import { ALL_SESSIONS, chooseSessions, explainedOf, type SessionRow, sessionRow } from './session-rows.ts';
import { renderConfusion, renderSessionClasses, renderSessionTiles } from './session-tables.ts';
import { windowRows } from './window-rows.ts';

const words = auditWords.sessions;
/** Recordings that are put into the page at first, and by which their number doubles. */
const SHOWN = 20;

/** Windows that are put into a recording's page at first. */
const WINDOWS = 60;

/** What of a recording's page is open. */
interface Opened {
  readonly session: string;
  /** Key of the window that is shown closely. */
  readonly window: string | null;
  readonly onlyWrong: boolean;
  readonly shown: number;
}

/** An audit of recordings on the page: findings, models compared, classes, and a list of recordings with a page for each. */
export class SessionsPanel {
  readonly #host: PanelHost;
  #choice = ALL_SESSIONS;
  #shown = SHOWN;
  #sessions: readonly SessionRecord[] = [];
  #rows: readonly SessionRow[] = [];
  #opened: Opened | null = null;

  constructor(host: PanelHost) {
    this.#host = host;
  }

  /** @param saveBar what stands below the large numbers of a finished audit */
  render(session: AuditSession, saveBar: () => TemplateResult | typeof nothing): TemplateResult {
    const { sessions, report } = session;
    const finished = report && 'sessions' in report ? report : null;
    this.#read(sessions);
    const rows = this.#chosen;
    const at = rows.findIndex(({ record }) => record.session === this.#opened?.session);
    if (at >= 0) return this.#renderPage(rows, at, session, finished);
    return html`${finished ? this.#renderReport(finished, session, saveBar) : nothing}${sessions.length > 0 ? this.#renderList(session, finished) : nothing}`;
  }

  #renderReport(
    report: SessionAuditReport,
    session: AuditSession,
    saveBar: () => TemplateResult | typeof nothing,
  ): TemplateResult {
    const timeline = (choice: TimelineChoice) => renderTimeline(session, report, choice);
    const open = (name: string, model: number, window: number) => this.#openExample(report, name, model, window);
    return html`${renderSessionTiles(report)}${saveBar()}${renderSessionFindings({ report, timeline, open })}${report.comparison ? renderSessionComparison(report.comparison, report) : nothing}${renderSessionClasses(report)}${renderConfusion(report)}`;
  }

  #renderList(session: AuditSession, report: SessionAuditReport | null): TemplateResult {
    const rows = this.#chosen;
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
                (row) => this.#renderRecording(row, session, report),
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

  #renderRecording(
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
    <h3><button type="button" class="open" aria-label=${auditWords.showPicture(record.session)} @click=${() => this.#open(record.session)}>${record.session}</button></h3>
    <p class="faint">${facts.join(' · ')}</p>
    ${[...new Set([...bad, ...problems])].map((note) => html`<p class="faint note">${note}</p>`)}
    ${
      explainedOf(record).length > 0 && report
        ? results.map((_, model) => renderTimeline(session, report, { session: record.session, model }))
        : nothing
    }
  </li>`;
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

  #renderPage(
    rows: readonly SessionRow[],
    at: number,
    session: AuditSession,
    report: SessionAuditReport | null,
  ): TemplateResult {
    const { window, onlyWrong, shown } = this.#opened as Opened;
    const change = (changes: Partial<Opened>) => {
      this.#opened = { ...(this.#opened as Opened), ...changes };
      this.#host.requestUpdate();
    };
    return renderSessionPage({
      ...{ record: rows[at].record, at, count: rows.length, report, window, onlyWrong, shown },
      models: session.modelNames,
      timeline: (choice) => (report ? renderTimeline(session, report, choice) : nothing),
      back: () => this.#close(),
      go: (step) => this.#open(rows[at + step].record.session),
      look: (key) => {
        change({ window: key });
        this.#focus('.timeline', 'nearest');
      },
      chooseWrong: (only) => change({ onlyWrong: only, shown: WINDOWS }),
      more: () => change({ shown: 2 * shown }),
    });
  }

  /** The keys of a recording's page. @returns whether it was one of them */
  onKey({ key }: KeyboardEvent): boolean {
    if (!this.#opened) return false;
    const rows = this.#chosen;
    const at = rows.findIndex(({ record }) => record.session === this.#opened?.session);
    const next = key === 'ArrowRight' ? rows[at + 1] : key === 'ArrowLeft' ? rows[at - 1] : null;
    if (key === 'Escape') this.#close();
    else if (next && at >= 0) this.#open(next.record.session);
    else return false;
    return true;
  }

  /** Goes back to the list, as other data are opened. */
  reset(): void {
    this.#opened = null;
    this.#choice = ALL_SESSIONS;
    this.#shown = SHOWN;
  }

  #open(session: string, window: string | null = null): void {
    // What was asked for is shown, whatever is filtered.
    if (!this.#chosen.some(({ record }) => record.session === session)) this.#choice = ALL_SESSIONS;
    this.#opened = { session, window, onlyWrong: false, shown: WINDOWS };
    this.#host.requestUpdate();
    this.#focus('#page-title');
  }

  #openExample({ sessions }: SessionAuditReport, name: string, model: number, window: number): void {
    const record = sessions.find(({ session }) => session === name);
    const result = record?.results[model];
    const own = result?.status === 'explained' ? result.windows[window] : undefined;
    const row = record && windowRows(record).find(({ answers }) => answers[model] === own);
    this.#open(name, row?.key ?? null);
  }

  #close(): void {
    const at = this.#chosen.findIndex(({ record }) => record.session === this.#opened?.session);
    this.#opened = null;
    if (at >= this.#shown) this.#shown = at + 1;
    this.#host.requestUpdate();
    this.#focus(`.recording:nth-child(${at + 1}) .open`);
  }

  /** @param block where in the view it shall come to lie. Default: it takes the focus */
  #focus(selector: string, block?: ScrollLogicalPosition): void {
    void this.#host.updateComplete.then(() => {
      const found = this.#host.renderRoot.querySelector<HTMLElement>(selector);
      if (block) found?.scrollIntoView({ block });
      else found?.focus();
    });
  }

  #read(sessions: readonly SessionRecord[]): void {
    if (this.#sessions === sessions) return;
    this.#sessions = sessions;
    this.#rows = sessions.map(sessionRow);
  }

  get #chosen(): readonly SessionRow[] {
    return chooseSessions(this.#rows, this.#choice);
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
    ? words.timelinePart(choice.session, formatFixed(span.from, 1), formatFixed(span.to, 1))
    : words.timeline(choice.session);
  // The worker needs no more of the report than this recording.
  const part = { sessions: [record], findings: report.findings };
  return html`<figure class="timeline">
    <img alt=${about + file} ${lazyTimeline(key, (width, isDark, signal) => session.timeline({ report: part, choice, width, isDark, words: words.drawn }, signal))} />
    <figcaption class="faint">${about + file}</figcaption>
  </figure>`;
}
