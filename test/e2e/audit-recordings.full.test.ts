import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { ElementHandle } from 'puppeteer-core';
import type { SessionAuditReport } from '../../src/engine/audit-protocol.ts';
import { findsNothing, until } from './app-driver.ts';
import { onApp } from './on-app.ts';
import {
  chooseModel,
  finishAudit,
  openAuditView,
  openLastKept,
  prepareDrawn,
  pressInAudit,
  withoutTimes,
} from './on-audit.ts';

const COUNT = 24;

const app = onApp();
const folder = mkdtempSync(path.join(tmpdir(), 'xai-walks-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('without any file: the glitch is found, timelines are drawn, axe finds nothing, all four files are saved', async () => {
  const tab = await openAuditView(app);
  await chooseModel(tab, 'embedded:motion-shortcut');
  await findsNothing(tab, 'before');
  await prepareDrawn(tab, COUNT);
  await pressInAudit(tab, '.standing button');
  const { summary, findings, sessions, models } = await finishAudit<SessionAuditReport>(tab);
  assert.deepEqual([summary.explained, sessions.length], [COUNT, COUNT]);
  assert.deepEqual([findings?.[0].kind, findings?.[0].label], ['beside', 'circle']);
  assert.ok(models[0].correct && models[0].correct.mean > 0.8, JSON.stringify(models[0].correct));
  await until(tab, () => {
    const images = [...(document.querySelector('xai-audit')?.shadowRoot?.querySelectorAll('.finding img') ?? [])];
    return images.length > 1 && images.slice(0, 2).every((image) => (image as HTMLImageElement).naturalWidth > 600);
  });
  const shown = await tab.evaluate(() => document.querySelector('xai-audit')?.shadowRoot?.textContent ?? '');
  assert.match(shown, /Beside the event\s*circle/);
  assert.match(shown, /Labels and answers/);
  await findsNothing(tab, 'after');
  const saved = await tab.evaluate(async () => {
    const element = document.querySelector('xai-audit');
    const files = await Promise.all((['html', 'json', 'csv', 'npz'] as const).map((format) => element?.save(format)));
    return { types: files.map((file) => file?.type), html: await files[0]?.text(), csv: await files[2]?.text() };
  });
  assert.deepEqual(saved.types, ['text/html', 'application/json', 'text/csv', 'application/zip']);
  assert.match(saved.html ?? '', /data:image\/svg\+xml;base64,/);
  assert.doesNotMatch(saved.html ?? '', /<script|(?:src|href)="https?:/);
  assert.equal(saved.csv?.trim().split('\n').length, models[0].windows + 1);
  for (const width of [360, 1600]) {
    await tab.setViewport({ width, height: 800 });
    const spill = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(spill <= 0, `${width}: ${spill} pixels too wide`);
  }
  await tab.close();
});

test('two models are compared on the same windows, and a recording has a page with its timelines', async () => {
  const tab = await openAuditView(app);
  await chooseModel(tab, 'embedded:motion-shortcut');
  await tab.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLElement>('.audit-form button.quiet')];
    buttons.find(({ textContent }) => textContent?.includes('Compare with another'))?.click();
  });
  await tab.waitForFunction(() => document.querySelectorAll('.audit-form .model-choice select').length === 2);
  await (await tab.$$('.audit-form .model-choice select'))[1].select('embedded:motion');
  await prepareDrawn(tab, COUNT);
  await pressInAudit(tab, '.standing button');
  const { comparison, models } = await finishAudit<SessionAuditReport>(tab);
  assert.ok(comparison);
  assert.equal(comparison.count, models[0].windows);
  // The glitch beside circles draws the first model's looks, the labels' circles the second one's.
  const circle = comparison.measures.find(({ kind, label }) => kind === 'inside' && label === 'circle');
  const [step] = circle?.steps ?? [];
  assert.ok(step?.certain && step.difference > 0.1, JSON.stringify(circle));
  const shown = await tab.evaluate(() => document.querySelector('xai-audit')?.shadowRoot?.textContent ?? '');
  assert.match(shown, /motion\.onnx looks more at the event than motion-shortcut\.onnx, for “circle”: \d+ % to \d+ %/);
  const find = (css: string) =>
    tab.evaluateHandle((one) => document.querySelector('xai-audit')?.shadowRoot?.querySelector(one), css);
  const first = (await find('.recording .open')) as ElementHandle<HTMLElement>;
  await first.focus();
  await tab.keyboard.press('Enter');
  await until(tab, () => {
    const images = [
      ...(document.querySelector('xai-audit')?.shadowRoot?.querySelectorAll('.page .timeline img') ?? []),
    ];
    return images.length === 2 && images.every((image) => (image as HTMLImageElement).dataset.drawn !== undefined);
  });
  await findsNothing(tab, 'the page');
  await pressInAudit(tab, '.windows .look');
  const caption = () =>
    tab.evaluate(() => document.querySelector('xai-audit')?.shadowRoot?.querySelector('figcaption')?.textContent ?? '');
  assert.match(await caption(), /, 0\.0 to \d+\.\d s, motion-shortcut\.onnx$/);
  for (const width of [360, 1600]) {
    await tab.setViewport({ width, height: 800 });
    const spill = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(spill <= 0, `${width}: ${spill} pixels too wide`);
  }
  await tab.keyboard.press('Escape');
  await until(tab, () => document.querySelector('xai-audit')?.shadowRoot?.activeElement?.classList.contains('open'));
  await tab.close();
});

