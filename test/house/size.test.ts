import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { auditElement, auditWorker, elements, saved, viewerParts, worker } from '../../scripts/build-plan.mjs';

const TABLE = 'test/house/sizes.json';

/** A part may drift this far from its pinned size before someone has to look: small edits pass, a new package does not. */
const DRIFT = 0.03;

/** Bytes after gzip of the code that a page loads, source maps and licences left out. */
async function gzipSize(plan: BuildOptions): Promise<number> {
  const { outputFiles } = await build({ ...plan, write: false, sourcemap: false, legalComments: 'none' });
  return outputFiles
    .filter((file) => file.path.endsWith('.js'))
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

/** A part for each file of a plan. */
const each = (plan: typeof elements) =>
  Object.fromEntries(
    Object.entries(plan.entryPoints).map(([name, file]) => [name, { ...plan, entryPoints: { [name]: file } }]),
  );

const PARTS: Record<string, BuildOptions> = {
  ...each(elements),
  ...each(viewerParts),
  'xai-saved': saved,
  worker: { ...worker, external: ['onnxruntime-web/*'] },
  'audit element': auditElement,
  'audit worker': { ...auditWorker, external: ['onnxruntime-web/*'] },
  'reading a model': {
    ...worker,
    entryPoints: undefined,
    stdin: { contents: "export { describeModel, readModel } from './src/index.ts';", resolveDir: '.' },
    packages: 'external',
    external: ['onnxruntime-web/*'],
  },
};

/** Pinned sizes in bytes, limits in KiB. */
const table = JSON.parse(readFileSync(TABLE, 'utf8')) as Record<string, { gzip: number; limit: number }>;

test('the table pins every part and no other', () => {
  assert.deepEqual(Object.keys(table), Object.keys(PARTS));
});

for (const [name, plan] of Object.entries(PARTS)) {
  test(`${name}: its size after gzip is the pinned one and below its limit`, async () => {
    const size = await gzipSize(plan);
    const { gzip, limit } = table[name];
    assert.ok(size <= limit * 1024, `${size} bytes are above the limit of ${limit} KiB`);
    assert.ok(
      Math.abs(size - gzip) <= DRIFT * gzip,
      `${size} bytes are more than ${DRIFT * 100} % off the pinned ${gzip}; if that is meant, write ${size} to ${TABLE}`,
    );
  });
}
