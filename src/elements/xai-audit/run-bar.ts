import { html, nothing, type TemplateResult } from 'lit';
import type { AuditInfo, AuditProgress } from '../../engine/audit-protocol.ts';
import { renderErrorCode } from '../help-links.ts';
import { renderRefusal } from '../refusals/refusals.ts';
import { formatBytes, formatCount, formatRemaining, strings } from '../strings.ts';
import type { AuditSession } from './audit-session.ts';
import { saySummary } from './say-report.ts';
import { auditWords as words } from './words.ts';

export interface RunBarView {
  readonly session: AuditSession;
  /** Whether what is finished is kept when the page goes. */
  readonly isKept: boolean;
  start(): void;
  pause(): void;
}

/** One short sentence about where the audit stands; it changes seldom enough to be spoken. */
export function headlineOf({ phase, info, progress, report }: AuditSession, isKept: boolean): string {
  if (phase === 'opening') return words.opening;
  if (phase === 'ready' && info)
    return words.ready(
      info.models.map(({ name }) => name).join(', '),
      countOf(info, info.data.pictures),
      info.data.name,
    );
  if (phase === 'running') {
    if (progress?.phase === 'tests') return words.testing;
    return info?.data.kind === 'sessions' ? words.sessions.running : words.running;
  }
  if (phase === 'paused') return isKept ? words.paused : words.pausedUnkept;
  return report ? saySummary(report) : '';
}

function countOf({ data }: AuditInfo, count: number): string {
  const say = data.kind === 'sessions' ? words.sessions.count : words.pictures;
  return say(count, formatCount(count));
}

/** Where the audit stands, how long it will take, and the button that moves it on. */
export function renderRunBar(view: RunBarView): TemplateResult | typeof nothing {
  const { session, isKept } = view;
  const { phase, error, progress } = session;
  if (phase === 'idle' || phase === 'done') return nothing;
  if (error) {
    return html`<div class="standing error" part="error" role="alert">
      <div class="said">${renderRefusal(error, strings.refusals)}<p class="faint">${renderErrorCode(error.code, words.errorCode(error.code))}</p></div>
      <button type="button" class="main" @click=${view.start}>${words.again}</button>
    </div>`;
  }
  return html`<div class="standing" part="status">
    <div class="said">
      <p class="headline">${headlineOf(session, isKept)}</p>
      ${particulars(session)}
    </div>
    ${renderButton(view)}
    ${
      phase === 'opening' || phase === 'running'
        ? html`<progress part="progress" max="1" aria-label=${headlineOf(session, isKept)} .value=${shareOf(progress)} ?data-unknown=${!progress?.total}></progress>`
        : nothing
    }
  </div>`;
}

function renderButton({ session: { phase }, start, pause }: RunBarView): TemplateResult | typeof nothing {
  if (phase === 'running') return html`<button type="button" @click=${pause}>${words.pause}</button>`;
  if (phase === 'ready') return html`<button type="button" class="main" @click=${start}>${words.start}</button>`;
  if (phase === 'paused') return html`<button type="button" class="main" @click=${start}>${words.goOn}</button>`;
  return nothing;
}

function particulars({ phase, info, estimate, progress }: AuditSession): TemplateResult | typeof nothing {
  if (phase === 'ready' && info) {
    const time = estimate?.seconds == null ? null : timeOf(estimate.seconds);
    const took = estimate
      ? time
        ? info.data.kind === 'sessions'
          ? words.sessions.takes(time)
          : words.takes(time)
        : words.takesUnknown
      : words.estimating;
    return html`<p class="faint">${estimate && estimate.pictures < info.data.pictures ? `${countOf(info, estimate.pictures)}. ` : ''}${took}</p>
      ${info.data.setAside > 0 ? html`<p class="faint">${words.setAside(info.data.setAside)}</p>` : nothing}`;
  }
  if (!progress || (phase !== 'running' && phase !== 'opening')) return nothing;
  return html`<p class="faint">${progressWords(progress)}</p>`;
}

/** About how long, in words. */
export function timeOf(seconds: number): string {
  return seconds < 90 ? strings.seconds(Math.max(1, Math.ceil(seconds))) : strings.minutes(Math.ceil(seconds / 60));
}

function progressWords({ phase, done, total, remaining }: AuditProgress): string {
  if (phase === 'models') return words.openingBytes(formatBytes(done), total === null ? null : formatBytes(total));
  const counted = words.doneOf(formatCount(done), formatCount(total ?? done));
  return remaining === null || done === 0 ? counted : `${counted}, ${formatRemaining(remaining)}`;
}

function shareOf(progress: AuditProgress | null): number {
  return progress?.total ? progress.done / progress.total : 0;
}
