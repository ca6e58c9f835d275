import { after, afterEach, before, beforeEach } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import type { Server } from '../../scripts/serve.mjs';
import { type BuiltApp, buildTestApp } from '../support/app.ts';
import { AppDriver } from './app-driver.ts';

export interface OnApp {
  /** Further arguments for Chromium. */
  readonly flags?: string[];
  /** False: served without COOP and COEP, which leaves wasm one thread. */
  readonly isolated?: boolean;
  /** What else is done before the first test; hooks of a file's own do not wait for one another. */
  readonly begin?: (app: ServedApp) => Promise<void>;
}

/** The built app as it is served to the tests of a file; there from their first hook on. */
export interface ServedApp {
  readonly url: string;
  /** Where the app's files lie. */
  readonly folder: string;
  readonly driver: AppDriver;
  /** Takes the server away. */
  stopServing(): Promise<void>;
  /** Serves the app again, at the same address. */
  serve(options?: { isolated?: boolean }): Promise<void>;
}

/**
 * Builds the app, serves it under the strict policy and starts a browser for the tests of this file. After each of them
 * nothing may have been complained of, or asked of another machine.
 * @param opened takes a fresh tab before each test, which is closed after it; without it the tests open their own
 */
export function onApp({ flags, isolated, begin }: OnApp = {}, opened?: (tab: Tab) => void): ServedApp {
  let built: BuiltApp;
  let server: Server | null = null;
  let url = '';
  let driver: AppDriver;
  let tab: Tab | null = null;

  before(async () => {
    built = await buildTestApp();
    await serve({ isolated });
    driver = await AppDriver.start(flags);
    await begin?.(app);
  });

  after(async () => {
    await driver?.stop();
    await stopServing();
    built?.remove();
  });

  if (opened) {
    beforeEach(async () => {
      tab = await driver.open();
      opened(tab);
    });
  }

  afterEach(async () => {
    if (!tab?.isClosed()) await tab?.close();
    driver.check();
  });

  async function stopServing(): Promise<void> {
    await server?.stop();
    server = null;
  }

  async function serve(options?: { isolated?: boolean }): Promise<void> {
    await stopServing();
    server = await built.serve(options);
    url = server.url;
  }

  const app: ServedApp = {
    get url() {
      return url;
    },
    get folder() {
      return built.folder;
    },
    get driver() {
      return driver;
    },
    stopServing,
    serve,
  };
  return app;
}
