import { html, nothing, type TemplateResult } from 'lit';
import type { AuditFinding, AuditReport, Movement } from '../../engine/audit-protocol.ts';
import { formatCount } from '../strings.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import type { ReadPicture } from './lazy-pictures.ts';
import { sayEvidence, sayFinding } from './say-report.ts';
import { renderThumbnail } from './thumbnail.ts';
import { percent, auditWords as words } from './words.ts';

const EXAMPLES = 6;
const SIDE = 160;

export interface FindingsView {
  readonly report: AuditReport;
  readonly read: ReadPicture;
  /** Opens the page of a picture. */
  open(picture: string, model: number, label: string): void;
}

/** What was found out, the gravest first: in words, in numbers, with the test that bears it out and its examples. */
export function renderFindings(view: FindingsView): TemplateResult {
  const { findings } = view.report;
  return html`<section class="part" aria-labelledby="findings-title">
    <h2 id="findings-title">${words.findings}</h2>
    <p class="faint">${words.findingsText}</p>
    ${
      findings && findings.length > 0
        ? html`<ol class="findings">${findings.map((finding) => renderFinding(finding, view))}</ol>
            <p class="faint">${words.intervalsText}</p>`
        : html`<p class="none">${findings ? words.noFindings : words.notLooked}</p>`
    }
  </section>`;
}

function renderFinding(finding: AuditFinding, { report, read, open }: FindingsView): TemplateResult {
  const { kind, label, model, region, cover, paste, examples } = finding;
  const where = report.models.length > 1 ? ` ${words.ofModel(report.models[model].file)}` : '';
  return html`<li class="finding" data-kind=${kind}>
    <h3><span class="kind">${words.kinds[kind]}</span> ${label}${where}</h3>
    <p>${sayFinding(finding)}</p>
    <p class="faint">${sayEvidence(finding)}</p>
    <div class="tests">
      ${cover ? renderMovement(kind === 'context' ? words.exchanged : words.covered, cover) : nothing}
      ${paste ? renderMovement(words.pasted, paste) : nothing}
    </div>
    <ul class="examples">
      ${examples.slice(0, EXAMPLES).map((name) => {
        const record = report.pictures.find(({ picture }) => picture === name);
        const result = record?.results[model];
        const map = result?.status === 'explained' ? result.explanations.find((one) => one.label === label)?.map : null;
        const { width = null, height = null } = record ?? {};
        const boxes = region ? [{ box: region, kind: 'suspect' }] : [];
        return html`<li><button type="button" aria-label=${words.showPicture(name)} @click=${() => open(name, model, label)}>
          ${renderThumbnail({ name, width, height, map: map ?? null, boxes, side: SIDE, read })}
        </button></li>`;
      })}
    </ul>
  </li>`;
}

/** From where to where the score moved, and where the control went. */
export function renderMovement(
  title: string,
  { before, after, control, others }: Pick<Movement, 'before' | 'after' | 'control' | 'others'>,
): TemplateResult {
  const [low, high] = [Math.min(before, after), Math.max(before, after)];
  return html`<div class="movement">
    <span class="title">${title}</span>
    <span
      class="track"
      aria-hidden="true"
      ${giveStyle({
        '--from': percent(low).replace(' ', ''),
        '--to': percent(high - low).replace(' ', ''),
        '--end': percent(after).replace(' ', ''),
        '--control': percent(before + (control ?? 0)).replace(' ', ''),
      })}
    ><i></i><b></b>${control === null ? nothing : html`<u></u>`}</span>
    <span class="numbers"><b>${words.moves(percent(before), percent(after))}</b>${
      control === null ? nothing : html` <span class="faint">· ${words.controlMoves(percent(before + control))}</span>`
    }${
      others
        ? html` <span class="faint">· ${words.othersMove(formatCount(Math.round(100 * others.moved)))}</span>`
        : nothing
    }</span>
  </div>`;
}
