/** What the tests of the audit find on their page: an audit with a worker that answers by script. */
import type { XaiAudit } from '../../src/elements/xai-audit/element.ts';
import { AuditClient } from '../../src/engine/audit-client.ts';
import type { AuditFinding } from '../../src/engine/audit-protocol.ts';
import '../../src/xai-audit.ts';
import { type AuditScript, FakeAuditWorkers, scriptedAudit } from '../engine/fake-audit-worker.ts';
import { sessionReport } from './session-report.ts';

const FINDING: AuditFinding = {
  ...{ kind: 'fixed-position', model: 0, label: 'boat', other: null, value: 0.6, interval: { low: 0.5, high: 0.7 } },
  ...{
    sentence: 'It looks at the corner.',
    count: 9,
    region: [0, 0.7, 0.5, 1],
    sides: null,
    examples: ['0003.png', '0006.png'],
    rank: 0.5,
  },
  ...{ paste: null },
  cover: {
    ...{ count: 9, before: 0.9, after: 0.1, moved: -0.8, interval: { low: -0.9, high: -0.7 }, control: -0.05 },
    beyond: { low: -0.8, high: -0.7 },
    others: null,
  },
};

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function makePicture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(64, 64);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = '#c63';
  context.fillRect(0, 0, 64, 64);
  return canvas.convertToBlob();
}

const harness = {
  sleep,
  sessionReport,
  /** An audit of so many pictures, open and ready to start. */
  async make(script: AuditScript): Promise<XaiAudit> {
    const picture = await makePicture();
    const names = Array.from({ length: script.pictures }, (_, k) => `${String(k).padStart(4, '0')}.png`);
    const audit = document.createElement('xai-audit');
    const workers = new FakeAuditWorkers(scriptedAudit({ findings: [FINDING], ...script }));
    audit.client = new AuditClient(workers.start);
    audit.models = [{ source: 'fake.onnx' }];
    audit.data = { kind: 'files', name: 'data', files: names.map((name) => ({ name, file: picture })) };
    document.body.append(audit);
    await harness.until(() => audit.estimate !== null, 'the estimate');
    return audit;
  },
  async until(condition: () => unknown, what: string): Promise<void> {
    const end = performance.now() + 10_000;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`Waited in vain for: ${what}`);
      await sleep(10);
    }
  },
  phase: (audit: XaiAudit, phase: string) => harness.until(() => audit.phase === phase, `phase ${phase}`),
  all: (audit: XaiAudit, selector: string) =>
    [...(audit.shadowRoot?.querySelectorAll(selector) ?? [])] as HTMLElement[],
  text: (
    audit: XaiAudit,
    selector: string, // What is skipped outside of the view has no `innerText`.
  ) => harness.all(audit, selector).map(({ textContent }) => textContent?.replaceAll(/\s+/g, ' ').trim() ?? ''),
  /** Chooses in the list with that title. */
  async choose(audit: XaiAudit, title: string, option: number): Promise<void> {
    const label = harness.all(audit, '.filters label').find(({ textContent }) => textContent?.trim().startsWith(title));
    const select = label?.querySelector('select') as HTMLSelectElement;
    select.selectedIndex = option;
    select.dispatchEvent(new Event('change'));
    await audit.updateComplete;
  },
  clear() {
    document.body.replaceChildren();
  },
};

export type AuditHarness = typeof harness;

declare global {
  interface Window {
    auditHarness: AuditHarness;
  }
}

window.auditHarness = harness;
