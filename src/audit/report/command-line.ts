import type { AuditPlan } from '../run/journal.ts';

/** The command that makes an audit again, from its plan. */
export function commandOf({ models, data, options, name }: AuditPlan): string {
  const { explain, rule, metrics, count, seed, split } = options;
  const flags: Record<string, unknown> = {
    data: data.name,
    output: 'audit-again',
    name,
    rule,
    ...(metrics.length > 0 && { metrics: metrics.join(',') }),
    ...(count !== null && { count }),
    ...(split !== null && { split }),
    seed,
    ...explain,
  };
  const written = Object.entries(flags).map(([flag, value]) => {
    const kebab = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `--${kebab} ${quote(typeof value === 'object' ? JSON.stringify(value) : String(value))}`;
  });
  return ['xai-viewer audit', ...models.map(({ file }) => quote(file)), ...written].join(' ');
}

/** For a POSIX shell. */
function quote(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
