/** Where the section of a title lies in a report, up to the next one; null without it. */
function findSection(report: string, title: string): { start: number; end: number } | null {
  const start = report.indexOf(`\n${title}\n`);
  if (start < 0) return null;
  const next = report.indexOf('\n## ', start + 1);
  return { start: start + 1, end: next < 0 ? report.length : next + 1 };
}

/** The section of a report, or null. */
export function sectionOf(report: string, title: string): string | null {
  const found = findSection(report, title);
  return found && report.slice(found.start, found.end).trimEnd();
}

/** A report with this section in the place of an older one, or at its end. */
export function withSection(report: string, title: string, section: string): string {
  const found = findSection(report, title);
  if (!found) return `${report.trimEnd()}\n\n${section}\n`;
  const rest = report.slice(found.end);
  return `${report.slice(0, found.start)}${section}\n${rest === '' ? '' : `\n${rest}`}`;
}
