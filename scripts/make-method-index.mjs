// Writes the table of methods in docs/methods/README.md from the registry that the library itself asks.
// Usage: node scripts/make-method-index.mjs [--check]   (--check writes nothing and fails when the table is stale)
import { readFileSync, writeFileSync } from 'node:fs';
import { importSource } from './import-source.mjs';

const PAGE = 'docs/methods/README.md';
const [START, END] = ['<!-- table -->', '<!-- /table -->'];

function row({ name, aliases = [], tasks, needs = 'Nothing more.', cost = '', classAgnostic = false }) {
  const title = [`[${name}](${name}.md)`, ...aliases.map((alias) => `(${alias})`)].join(' ');
  const isAll = PICTURE_TASKS.every((task) => tasks.includes(task));
  const of = isAll ? (tasks.includes('series') ? 'all' : 'all of pictures') : tasks.join(', ');
  const cells = [title, of, classAgnostic ? '**no**: same map for all' : 'yes', needs, cost];
  return `| ${cells.join(' | ')} |`;
}

const { allMethods, PICTURE_TASKS } = await importSource(`
  import './src/methods/explain.ts';
  export { allMethods } from './src/methods/registry.ts';
  export { PICTURE_TASKS } from './src/tasks/recipe.ts';
`);
const lines = [
  '| method (alias) | tasks | this class | needs | cost |',
  '| --- | --- | --- | --- | --- |',
  ...allMethods().map(row),
];
const before = readFileSync(PAGE, 'utf8');
const [head, rest] = before.split(START);
const [, tail] = rest.split(END);
// A method without a page ends it here.
for (const { name } of allMethods()) readFileSync(`docs/methods/${name}.md`);
const after = `${head}${START}\n${lines.join('\n')}\n${END}${tail}`;
if (!process.argv.includes('--check')) writeFileSync(PAGE, after);
else if (after !== before) {
  console.error(`${PAGE} is stale: run \`node scripts/make-method-index.mjs\` and commit it.`);
  process.exitCode = 1;
}
