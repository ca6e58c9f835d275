import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditReport } from '../../src/engine/audit-protocol.ts';
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

/** Pictures that are drawn: four of each kind. */
const COUNT = 24;

const app = onApp();

test('without any file: the caption is found, axe finds nothing, and all four files can be saved', async () => {
  const tab = await openAuditView(app);
  await findsNothing(tab, 'before');
  await prepareDrawn(tab, COUNT);
  await pressInAudit(tab, '.standing button');
  const report = await finishAudit<AuditReport>(tab);
  assert.equal(report.summary.explained, COUNT);
  assert.deepEqual([report.findings?.[0].kind, report.findings?.[0].label], ['fixed-position', 'boat']);
  await findsNothing(tab, 'after');
  const saved = await tab.evaluate(async () => {
    const element = document.querySelector('xai-audit');
    const files = await Promise.all((['html', 'json', 'csv', 'npz'] as const).map((format) => element?.save(format)));
    return { types: files.map((file) => file?.type), html: await files[0]?.text(), csv: await files[2]?.text() };
  });
  assert.deepEqual(saved.types, ['text/html', 'application/json', 'text/csv', 'application/zip']);
  assert.match(saved.html ?? '', /data:image\/webp;base64,/);
  assert.doesNotMatch(saved.html ?? '', /<script|https?:\/\//);
  assert.equal(saved.csv?.trim().split('\n').length, COUNT + 1);
  for (const width of [360, 1600]) {
    await tab.setViewport({ width, height: 800 });
    const spill = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(spill <= 0, `${width}: ${spill} pixels too wide`);
  }
  await tab.close();
});

test('an audit whose page is reloaded on the way goes on, and ends as one that was left alone', async () => {
  const tab = await openAuditView(app);
  await prepareDrawn(tab, COUNT);
  await pressInAudit(tab, '.standing button');
  const whole = withoutTimes(await finishAudit(tab));

  await tab.reload();
  await tab.waitForSelector('.audit-form');
  await prepareDrawn(tab, COUNT);
  for (let turn = 0; turn < 3; turn++) {
    const shown = () => document.querySelector('xai-audit')?.shadowRoot?.querySelectorAll('.tile').length ?? 0;
    if (turn === 0) await pressInAudit(tab, '.standing button');
    else await openLastKept(tab);
    await until(
      tab,
      (least: number) => {
        const tiles = document.querySelector('xai-audit')?.shadowRoot?.querySelectorAll('.tile').length ?? 0;
        return tiles > least || document.querySelector('xai-audit')?.phase === 'done';
      },
      turn * 6,
    );
    assert.ok((await tab.evaluate(shown)) > 0);
    await tab.reload();
    await tab.waitForSelector('.audit-form');
  }
  await openLastKept(tab);
  assert.deepEqual(withoutTimes(await finishAudit(tab)), whole);
  await tab.close();
});

test('an audit goes on with the models that it was opened with, whatever the form says by then', async () => {
  const tab = await openAuditView(app);
  await prepareDrawn(tab, COUNT);
  await chooseModel(tab, 'embedded:classifier-flat');
  await pressInAudit(tab, '.standing button');
  const [model] = (await finishAudit<AuditReport>(tab)).models;
  await tab.reload();
  await openLastKept(tab);
  const [again] = (await finishAudit<AuditReport>(tab)).models;
  assert.deepEqual([again.file, again.sha256], [model.file, model.sha256]);
  assert.match(model.file, /biased/);
  await tab.close();
});

test('an audit that is open in one tab is refused in another', async () => {
  const tab = await openAuditView(app);
  await prepareDrawn(tab, COUNT);
  await pressInAudit(tab, '.standing button');
  await until(tab, () => document.querySelector('xai-audit')?.phase === 'running');
  await until(tab, () => (document.querySelector('xai-audit')?.shadowRoot?.querySelectorAll('.tile').length ?? 0) > 0);
  const other = await openAuditView(app, 'same');
  await openLastKept(other);
  await until(other, () => document.querySelector('xai-audit')?.phase === 'error');
  const message = await other.evaluate(() => document.querySelector('xai-audit')?.error?.message);
  assert.match(message ?? '', /open in another tab/);
  await other.close();
  await finishAudit(tab);
  await tab.close();
});
