// Writes all that describes the elements, from one look at their source: custom-elements.json, types/tags.d.ts, editor/*
// and docs/api.
// Usage: node scripts/make-element-docs.mjs [--check]   (--check writes nothing and fails when a file is stale)
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { analyse } from './element-docs/analyse.mjs';
import { apiPages } from './element-docs/api-pages.mjs';
import { vscodeData, webTypes } from './element-docs/editor-data.mjs';
import { tagTypes } from './element-docs/tag-types.mjs';

const API = 'docs/api';
const manifest = analyse();
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const files = {
  'custom-elements.json': json(manifest),
  'types/tags.d.ts': tagTypes(manifest),
  'editor/vscode.html-custom-data.json': json(vscodeData(manifest)),
  'editor/web-types.json': json(webTypes(manifest, JSON.parse(readFileSync('package.json', 'utf8')))),
  ...Object.fromEntries(Object.entries(apiPages(manifest)).map(([name, text]) => [`${API}/${name}`, text])),
};
const left = (existsSync(API) ? readdirSync(API) : [])
  .map((name) => `${API}/${name}`)
  .filter((name) => !(name in files));

for (const { name, members = [] } of manifest.modules.flatMap(({ declarations }) => declarations)) {
  const silent = members.filter(({ description }) => !description).map((member) => member.name);
  if (silent.length > 0) throw new Error(`${name} says nothing of ${silent.join(', ')}: give each a comment.`);
}

if (process.argv.includes('--check')) {
  const isStale = ([name, text]) => !existsSync(name) || readFileSync(name, 'utf8') !== text;
  const stale = [
    ...Object.entries(files)
      .filter(isStale)
      .map(([name]) => name),
    ...left,
  ];
  for (const name of stale)
    console.error(`${name} is stale: run \`node scripts/make-element-docs.mjs\` and commit it.`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const name of left) rmSync(name);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(name), { recursive: true });
    writeFileSync(name, text);
  }
}
