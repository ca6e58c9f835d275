// The words that an attribute takes, where its type is a union of them, by way of the names of types.
import { readdirSync, readFileSync } from 'node:fs';

const sources = readdirSync('src', { recursive: true })
  .filter((name) => /^(core|elements|engine)\b.*\.ts$/.test(name))
  .map((name) => readFileSync(`src/${name}`, 'utf8'))
  .join('\n');

/** The literals of `'a' | 'b'`, `Name`, `Name['field']` or `(typeof NAMES)[number]`; none for any other type. */
export function literalValues(type) {
  const parts = type.split('|').map((part) => part.trim());
  return [...new Set(parts.flatMap(valuesOfPart))];
}

function valuesOfPart(part) {
  const literal = /^'([^']*)'$/.exec(part);
  if (literal) return [literal[1]];
  const list = /^\(typeof (\w+)\)\[number\]$/.exec(part);
  if (list) return literalsIn(new RegExp(`const ${list[1]} = \\[([^\\]]*)\\]`).exec(sources)?.[1] ?? '');
  const field = /^(\w+)\['(\w+)'\]$/.exec(part);
  if (field)
    return literalValues(
      new RegExp(`interface ${field[1]} {[^}]*?readonly ${field[2]}: ([^;]+);`).exec(sources)?.[1] ?? '',
    );
  if (!/^[A-Z]\w+$/.test(part)) return [];
  return literalValues(new RegExp(`export type ${part} =([^;]+);`).exec(sources)?.[1] ?? '');
}

function literalsIn(text) {
  return [...text.matchAll(/'([^']*)'/g)].map(([, word]) => word);
}
