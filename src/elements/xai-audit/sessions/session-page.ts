import { html, nothing, type TemplateResult } from 'lit';
import type { SessionAuditReport, SessionRecord, TimelineChoice } from '../../../engine/audit-protocol.ts';
import { formatCount, formatDuration, formatFixed, strings } from '../../strings.ts';
import { auditWords, percent } from '../words.ts';
import { aroundWindow, sumUp, verdictOf, type WindowRow, windowRows } from './window-rows.ts';

const words = auditWords.sessions;

export interface SessionPageView {
  readonly record: SessionRecord;
  /** Place among the recordings that are listed, from 0, and how many these are. */
  readonly at: number;
  readonly count: number;
  readonly models: readonly string[];
  /** Null while the audit is under way. */
  readonly report: SessionAuditReport | null;
  /** Key of the window that is shown closely; null: the whole recording. */
  readonly window: string | null;
  readonly onlyWrong: boolean;
  /** How many windows are put into the page. */
  readonly shown: number;
  timeline(choice: TimelineChoice): TemplateResult | typeof nothing;
  back(): void;
  go(step: number): void;
  look(window: string | null): void;
  chooseWrong(only: boolean): void;
  more(): void;
}

/** Everything about one recording: its timeline by each model, what each said of every window, and how far to trust it. */
export function renderSessionPage(view: SessionPageView): TemplateResult {
  const { record, at, count, models } = view;
  const { session, results, problems } = record;
  const notes = results.flatMap((result) => (result.status === 'explained' ? result.notes : []));
  const good = [...new Set([...problems, ...notes])];
  const rows = windowRows(record);
  const looked = rows.find(({ key }) => key === view.window) ?? null;
  const choices = results.map((_, model): TimelineChoice => {
    return looked ? aroundWindow(record, model, looked) : { session, model };
  });
  return html`<article class="page" part="page" aria-labelledby="page-title">
    <div class="head">
      <button type="button" class="back" @click=${view.back}>${auditWords.back}</button>
      <span class="faint">${auditWords.pageOf(formatCount(at + 1), formatCount(count))}</span>
      <button type="button" ?disabled=${at === 0} @click=${() => view.go(-1)}>${words.page.previous}</button>
      <button type="button" ?disabled=${at >= count - 1} @click=${() => view.go(1)}>${words.page.next}</button>
      ${looked ? html`<button type="button" class="whole" @click=${() => view.look(null)}>${words.page.whole}</button>` : nothing}
    </div>
    <h2 id="page-title" tabindex="-1">${session}</h2>
    ${choices.map((choice) => view.timeline(choice))}
    <div class="columns" ?data-stacked=${models.length > 1}>
      ${renderWindows(view, rows)}
      <div class="facts">
        <h3>${words.page.recording}</h3>
        <p>${factsOf(record).join(' · ')}</p>
        ${results.map((result, model) =>
          result.status === 'explained'
            ? renderModel(result, models.length > 1 ? models[model] : null)
            : html`<h3>${models[model]}</h3><p class="note">${result.status === 'failed' ? result.message : result.reason}</p>`,
        )}
        ${renderFindingsHere(view)}
        ${
          good.length > 0
            ? html`<h3>${auditWords.problems}</h3><ul>${good.map((note) => html`<li>${strings.say(note)}</li>`)}</ul>`
            : nothing
        }
      </div>
    </div>
  </article>`;
}

function factsOf({ seconds, rate, channels, labels, split }: SessionRecord): string[] {
  return [
    ...(seconds === null ? [] : [words.seconds(formatCount(Math.round(seconds)))]),
    ...(rate === null ? [] : [words.page.rate(formatCount(Math.round(rate)))]),
    ...(channels.length > 0 ? [channels.join(', ')] : []),
    labels === null ? words.unlabelled : words.page.labels(labels, formatCount(labels)),
    ...(split === null ? [] : [split]),
  ];
}

/** What one model comes to on this recording: plain words first, then the numbers, then how they were made. */
function renderModel(
  result: Extract<SessionRecord['results'][number], { readonly status: 'explained' }>,
  name: string | null,
): TemplateResult {
  const { windows, judged, wrong, inside, chance, score } = sumUp(result);
  const { method, layer, milliseconds } = result;
  const numbers = [
    [words.page.meanScore, score],
    [words.columns.inside, inside],
    [words.columns.chance, chance],
  ] as const;
  return html`<h3>${name ?? auditWords.said}</h3>
    <p>${words.windowsOf(formatCount(windows))}${judged > 0 ? ` · ${words.wrongOf(formatCount(wrong), formatCount(judged))}` : ''}</p>
    <ul class="trust">
      ${
        inside === null || chance === null
          ? html`<li>${words.page.trustUnknown}</li>`
          : html`<li>${words.page.trust(percent(inside), percent(chance))}</li>
            <li>${inside > 1.05 * chance ? auditWords.trustChance(formatFixed(inside / chance, 1)) : auditWords.trustBelowChance}</li>`
      }
    </ul>
    <dl class="numbers">
      ${numbers.map(([title, value]) => (value === null ? nothing : html`<div><dt>${title}</dt><dd>${percent(value)}</dd></div>`))}
    </dl>
    <p class="faint">${words.page.made(method, layer, formatDuration(milliseconds))}</p>`;
}

