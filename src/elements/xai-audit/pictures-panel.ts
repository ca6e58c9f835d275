import { html, nothing, type TemplateResult } from 'lit';
import type { AuditReport } from '../../engine/audit-protocol.ts';
import type { AuditSession } from './audit-session.ts';
import { renderComparison } from './comparison-view.ts';
import { renderFindings } from './findings-view.ts';
import { renderGrid } from './grid-view.ts';
import { renderLeftOut } from './left-out-view.ts';
import type { PanelHost } from './panel-host.ts';
import { renderPatterns } from './patterns-view.ts';
import { renderPage } from './picture-page.ts';
import { ALL_ROWS, type AuditRow, chooseRows, type RowChoice, RowIndex } from './rows.ts';
import { renderClasses, renderTiles } from './tables-view.ts';
import { auditWords as words } from './words.ts';

/** Maps that are put into the page at first, and by which their number doubles. */
const SHOWN = 120;

/** An audit of pictures on the page: findings, models compared, classes, and a grid of pictures with a page for each. */
export class PicturesPanel {
  readonly #host: PanelHost;
  readonly #index = new RowIndex();
  #choice = ALL_ROWS;
  #mapsShown = true;
  #flipped: ReadonlySet<string> = new Set();
  #shown = SHOWN;
  #openKey: string | null = null;
  #all: readonly AuditRow[] = [];

  constructor(host: PanelHost) {
    this.#host = host;
  }

  /** Forgets what a person chose of the audit before. */
  reset(): void {
    this.#openKey = null;
    this.#choice = ALL_ROWS;
    this.#shown = SHOWN;
  }

  /** @param saveBar what stands below the large numbers of a finished audit */
  render(session: AuditSession, saveBar: () => TemplateResult | typeof nothing): TemplateResult {
    const { report } = session;
    const finished = report && 'pictures' in report ? report : null;
    this.#all = this.#index.of(session.pictures);
    const rows = this.#chosen;
    const open = rows.findIndex(({ key }) => key === this.#openKey);
    if (open >= 0) return this.#renderPage(rows, open, session);
    return html`${finished ? this.#renderReport(finished, session, saveBar) : nothing}${this.#all.length > 0 ? this.#renderGrid(rows, session, finished) : nothing}`;
  }

  /** Pages are turned and closed by keys. @returns whether it was one of them */
  onKey({ key }: KeyboardEvent): boolean {
    if (this.#openKey === null) return false;
    const rows = this.#chosen;
    const at = rows.findIndex((row) => row.key === this.#openKey);
    const next = key === 'ArrowRight' ? rows[at + 1] : key === 'ArrowLeft' ? rows[at - 1] : null;
    if (key === 'Escape') this.#closePage();
    else if (next) this.#openPage(next.key);
    else return false;
    return true;
  }

  #renderReport(
    report: AuditReport,
    { read }: AuditSession,
    saveBar: () => TemplateResult | typeof nothing,
  ): TemplateResult {
    const head = html`${renderTiles(report)}${saveBar()}${renderLeftOut(report)}`;
    if (report.summary.explained === 0) return html`${head}<p class="none">${words.noneExplained}</p>`;
    return html`
      ${head}
      ${renderFindings({ report, read, open: (picture, model, label) => this.#openFirst(picture, model, label) })}
      ${report.comparison ? renderComparison(report.comparison, report) : nothing}
      ${renderClasses(report)}
      ${renderPatterns({
        report,
        read,
        rowOf: (model, map) => this.#index.ofModel(model, map),
        open: (row) => this.#openPage(row.key),
        showOnly: (title, rows) => this.#showOnly(title, rows),
      })}
    `;
  }

  #renderGrid(rows: readonly AuditRow[], session: AuditSession, report: AuditReport | null): TemplateResult {
    return renderGrid({
      all: this.#all,
      rows,
      shown: this.#shown,
      choice: this.#choice,
      models: session.modelNames,
      metrics: report?.plan.options.metrics ?? Object.keys(this.#all[0]?.explanation.metrics ?? {}),
      titles: session.info?.metrics ?? [],
      mapsShown: this.#mapsShown,
      flipped: this.#flipped,
      read: session.read,
      choose: (changes) => this.#choose(changes),
      showMaps: this.#showMaps,
      flip: (key) => {
        const flipped = new Set(this.#flipped);
        if (!flipped.delete(key)) flipped.add(key);
        this.#flipped = flipped;
        this.#host.requestUpdate();
      },
      open: (row) => this.#openPage(row.key),
      more: () => {
        this.#shown *= 2;
        this.#host.requestUpdate();
      },
    });
  }

  #renderPage(rows: readonly AuditRow[], at: number, session: AuditSession): TemplateResult {
    return renderPage({
      row: rows[at],
      at,
      count: rows.length,
      models: session.modelNames,
      metrics: session.info?.metrics ?? [],
      read: session.read,
      mapsShown: this.#mapsShown,
      showMaps: this.#showMaps,
      back: () => this.#closePage(),
      go: (step) => this.#openPage(rows[at + step].key),
    });
  }

  get #chosen(): readonly AuditRow[] {
    return chooseRows(this.#all, this.#choice);
  }

  #choose(changes: Partial<RowChoice>): void {
    this.#choice = { ...this.#choice, ...changes };
    this.#shown = SHOWN;
    this.#host.requestUpdate();
  }

  #showMaps = (shown: boolean): void => {
    this.#mapsShown = shown;
    this.#flipped = new Set();
    this.#host.requestUpdate();
  };

  /** Leaves only some maps in the grid, and goes there. */
  #showOnly(title: string, rows: readonly AuditRow[]): void {
    this.#choose({ ...ALL_ROWS, only: { title, keys: new Set(rows.map(({ key }) => key)) } });
    void this.#host.updateComplete.then(() => {
      const heading = this.#host.renderRoot.querySelector<HTMLElement>('#grid-title');
      heading?.scrollIntoView({ block: 'start' });
      heading?.focus({ preventScroll: true });
    });
  }

  /** The page of a finding's example, whatever is filtered. */
  #openFirst(picture: string, model: number, label: string): void {
    this.#choice = ALL_ROWS;
    const wanted = (row: AuditRow) => row.record.picture === picture && row.model === model;
    const row = this.#all.find((one) => wanted(one) && one.explanation.label === label) ?? this.#all.find(wanted);
    if (row) this.#openPage(row.key);
  }

  #openPage(key: string): void {
    // What was asked for is shown, whatever is filtered.
    if (!this.#chosen.some((row) => row.key === key)) this.#choice = ALL_ROWS;
    this.#openKey = key;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>('#page-title')?.focus());
  }

  #closePage(): void {
    const key = this.#openKey;
    this.#openKey = null;
    const at = this.#chosen.findIndex((row) => row.key === key);
    if (at >= this.#shown) this.#shown = at + 1;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelectorAll<HTMLElement>('.tile .open')[at]?.focus(),
    );
  }
}
