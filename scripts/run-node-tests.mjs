// Bundles test files with esbuild (shaders as text, packages left outside) and hands them to `node --test`.
// Usage: node scripts/run-node-tests.mjs [--full] [test/part ...]
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const TIMEOUT_MS = { fast: 240_000, full: 3_600_000 };

/** Names of test files, those of the full tier only when `full`, below one of `parts` when there are any. */
export function findTests({ full = false, parts = [] } = {}) {
  const wanted = parts.map((part) => path.normalize(part));
  return readdirSync('test', { recursive: true })
    .map((name) => path.join('test', name))
    .filter((name) => name.endsWith('.test.ts') && (full || !name.endsWith('.full.test.ts')))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.startsWith(part)))
    .sort();
}

/** Bundles test files into a folder under `.build`; `needsBrowser` holds those that can start Chromium. */
export async function bundleTests(files) {
  const folder = path.join('.build', `test-${process.pid}`);
  const { metafile } = await build({
    entryPoints: files,
    outdir: folder,
    outbase: '.',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    conditions: ['xai-source'],
    loader: { '.wgsl': 'text' },
    sourcemap: 'inline',
    metafile: true,
    logLevel: 'warning',
  });
  const needsBrowser = new Set();
  for (const output of Object.values(metafile.outputs)) {
    if (output.imports.some(({ path: name }) => name === 'puppeteer-core'))
      needsBrowser.add(path.normalize(output.entryPoint));
  }
  return { folder, needsBrowser, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs bundled test files and gives `{ passed, failed, skipped, failures, skips }`. */
export async function runTests(files, bundle, { full = false, concurrency = 1 } = {}) {
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
  const summary = path.join(bundle.folder, 'summary.json');
  rmSync(summary, { force: true });
  const runner = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      '--test',
      `--test-concurrency=${concurrency}`,
      `--test-timeout=${full ? TIMEOUT_MS.full : TIMEOUT_MS.fast}`,
      '--test-reporter=./scripts/test-reporter.mjs',
      '--test-reporter-destination=stdout',
      ...files.map((file) => path.join(bundle.folder, file.replace(/\.ts$/, '.js'))),
    ],
    { stdio: 'inherit', env: { ...process.env, XAI_TEST_SUMMARY: summary, ...(full ? { XAI_FULL: '1' } : {}) } },
  );
  const code = await new Promise((resolve) => runner.on('exit', (status) => resolve(status ?? 1)));
  const died = `node --test ended with status ${code}`;
  try {
    const counts = JSON.parse(readFileSync(summary, 'utf8'));
    if (code === 0 || counts.failed > 0) return counts;
    return { ...counts, failed: 1, failures: [died] };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: [`${died}, without a summary`], skips: [] };
  }
}

async function main() {
  const parts = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const full = process.argv.includes('--full');
  const files = findTests({ full, parts });
  if (files.length === 0) throw new Error(`No test file lies under ${parts.join(', ') || 'test'}.`);
  const bundle = await bundleTests(files);
  try {
    const counts = await runTests(files, bundle, { full, concurrency: Math.min(2, availableParallelism()) });
    for (const name of counts.skips) console.log(`skipped: ${name}`);
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    if (counts.failed > 0) process.exitCode = 1;
  } finally {
    bundle.remove();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