/** The findings that have an example in this recording; each leads to its window. */
function renderFindingsHere({ record, report, look }: SessionPageView): TemplateResult | typeof nothing {
  const rows = windowRows(record);
  const here = (report?.findings ?? []).flatMap(({ kind, label, model, examples }) => {
    const example = examples.find(({ session }) => session === record.session);
    const result = record.results[model];
    const window = example && result?.status === 'explained' ? result.windows[example.window] : undefined;
    const row = rows.find(({ answers }) => window !== undefined && answers[model] === window);
    return row ? [{ kind, label, key: row.key }] : [];
  });
  if (here.length === 0) return nothing;
  return html`<h3>${words.page.findings}</h3>
    <ul class="here">${here.map(
      ({ kind, label, key }) =>
        html`<li><button type="button" @click=${() => look(key)}>${words.kinds[kind]}: ${label}</button></li>`,
    )}</ul>`;
}

function renderWindows(view: SessionPageView, all: readonly WindowRow[]): TemplateResult {
  const { models, onlyWrong, shown } = view;
  const rows = onlyWrong ? all.filter(({ isWrong }) => isWrong) : all;
  const left = rows.length - shown;
  const titles = [words.page.time, words.page.label];
  return html`<div class="windows">
    <div class="head">
      <h3 id="windows-title">${words.page.windows}</h3>
      <span class="faint" role="status">${words.counted(formatCount(rows.length), formatCount(all.length))}</span>
      ${
        all.some(({ isWrong }) => isWrong)
          ? html`<label><input type="checkbox" .checked=${onlyWrong} @change=${(event: Event) => view.chooseWrong((event.target as HTMLInputElement).checked)} />${words.page.onlyWrong}</label>`
          : nothing
      }
    </div>
    <div class="scroller" role="region" tabindex="0" aria-labelledby="windows-title">
      <table>
        <thead>
          ${
            models.length > 1
              ? html`<tr><td colspan="2"></td>${models.map((name) => html`<th scope="colgroup" colspan="2">${name}</th>`)}</tr>`
              : nothing
          }
          <tr>
            ${titles.map((title) => html`<th scope="col">${title}</th>`)}
            ${models.map(() => html`<th scope="col">${words.page.answer}</th><th scope="col">${words.page.inside}</th>`)}
          </tr>
        </thead>
        <tbody @keydown=${moveFocus}>${rows.slice(0, shown).map((row) => renderWindow(row, view))}</tbody>
      </table>
    </div>
    ${left > 0 ? html`<button type="button" class="more" @click=${view.more}>${auditWords.moreRows(formatCount(Math.min(shown, left)))}</button>` : nothing}
  </div>`;
}

function renderWindow(
  { key, start, end, label, answers }: WindowRow,
  { window, look }: SessionPageView,
): TemplateResult {
  const isLooked = key === window;
  const time = `${formatFixed(start, 2)} – ${formatFixed(end, 2)}`;
  return html`<tr ?data-looked=${isLooked}>
    <td><button type="button" class="look" aria-pressed=${isLooked} aria-label=${words.page.look(time)} @click=${() => look(isLooked ? null : key)}>${time}</button></td>
    <td>${label ?? auditWords.unknown}</td>
    ${answers.map((answer) => {
      if (!answer) return html`<td>${auditWords.unknown}</td><td>${auditWords.unknown}</td>`;
      const verdict = verdictOf(answer);
      const outcome = verdict === 'right' ? 'correct' : verdict === 'wrong' ? 'class' : null;
      return html`<td data-verdict=${verdict}>
          ${answer.answer ?? words.page.unanswered} ${answer.score === null ? nothing : html`<span class="figure">${percent(answer.score)}</span>`}
          ${outcome ? html`<span class="outcome" data-outcome=${outcome}>${auditWords.outcomes[outcome]}</span>` : nothing}
        </td>
        <td>${answer.inside === null || answer.chance === null ? auditWords.unknown : html`<span class="figure">${percent(answer.inside)}</span> <span class="figure faint">(${percent(answer.chance)})</span>`}</td>`;
    })}
  </tr>`;
}

/** The windows can be gone through by the arrow keys. */
function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.look')];
  const next = buttons[buttons.indexOf(event.target as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
