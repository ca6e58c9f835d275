// Writes the published JSON Schemas from the valibot schemas that check the same files at run time.
// Usage: node scripts/make-schemas.mjs [--check]   (--check writes nothing and fails when a schema is stale)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { importSource } from './import-source.mjs';

/** Schema file: module and export that it is made from, and its title. */
const SCHEMAS = {
  'recipe.schema.json': {
    module: 'src/tasks/recipe.ts',
    name: 'recipeSchema',
    title: 'How to feed a model and read it',
  },
  'explanations.schema.json': {
    module: 'src/cli/report.ts',
    name: 'explanationsSchema',
    title: 'What the command explained',
  },
  'session.schema.json': {
    module: 'src/tasks/series/session-file.ts',
    name: 'sessionSchema',
    title: 'Recordings, labels and predictions on one time axis',
  },
  'audit.schema.json': {
    module: 'src/audit/result/audit-schema.ts',
    name: 'auditSchema',
    title: 'An audit: its summary, and everything that it was made of',
  },
  'session-audit.schema.json': {
    module: 'src/audit/sessions/session-report-schema.ts',
    name: 'sessionReportSchema',
    title: 'An audit of recordings: its summary, and everything that it was made of',
  },
  'policy.schema.json': {
    module: 'src/audit/result/policy.ts',
    name: 'policySchema',
    title: 'Rules that an audit passes or fails',
  },
};

/** Checks that JSON Schema has no word for; the run-time check still makes them. */
const RUN_TIME_ONLY = ['check', 'finite', 'gt_value'];

const check = process.argv.includes('--check');
let stale = 0;
mkdirSync('schemas', { recursive: true });
for (const [file, { module, name, title }] of Object.entries(SCHEMAS)) {
  const schema = (await importSource(`export * from './${module}';`))[name];
  const { $schema, ...rest } = toJsonSchema(schema, { typeMode: 'input', ignoreActions: RUN_TIME_ONLY });
  const text = `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
  const target = path.join('schemas', file);
  if (!check) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error(`${target} is stale: run \`node scripts/make-schemas.mjs\` and commit it.`);
    stale++;
  }
}
process.exitCode = stale > 0 ? 1 : 0;
