import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { Dice } from '../../src/scenes/dice.ts';
import { onApp } from './on-app.ts';
import { finishAudit, openAuditView, openLastKept, prepareDrawn, pressInAudit, withoutTimes } from './on-audit.ts';

const KILLS = 10;
const COUNT = 48;
/** Milliseconds: of opening and drawing, and of explaining, within which tabs are killed. */
const WHILE_OPENING = 2500;
const WHILE_RUNNING = 1500;

const app = onApp();

/** Ends the process of a tab, as when the system runs out of memory: nothing of the page or its workers gets another turn. */
async function kill(tab: Tab): Promise<void> {
  const session = await tab.createCDPSession();
  const gone = new Promise((resolve) => tab.once('error', resolve));
  session.send('Page.crash').catch(() => {});
  await gone;
  await tab.close();
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a tab that is killed at ten random moments loses nothing: the finished audit equals an undisturbed one', async () => {
  let tab = await openAuditView(app);
  await prepareDrawn(tab, COUNT);
  await pressInAudit(tab, '.standing button');
  const whole = withoutTimes(await finishAudit(tab));
  await tab.reload();
  await tab.waitForSelector('.audit-form');
  await prepareDrawn(tab, COUNT);
  await pressInAudit(tab, '.standing button');

  const dice = new Dice(23);
  const seen: number[] = [];
  for (let turn = 0; turn < KILLS; turn++) {
    if (turn > 0) {
      tab = await openAuditView(app, 'same');
      await openLastKept(tab);
    }
    const phase = () => tab.evaluate(() => document.querySelector('xai-audit')?.phase);
    const opening = dice.range(0, WHILE_OPENING);
    const running = dice.range(0, WHILE_RUNNING);
    if (turn > 0 && dice.chance(0.3)) await sleep(opening);
    else {
      for (let now = await phase(); now !== 'running' && now !== 'done'; now = await phase()) {
        // What the last tab had open is free once the browser has cleared up after it.
        if (now === 'error') await pressInAudit(tab, '.standing button');
        await sleep(20);
      }
      await sleep(running);
    }
    seen.push(
      await tab.evaluate(() => document.querySelector('xai-audit')?.shadowRoot?.querySelectorAll('.tile').length ?? 0),
    );
    await kill(tab);
  }
  console.log(`pictures on show when the tab was killed: ${seen.join(', ')}`);
  assert.ok(new Set(seen).size > 2, `it went on between: ${seen}`);
  tab = await openAuditView(app, 'same');
  await openLastKept(tab);
  assert.deepEqual(withoutTimes(await finishAudit(tab)), whole);
  await tab.close();
});
