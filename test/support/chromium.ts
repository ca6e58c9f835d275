import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { findChromium } from '../../scripts/find-chromium.mjs';

export { findChromium };

const FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

export interface LaunchOptions {
  /** More command-line flags. */
  flags?: string[];
  /** Milliseconds one call of the browser's protocol may take; 180 000 by default. */
  protocolTimeout?: number;
}

/**
 * Starts headless Chromium with WebGPU on its software adapter and a profile of its own. `browser.close()` ends it and
 * removes the profile. A test file that calls this is known by its import and skipped under XAI_NO_BROWSER=1.
 */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found: install it, or set CHROME_PATH to its executable.');
  const profile = await mkdtemp(path.join(tmpdir(), 'xai-chromium-'));
  const removeProfile = () => rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  try {
    const browser = await puppeteer.launch({
      executablePath,
      headless: true,
      userDataDir: profile,
      protocolTimeout: options.protocolTimeout ?? 180_000,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...FLAGS, ...(options.flags ?? [])],
    });
    const close = browser.close.bind(browser);
    browser.close = async () => {
      await close();
      await removeProfile();
    };
    return browser;
  } catch (error) {
    await removeProfile();
    throw error;
  }
}
