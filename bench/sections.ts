// The sections of docs/benchmarks.md: what is not measured stays as it was.
import type { Part } from './options.ts';

const HEAD =
  '# Benchmarks\n\nWritten by `npm run bench`, each section on the day that it names. Other machines give other figures; what ' +
  'should hold everywhere is the ratios.';

/** Which part of the benchmark writes which section, in the order of the report. */
const PART_OF: Readonly<Record<string, Part>> = {
  Speed: 'masking',
  'Batch sizes': 'masking',
  Memory: 'masking',
  'Many targets': 'targets',
  'Pointing at drawn scenes': 'scenes',
  Methods: 'methods',
  Audits: 'audit',
  Recordings: 'series',
  'Left out': 'masking',
};

/** A section's text begins with its title, `## ...`. */
function titleOf(section: string): string {
  return section.slice('## '.length, section.indexOf('\n'));
}

/**
 * @param old a report, or nothing
 * @param fresh sections, of the measured parts
 */
export function joinSections(old: string, fresh: readonly string[], measured: readonly Part[]): string {
  const kept = old
    .split(/^(?=## )/m)
    .map((section) => section.trimEnd())
    .filter((section) => section.startsWith('## ') && !measured.includes(PART_OF[titleOf(section)]));
  const order = Object.keys(PART_OF);
  const sections = [...kept, ...fresh].sort((a, b) => order.indexOf(titleOf(a)) - order.indexOf(titleOf(b)));
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}
