import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { transform } from 'esbuild';
import { parseRecipe } from '../../src/tasks/recipe.ts';
import { readDocs } from '../support/docs.ts';

const pages = readDocs();
const blocks = pages.flatMap(({ name, blocks }) => blocks.map((block) => ({ ...block, at: `${name}:${block.line}` })));

test('every link within the documentation leads somewhere', () => {
  const lost: string[] = [];
  for (const { name, text } of pages) {
    for (const [, target] of text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file] = target.split('#');
      if (file && !existsSync(path.join(path.dirname(name), file))) lost.push(`${name}: ${target}`);
    }
  }
  assert.deepEqual(lost, []);
});

test('troubleshooting has every code of the closed list, once, and no other', () => {
  const list = /XaiErrorCode =([\s\S]*?);/.exec(readFileSync('src/core/errors.ts', 'utf8'))?.[1] ?? '';
  const codes = [...list.matchAll(/^ +\| '([a-z-]+)'/gm)].map(([, code]) => code);
  const page = pages.find(({ name }) => name === 'docs/troubleshooting.md');
  const told = [...(page?.text ?? '').matchAll(/^### `([a-z-]+)`$/gm)].map(([, code]) => code);
  assert.ok(codes.length > 25);
  assert.deepEqual(told.toSorted(), codes.toSorted());
});

test('JSON is JSON, and the recipes among it fit the format', () => {
  for (const { language, text, at } of blocks) {
    if (language !== 'json') continue;
    const value = JSON.parse(text);
    if (at.startsWith('docs/recipes.md')) assert.ok(parseRecipe(value, at));
  }
});

test('JavaScript and TypeScript can be read', async () => {
  for (const { language, text, at } of blocks) {
    if (language !== 'js' && language !== 'ts') continue;
    await assert.doesNotReject(transform(text, { loader: language, format: 'esm', target: 'esnext' }), at);
  }
});

test('code imports what the package gives out', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, unknown> };
  const given = Object.keys(exports).map(
    (key) => new RegExp(`^${key.replace('.', 'xai-viewer').replace('*', '[\\w.-]+')}$`),
  );
  const imports = blocks.flatMap(({ text, at }) =>
    [...text.matchAll(/(?:from|import)\s*\(?'(xai-viewer[^']*)'/g)].map(([, name]) => ({ name, at })),
  );
  assert.ok(imports.length > 8, `${imports.length}`);
  for (const { name, at } of imports)
    assert.ok(
      given.some((pattern) => pattern.test(name)),
      `${at}: ${name}`,
    );
});

/** Attributes that any element may have. */
const GLOBAL: ReadonlySet<string> = new Set(['id', 'class', 'slot', 'lang', 'dir', 'hidden']);

test('tags in markup have only attributes that they know', () => {
  const { modules } = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
  const known = new Map<string, Set<string>>();
  for (const { declarations } of modules) {
    for (const { tagName, attributes = [] } of declarations) {
      if (tagName) known.set(tagName, new Set(attributes.map(({ name }: { name: string }) => name)));
    }
  }
  const seen: string[] = [];
  for (const { language, text, at } of blocks) {
    if (language !== 'html') continue;
    for (const [, tag, rest] of text.matchAll(/<(xai-[a-z]+)\s*([^>]*)>/g)) {
      seen.push(tag);
      for (const [, name] of rest.replaceAll(/="[^"]*"/g, '').matchAll(/([a-z-]+)/g)) {
        assert.ok(GLOBAL.has(name) || known.get(tag)?.has(name), `${at}: <${tag} ${name}>`);
      }
    }
  }
  for (const tag of ['xai-compare', 'xai-legend', 'xai-viewer']) assert.ok(seen.includes(tag), tag);
});

test('a method has a page that says what it answers, what it cannot, its cost, when it misleads, and its source', () => {
  const methods = pages.filter(({ name }) => name.startsWith('docs/methods/') && !name.endsWith('README.md'));
  const lacking = methods.flatMap(({ name, text }) =>
    [/what it answers/i, /what it can(?:'|no)t answer/i, /cost/i, /mislead/i, /source/i]
      .filter((words) => !words.test(text))
      .map((words) => `${name}: ${words}`),
  );
  assert.deepEqual(lacking, []);
});
