import type { Provider } from '../src/runtime/platform.ts';
import type { AuditSpeed } from './audits.ts';
import type { BenchOptions } from './options.ts';
import { table } from './table.ts';

export interface AuditRow {
  readonly model: string;
  readonly method: string;
  readonly provider: Provider;
  readonly adapter: string | null;
  readonly speed: AuditSpeed;
}

export interface AuditResults {
  readonly date: string;
  readonly cores: number;
  readonly rows: readonly AuditRow[];
  /** What was left out and why, as sentences. */
  readonly skipped: readonly string[];
}

/** The section of docs/benchmarks.md about audits. */
export function formatAudits(
  { date, cores, rows, skipped }: AuditResults,
  { auditPictures, auditRepeats }: BenchOptions,
): string {
  const parts = [
    '## Audits',
    `Written by \`npm run bench -- --only audit\` on ${date}; ${cores} cores. An audit of ${auditPictures} drawn pictures with the metrics that ` +
      `cost no pass, from the picture's file to the line of its journal (which is kept nowhere here), medians of ${auditRepeats} turns. *overhead* is its time over that of as many bare ` +
      'forward passes, one picture a run, taken by turns with it: methods with masks, which run several pictures at once, can be below 1; a gradient counts as one pass. ' +
      '*others* is how much of all cores other programs took meanwhile: above some 10 % the figures say more about them.',
    table(
      ['model', 'method', 'provider', 'pictures a minute', 'passes a picture', 'a bare pass', 'overhead', 'others'],
      rows.map(({ model, method, provider, adapter, speed }) => [
        model,
        method,
        adapter === null ? provider : `${provider} (${adapter})`,
        speed.pace.toFixed(0),
        speed.passes === null ? '' : String(speed.passes),
        `${speed.forward.toFixed(1)} ms`,
        speed.overhead === null ? '' : speed.overhead.toFixed(2),
        `${Math.round(speed.otherWork * 100)} %`,
      ]),
    ),
    skipped.length > 0 ? ['Left out:', '', ...skipped.map((line) => `- ${line}`)].join('\n') : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
