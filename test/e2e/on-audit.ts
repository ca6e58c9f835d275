import type { Page as Tab } from 'puppeteer-core';
import type { AnyAuditReport } from '../../src/engine/audit-protocol.ts';
import { until } from './app-driver.ts';
import type { ServedApp } from './on-app.ts';

/** The Audit view in a tab. */
export async function openAuditView(app: ServedApp, visitor: 'new' | 'same' = 'new'): Promise<Tab> {
  const tab = await app.driver.open({ visitor });
  await tab.goto(`${app.url}#audit`);
  await tab.waitForSelector('.audit-form');
  return tab;
}

/** Chooses the first model, by the value of its option. */
export async function chooseModel(tab: Tab, value: string): Promise<void> {
  await tab.select('.audit-form .model-choice select', value);
}

/** Chooses so many drawn pictures or recordings, and opens them with the models. */
export async function prepareDrawn(tab: Tab, count: 24 | 48): Promise<void> {
  await tab.evaluate((wanted) => {
    const counts = [...document.querySelectorAll('.audit-form select')].find((select) =>
      [...(select as HTMLSelectElement).options].some(({ value }) => value === '24'),
    ) as HTMLSelectElement;
    counts.value = String(wanted);
    counts.dispatchEvent(new Event('change'));
  }, count);
  await tab.click('.audit-form > .row button');
  await until(tab, () => document.querySelector('xai-audit')?.estimate);
}

/** Presses what a selector finds within the audit. */
export async function pressInAudit(tab: Tab, selector: string): Promise<void> {
  await tab.evaluate(
    (css) => document.querySelector('xai-audit')?.shadowRoot?.querySelector<HTMLElement>(css)?.click(),
    selector,
  );
}

/** Goes on with the audit that was begun last: it stands first. */
export async function openLastKept(tab: Tab): Promise<void> {
  await tab.waitForSelector('audit-view .rows button');
  await tab.click('audit-view .rows button');
}

export async function finishAudit<T extends AnyAuditReport>(tab: Tab): Promise<T> {
  await until(tab, () => document.querySelector('xai-audit')?.phase === 'done');
  return (await tab.evaluate(() => document.querySelector('xai-audit')?.report)) as T;
}

/** What two runs of one audit have in common: all but times. */
export function withoutTimes(report: AnyAuditReport): unknown {
  const { provenance, ...rest } = report;
  const text = JSON.stringify(rest).replaceAll(/"milliseconds":\d+/g, '"milliseconds":0');
  return { ...JSON.parse(text), versions: provenance.versions };
}
