// Writes the table of methods in docs/methods/README.md from the registry that the library itself asks.
// Usage: node scripts/make-method-index.mjs [--check]   (--check writes nothing and fails when the table is stale)
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const PAGE = 'docs/methods/README.md';
/** Tasks whose input is a picture, which is all but series. */
const PICTURE_TASKS = 7;
const [START, END] = ['<!-- table -->', '<!-- /table -->'];

async function loadMethods() {
  const out = path.join('.build', `methods-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: "import './src/methods/explain.ts'; export { allMethods } from './src/methods/registry.ts';",
      resolveDir: '.',
    },
    // The package says that no module has side effects; defining the methods is one.
    ignoreAnnotations: true,
    outfile: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    conditions: ['xai-source'],
    loader: { '.wgsl': 'text' },
    logLevel: 'warning',
  });
  try {
    return (await import(pathToFileURL(path.resolve(out)).href)).allMethods();
  } finally {
    rmSync(out);
  }
}

function row({ name, aliases = [], tasks, needs = 'Nothing more.', cost = '', classAgnostic = false }) {
  const page = existsSync(`docs/methods/${name}.md`) ? `[${name}](${name}.md)` : name;
  const title = [page, ...aliases.map((alias) => `(${alias})`)].join(' ');
  const of = tasks.length === PICTURE_TASKS ? 'all of pictures' : tasks.join(', ');
  const cells = [title, of, classAgnostic ? '**no**: same map for all' : 'yes', needs, cost];
  return `| ${cells.join(' | ')} |`;
}

const lines = [
  '| method (alias) | tasks | this class | needs | cost |',
  '| --- | --- | --- | --- | --- |',
  ...(await loadMethods()).map(row),
];
const before = readFileSync(PAGE, 'utf8');
const [head, rest] = before.split(START);
const [, tail] = rest.split(END);
const after = `${head}${START}\n${lines.join('\n')}\n${END}${tail}`;
if (!process.argv.includes('--check')) writeFileSync(PAGE, after);
else if (after !== before) {
  console.error(`${PAGE} is stale: run \`node scripts/make-method-index.mjs\` and commit it.`);
  process.exitCode = 1;
}
