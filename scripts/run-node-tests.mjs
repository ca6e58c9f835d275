// Bundles test files with esbuild (shaders as text, packages left outside) and hands them to `node --test`, several
// files to a process where they do not disturb each other.
// Usage: node scripts/run-node-tests.mjs [--full] [test/part ...]
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const TIMEOUT_MS = { fast: 240_000, full: 3_600_000 };
/** Few enough that two cores end at about the same time. */
const FILES_PER_PROCESS = 8;
/** Hooks at the top of a file would run for every file of its process. */
const HOOK = /\b(before|after|beforeEach|afterEach)\(/;

/** Names of test files, those of the full tier only when `full`, below one of `parts` when there are any. */
export function findTests({ full = false, parts = [] } = {}) {
  const wanted = parts.map((part) => path.normalize(part));
  return readdirSync('test', { recursive: true })
    .map((name) => path.join('test', name))
    .filter((name) => name.endsWith('.test.ts') && (full || !name.endsWith('.full.test.ts')))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.startsWith(part)))
    .sort();
}

function bundleInto(folder, files, logLevel) {
  return build({
    entryPoints: files,
    outdir: folder,
    outbase: '.',
    bundle: true,
    platform: 'node',
    format: 'esm',
    // What files share is written, and by a group's process loaded, once.
    splitting: true,
    target: 'node20',
    packages: 'external',
    conditions: ['xai-source'],
    loader: { '.wgsl': 'text' },
    sourcemap: 'inline',
    metafile: true,
    logLevel,
  });
}

/**
 * Bundles test files into a folder under `.build`. `broken` holds those that cannot be bundled, which does not keep the
 * others from running, `needsBrowser` those that can start Chromium and `alone` those that need a process of their own.
 */
export async function bundleTests(files) {
  const folder = path.join('.build', `test-${process.pid}`);
  const broken = new Set();
  let results;
  try {
    results = [await bundleInto(folder, files, 'silent')];
  } catch {
    results = [];
    for (const file of files) {
      await bundleInto(folder, [file], 'error').then(
        (result) => results.push(result),
        () => broken.add(file),
      );
    }
  }
  const needsBrowser = new Set();
  const alone = new Set();
  for (const { metafile } of results) {
    const outputs = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint);
    for (const { entryPoint } of outputs) {
      const { sources, packages } = reachable(entryPoint, metafile.inputs);
      const file = path.normalize(entryPoint);
      if (packages.has('puppeteer-core')) needsBrowser.add(file);
      const hasHooks = [...sources].some((name) => /^test[/\\]/.test(name) && HOOK.test(readFileSync(name, 'utf8')));
      if (hasHooks || packages.has('puppeteer-core')) alone.add(file);
    }
  }
  return { folder, broken, needsBrowser, alone, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The sources that a file imports, itself included, and the packages that these import. */
function reachable(file, inputs) {
  const sources = new Set();
  const packages = new Set();
  const visit = (name) => {
    if (sources.has(name)) return;
    sources.add(name);
    for (const { path: next, external } of inputs[name].imports) external ? packages.add(next) : visit(next);
  };
  visit(file);
  return { sources, packages };
}

/** What `node --test` is given: bundles, and files that import several bundles of one folder of `test`. */
function processesOf(files, { folder, alone }) {
  const bundleOf = (file) => path.join(folder, file.replace(/\.ts$/, '.js'));
  const folders = new Map();
  for (const file of files.filter((name) => !alone.has(name))) {
    const name = file.split(path.sep)[1];
    folders.set(name, [...(folders.get(name) ?? []), file]);
  }
  const groups = [];
  for (const [name, members] of folders) {
    for (let first = 0; first < members.length; first += FILES_PER_PROCESS) {
      const group = path.join(folder, `${name}-${first}.test.js`);
      const imports = members
        .slice(first, first + FILES_PER_PROCESS)
        .map((file) => path.relative(folder, bundleOf(file)));
      writeFileSync(group, imports.map((file) => `import './${file.replaceAll('\\', '/')}';\n`).join(''));
      groups.push(group);
    }
  }
  return [...files.filter((file) => alone.has(file)).map(bundleOf), ...groups];
}

/** Files with marks for two processors, or for what a process holds: they run last, with nothing beside them. */
const MEASURES = /(^|[\\/])(pace|memory)\.full\.test\.ts$/;

function added(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
    skips: [...a.skips, ...b.skips],
  };
}

function empty() {
  return { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
}

/** Runs bundled test files and gives `{ passed, failed, skipped, failures, skips }`. */
export async function runTests(files, bundle, { full = false, concurrency = 1 } = {}) {
  const broken = files.filter((file) => bundle.broken.has(file));
  const runnable = files.filter((file) => !bundle.broken.has(file));
  const besideOthers = await runBundled(
    runnable.filter((file) => !MEASURES.test(file)),
    bundle,
    { full, concurrency },
  );
  const byThemselves = await runBundled(
    runnable.filter((file) => MEASURES.test(file)),
    bundle,
    { full, concurrency: 1 },
  );
  const counts = added(besideOthers, byThemselves);
  counts.failed += broken.length;
  counts.failures.push(...broken.map((file) => `${file} (it cannot be bundled; esbuild says why above)`));
  return counts;
}

async function runBundled(files, bundle, { full, concurrency }) {
  if (files.length === 0) return empty();
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
      ...processesOf(files, bundle),
    ],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        XAI_TEST_SUMMARY: summary,
        // Files run side by side; threads of one that spin would take the core of the other.
        ...(concurrency > 1 ? { XAI_THREADS: process.env.XAI_THREADS ?? '1' } : {}),
        ...(full ? { XAI_FULL: '1' } : {}),
      },
    },
  );
  const code = await new Promise((resolve) => runner.on('exit', (status) => resolve(status ?? 1)));
  const died = `node --test ended with status ${code}`;
  try {
    const counts = JSON.parse(readFileSync(summary, 'utf8'));
    if (code === 0 || counts.failed > 0) return counts;
    return { ...counts, failed: 1, failures: [died] };
  } catch {
    return { ...empty(), failed: 1, failures: [`${died}, without a summary`] };
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
    for (const name of counts.failures) console.log(`FAILED: ${name}`);
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
