import { XaiError } from '../../core/errors.ts';
import type { AnyAuditReport } from '../../engine/audit-protocol.ts';
import type { ReadPicture } from './lazy-pictures.ts';

/**
 * An audit that was made elsewhere.
 * @param pictures address of the folder with its pictures; null: that of the file
 * @throws XaiError `data-unreadable`
 */
export async function fetchReport(
  address: string,
  pictures: string | null,
): Promise<{ readonly report: AnyAuditReport; readonly read: ReadPicture }> {
  const url = new URL(address, document.baseURI).href;
  const base = new URL(pictures === null ? url : `${pictures.replace(/\/$/, '')}/`, document.baseURI);
  const refuse = (what: string, cause?: unknown) =>
    new XaiError('data-unreadable', `${address} ${what}; give the audit.json of an audit.`, { file: address, cause });
  const response = await fetch(url).catch((cause) => {
    throw refuse('did not answer', cause);
  });
  if (!response.ok) throw refuse(`answered with status ${response.status}`);
  const report = (await response.json().catch((cause) => {
    throw refuse('is not JSON', cause);
  })) as AnyAuditReport;
  const records = 'sessions' in report ? report.sessions : report.pictures;
  if (report.version !== 1 || !Array.isArray(records) || !Array.isArray(report.models)) {
    throw refuse('is not an audit of this version');
  }
  const read: ReadPicture = async (name, signal) => {
    const parts = name.split('/').map(encodeURIComponent).join('/');
    return (await fetch(new URL(parts, base), { signal })).blob();
  };
  return { report, read };
}
