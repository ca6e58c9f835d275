import assert from 'node:assert/strict';
import type { Browser, BrowserContext, ElementHandle, Page as Tab } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.ts';
import { type Guard, startGuard } from '../support/guard.ts';

const WAIT = { timeout: 90_000, polling: 50 };
/** How often a page is looked at for faults before one counts. */
const LOOKS = 3;

/** A browser whose every request to another machine is written down and refused. */
export class AppDriver {
  readonly #browser: Browser;
  readonly #guard: Guard;
  readonly complaints: string[] = [];
  #context: BrowserContext | null = null;

  private constructor(browser: Browser, guard: Guard) {
    this.#browser = browser;
    this.#guard = guard;
  }

  static async start(flags: string[] = []): Promise<AppDriver> {
    const guard = await startGuard();
    const browser = await launchChromium({ flags: [guard.flag, ...flags] });
    return new AppDriver(browser, guard);
  }

  /** A tab; those of one visitor share their storage. */
  async open({ visitor = 'new' }: { visitor?: 'new' | 'same' } = {}): Promise<Tab> {
    if (visitor === 'new' || !this.#context) {
      await this.#context?.close();
      this.#context = await this.#browser.createBrowserContext();
    }
    const tab = await this.#context.newPage();
    tab.on('console', (message) => this.complaints.push(message.text()));
    tab.on('pageerror', (error) => this.complaints.push(String(error)));
    await tab.setViewport({ width: 1200, height: 900 });
    return tab;
  }

  /** Fails on whatever was complained of, or asked of another machine, since the last call. */
  check(): void {
    assert.deepEqual(this.complaints.splice(0), [], 'the policy is kept and nothing is thrown');
    assert.deepEqual(this.#guard.strangers.splice(0), [], 'no request leaves the origin');
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#guard.stop();
  }
}

/** Waits for a condition; when it does not come true, the error tells what the page shows instead. */
export async function until<A extends unknown[]>(
  tab: Tab,
  condition: (...args: A) => unknown,
  ...args: A
): Promise<void> {
  try {
    await tab.waitForFunction(condition as (...args: unknown[]) => unknown, WAIT, ...args);
  } catch (cause) {
    const shown = await tab.evaluate(() => {
      const viewer = document.querySelector('xai-viewer');
      return `${location.href}, ${viewer?.phase}, ${viewer?.error?.message}\n${document.body.innerText}`;
    });
    throw new Error(`Waited in vain for ${condition}. The page shows:\n${shown}`, { cause });
  }
}

/** Puts files into one of the app's inputs. */
export async function give(tab: Tab, kind: 'model' | 'rival' | 'pictures', ...files: string[]): Promise<void> {
  const input = (await tab.$(`input.${kind}`)) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...files);
}

/** Violations that axe finds on the page, as text. */
async function audit(tab: Tab): Promise<string[]> {
  // As text, so that the bundler leaves it alone.
  await tab.evaluate(`import('/axe/axe.min.js').then(() => true)`);
  return tab.evaluate(async () => {
    type Axe = { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    const { violations } = await (window as never as { axe: Axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => `${n.html} ${n.failureSummary}`).join('; ')}`);
  });
}

/** Fails on what axe finds, and says what it is. Colours on their way from one theme to the other are looked at again. */
export async function findsNothing(tab: Tab, when = 'axe'): Promise<void> {
  let found = await audit(tab);
  for (let turn = 0; turn < LOOKS - 1 && found.length > 0; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    found = await audit(tab);
  }
  assert.deepEqual(found, [], `${when}: ${found.join('; ')}`);
}
