import { html, type TemplateResult } from 'lit';
import { SAVE_FORMATS, type SaveFormat } from '../../engine/audit-protocol.ts';
import { auditWords as words } from './words.ts';

const NAMES: Readonly<Record<SaveFormat, string>> = {
  html: 'report.html',
  json: 'audit.json',
  csv: 'audit.csv',
  npz: 'maps.npz',
};

/** Hands a file to the person, under the name that the command gives it. */
export function giveFile(blob: Blob, format: SaveFormat): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = NAMES[format];
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The buttons that save a finished audit. @param state what is under way or went wrong, or '' */
export function renderSaveBar(state: string, save: (format: SaveFormat) => void): TemplateResult {
  return html`<div class="save" part="save">
    <span class="faint">${words.save}</span>
    ${SAVE_FORMATS.map((format) => html`<button type="button" @click=${() => save(format)}>${words.saves[format]}</button>`)}
    <span class="faint" role="status">${state}</span>
  </div>`;
}
