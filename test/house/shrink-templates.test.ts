import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { shrinkTemplates } from '../../scripts/shrink-templates.mjs';

// Templates within this file's own templates would end them.
const source = (text: string) => text.replaceAll('´', '`').replaceAll('§', '$');

test('white space becomes one space, and none before the end of a tag', () => {
  const written = source(`html´<div
      class="a"
      ?hidden=§{one}
    >
      <b>x</b>
      §{two}  y > z
    </div>´`);
  const wanted = source('html´<div class="a" ?hidden=§{one}> <b>x</b> §{two} y > z </div>´');
  assert.equal(shrinkTemplates(written), wanted);
});

test('values of attributes keep theirs, and so do unquoted ones before a slash', () => {
  const written = source(`html´<i title="a
    §{one}  b" part='c   d'  >  </i><input max=1   />´`);
  assert.equal(
    shrinkTemplates(written),
    source(`html´<i title="a
    §{one}  b" part='c   d'> </i><input max=1 />´`),
  );
});

test('a tag goes on behind the code between its parts, and templates within templates are shrunk too', () => {
  const written = source(`html´<ul
    §{place({ at: '}' })}
  >§{list.map((one) => {
    return html´<li
      >§{one}</li
    >´;
  })}</ul>´`);
  const wanted = source(`html´<ul §{place({ at: '}' })}>§{list.map((one) => {
    return html´<li>§{one}</li>´;
  })}</ul>´`);
  assert.equal(shrinkTemplates(written), wanted);
});

test('code, other literals and what is preformatted stay as they are', () => {
  for (const text of [
    'const a  = "html´  ´"; // html´  <b  >´',
    'say´  <b  >´',
    'const text = ´a  §{b}  c´;',
    'html´<pre>  a  </pre>´',
    'html´<textarea  .value=§{a}></textarea>´',
  ]) {
    assert.equal(shrinkTemplates(source(text)), source(text));
  }
});

test('a template without an end is refused', () => {
  assert.throws(() => shrinkTemplates(source('html´<b>§{a')), /does not end/);
});

const modules = ['src/elements', 'www'].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => file.endsWith('.ts')),
);

test('every module of the page can be shrunk, once and for all', () => {
  let saved = 0;
  for (const file of modules) {
    const text = readFileSync(file, 'utf8');
    const shrunk = shrinkTemplates(text);
    assert.equal(shrinkTemplates(shrunk), shrunk, file);
    saved += text.length - shrunk.length;
  }
  assert.ok(saved > 10_000, `${saved} characters of white space have gone`);
});
