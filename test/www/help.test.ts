import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readHelp } from '../../scripts/build-help.mjs';
import { addressOf, type HelpNode, readPlace, textOf } from '../../www/help/help-pages.ts';
import { searchHelp, sectionsOf } from '../../www/help/search-help.ts';
import { readDocs } from '../support/docs.ts';

const { pages, files } = readHelp();
const byName = new Map(pages.map((page) => [page.name, page]));

function* elementsOf(nodes: readonly HelpNode[]): Generator<Exclude<HelpNode, string>> {
  for (const node of nodes) {
    if (typeof node === 'string') continue;
    yield node;
    yield* elementsOf(node.slice(2) as HelpNode[]);
  }
}

const marksOf = (name: string) =>
  [...elementsOf(byName.get(name)?.nodes ?? [])].flatMap(([, attributes]) => attributes['data-mark'] ?? []);

test('every page is reached from the contents, and those of a folder follow its own page', () => {
  const reached = new Set(['']);
  for (const name of reached) {
    for (const [tag, { href = '' }] of elementsOf(byName.get(name)?.nodes ?? [])) {
      if (tag === 'a' && href.startsWith('#help/')) reached.add(readPlace(href.slice('#help/'.length)).page);
    }
  }
  assert.deepEqual([...reached].sort(), [...byName.keys()].sort());
  const names = pages.map(({ name }) => name);
  assert.equal(names[0], '');
  assert.equal(names[names.indexOf('methods') + 1], 'methods/d-rise');
});

test('links lead to pages and headings of the help, or to files that come along', () => {
  const lost: string[] = [];
  for (const { name, nodes } of pages) {
    for (const [tag, { href, src }] of elementsOf(nodes)) {
      if (tag === 'img' && !files.has(src)) lost.push(`${name}: ${src}`);
      if (tag !== 'a' || href.startsWith('https:')) continue;
      const { page, mark } = readPlace(href.replace(/^#help\/?/, ''));
      const isThere = href.startsWith('#help')
        ? byName.has(page) && (mark === '' || marksOf(page).includes(mark))
        : files.has(href) || href.startsWith('models/');
      if (!isThere) lost.push(`${name}: ${href}`);
    }
  }
  assert.deepEqual(lost, []);
});

test('each method and each error code has its place', () => {
  const methods = JSON.parse(JSON.stringify([...byName.keys()])).filter((name: string) => name.startsWith('methods/'));
  const told = readDocs().filter(({ name }) => /^docs\/methods\/(?!README)/.test(name));
  assert.equal(methods.length, told.length);
  const list = /XaiErrorCode =([\s\S]*?);/.exec(readFileSync('src/core/errors.ts', 'utf8'))?.[1] ?? '';
  const marks = marksOf('troubleshooting');
  for (const [, code] of list.matchAll(/^ +\| '([a-z-]+)'/gm)) assert.ok(marks.includes(code), code);
});

test('what a page says is all there: words, code as it was written, tags as text', () => {
  for (const { name, text, blocks } of readDocs()) {
    const page = byName.get(name.replace(/^docs\//, '').replace(/(^|\/)README\.md$|\.md$/, ''));
    if (!page || name === 'README.md') continue;
    const shown = [...elementsOf(page.nodes)].filter(([tag]) => tag === 'pre').map(textOf);
    for (const block of blocks) assert.ok(shown.includes(block.text.replace(/\n$/, '')), `${name}:${block.line}`);
    const words = (all: string) => [...new Set(all.match(/\p{L}{3,}/gu))].sort();
    const bare = text
      .replaceAll(/<!--.*?-->|<br\s*\/?>|!\[[^\]]*\]\([^)]*\)|^```\w*$/gm, ' ')
      .replaceAll(/\]\([^)\s]*\)/g, ']');
    const flat = sectionsOf([page]).map((section) => `${section.heading} ${section.text}`);
    assert.deepEqual(words(flat.join(' ')), words(bare), name);
  }
  assert.equal(byName.get('api/xai-viewer')?.title, '<xai-viewer>');
});

test('places of the help survive being written as an address', () => {
  for (const place of [
    { page: '', mark: '' },
    { page: 'methods/d-rise', mark: '' },
    { page: 'troubleshooting', mark: 'model-fetch' },
  ]) {
    assert.deepEqual(readPlace(addressOf(place).replace(/^#help\/?/, '')), place);
  }
});

test('search wants every word, puts headings first, and shows the words it found', () => {
  const sections = sectionsOf(pages);
  const [first] = searchHelp(sections, 'model-fetch');
  assert.deepEqual([first.page, first.mark], ['troubleshooting', 'model-fetch']);
  const hits = searchHelp(sections, 'Trusted types');
  assert.ok(hits.length > 0);
  assert.ok(hits.every((hit) => /trusted/i.test(hit.text + hit.heading) && /types/i.test(hit.text + hit.heading)));
  const [hosting] = hits.filter(({ page }) => page === 'hosting');
  assert.match(hosting.excerpt, /trusted-types/i);
  assert.ok(hits.every(({ excerpt }) => excerpt.length < 200));
  assert.deepEqual(searchHelp(sections, 'zebrafish'), []);
  assert.deepEqual(searchHelp(sections, '   '), []);
});