test('paused, reloaded and gone on with, it ends as one that was left alone', async () => {
  const tab = await openAuditView(app);
  await chooseModel(tab, 'embedded:motion');
  await prepareDrawn(tab, COUNT);
  await pressInAudit(tab, '.standing button');
  const whole = withoutTimes(await finishAudit(tab));
  await tab.reload();
  await tab.waitForSelector('.audit-form');
  await chooseModel(tab, 'embedded:motion');
  await prepareDrawn(tab, COUNT);
  await pressInAudit(tab, '.standing button');
  const recordings = () => document.querySelector('xai-audit')?.shadowRoot?.querySelectorAll('.recording').length ?? 0;
  await until(
    tab,
    () => (document.querySelector('xai-audit')?.shadowRoot?.querySelectorAll('.recording').length ?? 0) > 1,
  );
  await tab.evaluate(() => document.querySelector('xai-audit')?.pause());
  await until(tab, () => ['paused', 'done'].includes(document.querySelector('xai-audit')?.phase ?? ''));
  const paused = await tab.evaluate(recordings);
  assert.ok(paused > 1 && paused <= COUNT, `${paused}`);
  await tab.reload();
  await tab.waitForSelector('.audit-form');
  await openLastKept(tab);
  assert.deepEqual(withoutTimes(await finishAudit(tab)), whole);
  await tab.close();
});

test("a person's own recordings with their labels, one of them broken", async () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, k) => [k / 50, 0.1, Math.sin(k / 9) / 9, 1].join(',')).join('\n');
  const files = {
    'rest.csv': `seconds,x,y,z\n${rows(300)}\n`,
    'rest.labels.csv': 'start,end,label\n0,6,idle\n',
    'broken.csv': `seconds,x,y,z\n${rows(200)}\n4.0,0.1,`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const tab = await openAuditView(app);
  await chooseModel(tab, 'embedded:motion');
  const input = (await tab.$('input.audit-files')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...Object.keys(files).map((name) => path.join(folder, name)));
  await tab.click('.audit-form > .row button');
  await until(tab, () => document.querySelector('xai-audit')?.estimate);
  await pressInAudit(tab, '.standing button');
  const { sessions, summary, findings } = await finishAudit<SessionAuditReport>(tab);
  assert.deepEqual(
    sessions.map(({ session, labels, results }) => [session, labels, results[0].status]),
    [
      ['broken.csv', null, 'failed'],
      ['rest.csv', 1, 'explained'],
    ],
  );
  assert.deepEqual([summary.explained, summary.failed], [1, 1]);
  assert.deepEqual(findings, [], 'one recording says nothing about all');
  const shown = await tab.evaluate(() => document.querySelector('xai-audit')?.shadowRoot?.textContent ?? '');
  assert.match(shown, /broken\.csv/);
  await tab.close();
});
