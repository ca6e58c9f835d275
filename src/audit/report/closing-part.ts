import type { AuditReport } from '../result/audit-schema.ts';
import { commandOf } from './command-line.ts';
import { type Html, html } from './html.ts';

/** What audits of pictures and of recordings both have. */
interface Audited {
  readonly plan: AuditReport['plan'];
  readonly models: readonly { readonly file: string; readonly sha256: string }[];
  readonly setAside: AuditReport['setAside'];
  readonly provenance: AuditReport['provenance'];
}

/** Files that are listed one by one. */
const MOST_SET_ASIDE = 200;

/** Whether the policy holds, rule by rule. */
export function policyPart(policy: AuditReport['policy']): Html | null {
  return (
    policy &&
    html`<h2>Policy: ${policy.passed ? 'passed' : 'failed'}</h2><ul>${policy.rules.map(({ rule, passed }) => html`<li>${passed ? 'passed' : 'failed'}: ${rule}</li>`)}</ul>`
  );
}

/** How a report ends: what was not used, what it was made with, how it is made again. */
export function closingPart({ plan, models, setAside, provenance }: Audited): Html {
  return html`${setAside.length > 0 ? html`<h2>Set aside</h2><ul>${setAside.slice(0, MOST_SET_ASIDE).map(({ file, reason }) => html`<li><b>${file}</b> ${reason}</li>`)}</ul>` : null}
<h2>Provenance</h2>
<table>${models.map(({ file, sha256 }) => html`<tr><th>${file}</th><td><code>${sha256}</code></td></tr>`)}
<tr><th>Ran on</th><td>${provenance.provider} ${provenance.adapter}</td></tr>
<tr><th>Versions</th><td>${Object.entries(provenance.versions).map(([name, version]) => `${name} ${version}; `)}</td></tr>
<tr><th>Time</th><td>${provenance.startedAt} to ${provenance.finishedAt}</td></tr>
<tr><th>Options</th><td><code>${JSON.stringify(plan.options)}</code></td></tr></table>
<h2>How to repeat it</h2><pre>${commandOf(plan)}</pre>
<p class="note">Models and data stand there by their names: put in where the files lie. What the app itself drew has no folder; the app draws the same again when asked for as much.</p>`;
}
