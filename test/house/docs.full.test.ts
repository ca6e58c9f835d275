import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { Bench } from '../cli/command.ts';
import { type CodeBlock, readDocs } from '../support/docs.ts';
import { runIn } from './pack.ts';

/** Pages whose code runs from top to bottom, in a folder of their own. */
const RUN = ['start', 'embedding', 'command', 'repeating', 'extending'].map((name) => `docs/${name}.md`);

const pages = readDocs().filter(({ name }) => RUN.includes(name));
const FOLDER = path.resolve('.build', `docs-${process.pid}`);

/** What `extending.md` and others read is drawn by the pages before them. */
const SCENES = ['scenes', '--count', '2', '--size', '256', '--output', 'scenes/'];

after(() => rmSync(FOLDER, { recursive: true, force: true }));

test('TypeScript of every page satisfies the strict compiler', () => {
  mkdirSync(FOLDER, { recursive: true });
  const files: string[] = [];
  for (const { name, blocks } of pages) {
    for (const { language, text, line } of blocks) {
      if (language !== 'ts') continue;
      const file = `${path.basename(name, '.md')}-${line}.ts`;
      writeFileSync(path.join(FOLDER, file), text);
      files.push(file);
    }
  }
  assert.ok(files.length >= 3);
  const paths = { 'xai-viewer': ['../../src/index.ts'], 'xai-viewer/xai-viewer': ['../../src/xai-viewer.ts'] };
  const settings = { extends: '../../tsconfig.json', compilerOptions: { paths }, include: [], files };
  writeFileSync(
    path.join(FOLDER, 'tsconfig.json'),
    JSON.stringify({
      ...settings,
      files: [...files, '../../shaders/wgsl.d.ts', '../../src/tasks/series/wavefile.d.ts'],
    }),
  );
  runIn('.', process.execPath, ['node_modules/typescript/bin/tsc', '-p', FOLDER]);
});

for (const { name, blocks } of pages) {
  describe(`the code of ${name}`, () => {
    let bench: Bench;
    before(async () => {
      bench = await Bench.make();
      const drawn = await bench.run(SCENES);
      assert.equal(drawn.status, 0, drawn.stderr);
    });
    after(() => bench?.remove());

    for (const block of blocks) {
      if (block.language === 'sh') {
        for (const line of commandsOf(block)) test(line, () => runCommand(bench, line));
      } else if (block.language === 'ts') {
        test(`TypeScript of line ${block.line}`, () => runModule(bench, block));
      } else if (block.language === 'js' && !block.text.includes('document')) {
        // A package finds itself by its name; what asks for a page is for browsers.
        test(`JavaScript of line ${block.line}`, () => {
          runIn('.', process.execPath, ['--input-type=module', '--eval', block.text]);
        });
      }
    }
  });
}

/** Lines of the command; starting the app is tested on its own. */
function commandsOf({ text }: CodeBlock): string[] {
  const lines = text.split('\n').filter((line) => line !== '' && line !== 'npm start');
  for (const line of lines) assert.match(line, /^npx xai-viewer /);
  return lines;
}

async function runCommand(bench: Bench, line: string): Promise<void> {
  // As a shell does: what stands in quotes is one word.
  const words = [...line.replace('npx xai-viewer ', '').matchAll(/"([^"]*)"|\S+/g)].map(
    ([word, quoted]) => quoted ?? word,
  );
  const { status, stderr } = await bench.run(words);
  assert.equal(status, 0, stderr);
}

async function runModule(bench: Bench, { text, line }: CodeBlock): Promise<void> {
  const outfile = path.join(FOLDER, `run-${line}.mjs`);
  await build({
    stdin: { contents: text, loader: 'ts', resolveDir: '.' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    conditions: ['xai-source'],
    alias: { 'xai-viewer': './src/index.ts' },
    loader: { '.wgsl': 'text' },
    logLevel: 'error',
  });
  assert.ok(readFileSync(outfile).length > 0);
  assert.notEqual(runIn(bench.folder, process.execPath, [outfile]), '');
}
