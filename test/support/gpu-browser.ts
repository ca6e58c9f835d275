import type { Browser, Page as BrowserPage } from 'puppeteer-core';
import { launchChromium } from './chromium.ts';
import { type Page, servePage } from './page.ts';

/** A page of Chromium that runs named GPU cases; close it when done. */
export class GpuBrowser {
  readonly #browser: Browser;
  readonly #served: Page;
  readonly #page: BrowserPage;

  /** @param entry module that puts `runCase(name)` on the page, from the project's root */
  static async open(entry: string): Promise<GpuBrowser> {
    const served = await servePage({ entry });
    try {
      const browser = await launchChromium();
      const page = await browser.newPage();
      page.on('pageerror', (error) => process.stderr.write(`${error}\n`));
      await page.goto(served.url);
      await page.waitForFunction('typeof globalThis.runCase === "function"');
      return new GpuBrowser(browser, served, page);
    } catch (error) {
      await served.stop();
      throw error;
    }
  }

  private constructor(browser: Browser, served: Page, page: BrowserPage) {
    this.#browser = browser;
    this.#served = served;
    this.#page = page;
  }

  /** What went wrong in a case, or null. */
  async run(name: string): Promise<string | null> {
    return (await this.#page.evaluate(`runCase(${JSON.stringify(name)})`)) as string | null;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#served.stop();
  }
}
