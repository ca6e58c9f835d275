// `npm test`: installs what is missing, then builds, checks types and style and runs every test, each part even when an
// earlier one failed. The last line is the sum. Options: --full (the long tests too), folders or files under test/ (only
// their tests). Node's own modules only, since this runs before there is a node_modules.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { installWhenStale } from './install.mjs';
import { provideChromium } from './provide-chromium.mjs';

const full = process.argv.includes('--full');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const noBrowser = process.env.XAI_NO_BROWSER === '1';

const colors = process.stdout.isTTY ? 'force' : 'off';
const total = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
const seconds = [];

function add(counts) {
  for (const key of ['passed', 'failed', 'skipped']) total[key] += counts[key];
  total.failures.push(...(counts.failures ?? []));
  total.skips.push(...(counts.skips ?? []));
}

async function part(name, work) {
  console.log(`\n${name}`);
  const start = performance.now();
  try {
    add(await work());
  } catch (error) {
    console.error(`  ${error.message.replaceAll('\n', '\n  ')}`);
    add({ passed: 0, failed: 1, skipped: 0, failures: [name] });
  }
  seconds.push(`${name} ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** Runs tools that do not need each other two at a time, each of which passes or fails as a whole. */
async function tools(names) {
  const waiting = Object.entries(names);
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await tool(...next);
  };
  await Promise.all([work(), work()]);
}

async function tool(name, parameters) {
  const start = performance.now();
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  // Said in one piece at its end, since two speak at once.
  const said = [];
  child.stdout.on('data', (piece) => said.push(piece));
  child.stderr.on('data', (piece) => said.push(piece));
  const status = await new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
  console.log(`\n${name}\n${Buffer.concat(said).toString().trimEnd()}`);
  if (status !== 0) console.error(`  ${name} failed with status ${status}`);
  add({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0, failures: status === 0 ? [] : [name] });
  seconds.push(`${name} ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function skipAll(files, reason) {
  return { passed: 0, failed: 0, skipped: files.length, skips: files.map((file) => `${file} (${reason})`) };
}

async function tests() {
  const { bundleTests, findTests, runTests } = await import('./run-node-tests.mjs');
  const files = findTests({ full, parts: wanted });
  if (files.length === 0) throw new Error(`No test file lies under ${wanted.join(', ') || 'test'}.`);
  const bundle = await bundleTests(files);
  const browser = noBrowser ? files.filter((file) => bundle.needsBrowser.has(file)) : [];
  try {
    await part('tests', () => {
      add(skipAll(browser, 'XAI_NO_BROWSER=1'));
      const runnable = files.filter((file) => !browser.includes(file));
      // Most files keep one core busy; two at a time fill the two cores that the time limit is meant for. All in one go,
      // since each further group would end with one core waiting for the other.
      return runTests(runnable, bundle, { full, concurrency: Math.min(2, availableParallelism()) });
    });
  } finally {
    bundle.remove();
  }
}

async function main() {
  installWhenStale();
  if (!noBrowser) {
    await part('Chromium', () => {
      process.env.CHROME_PATH = provideChromium();
      console.log(`  ${process.env.CHROME_PATH}`);
      return { passed: 1, failed: 0, skipped: 0 };
    });
  }
  await tools({
    build: ['esbuild.mjs'],
    ...(wanted.length === 0 && {
      'type check': ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'],
      'published schemas': ['scripts/make-schemas.mjs', '--check'],
      'index of methods': ['scripts/make-method-index.mjs', '--check'],
      'lint and format': ['node_modules/@biomejs/biome/bin/biome', 'ci', `--colors=${colors}`, '.'],
    }),
  });
  await tests().catch((error) => {
    console.error(error.message);
    add({ passed: 0, failed: 1, skipped: 0, failures: ['bundling the tests'] });
  });

  console.log(`\n${seconds.join(', ')}`);
  for (const name of total.skips) console.log(`skipped: ${name}`);
  for (const name of total.failures) console.log(`FAILED: ${name}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  if (total.failed > 0) process.exitCode = 1;
}

main().catch((error) => {
  console.error(error.message);
  console.log(`${total.passed} passed, ${total.failed + 1} failed, ${total.skipped} skipped`);
  process.exitCode = 1;
});
