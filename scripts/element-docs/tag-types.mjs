// types/tags.d.ts: for each tag its class, its properties, attributes and events, from which types/react.d.ts and its
// neighbours make what each framework wants.
import { readFileSync } from 'node:fs';
import { elementsOf } from './analyse.mjs';

/** Where events are declared. */
const EVENT_FILES = ['events', 'timeline-events'];

const unquoted = /^[A-Za-z_$][\w$]*$/;
const key = (name) => (unquoted.test(name) ? name : `'${name}'`);
const union = (names) => names.map((name) => `'${name}'`).join(' | ') || 'never';

export function tagTypes(manifest) {
  const elements = elementsOf(manifest);
  const classes = elements.map(({ name, tagName }) => `import type { ${name} } from '../dist/types/${tagName}.js';`);
  const events = [...new Set(elements.flatMap(({ events = [] }) => events.map(({ type }) => type.text)))].sort();
  const imports = EVENT_FILES.map((file) => {
    const source = readFileSync(`src/elements/${file}.ts`, 'utf8');
    const own = events.filter((name) => source.includes(`export class ${name} `));
    return `import type {\n  ${own.join(',\n  ')},\n} from '../dist/types/elements/${file}.js';`;
  });
  return `// Made by scripts/make-element-docs.mjs from the elements' source; do not edit.
${classes.join('\n')}
${imports.join('\n')}

/** The class of each tag. */
export interface TagElements {
${elements.map(({ tagName, name }) => `  '${tagName}': ${name};`).join('\n')}
}

/** What may be set on each, by the names of its properties. */
export interface TagProperties {
${elements.map(({ tagName, name, members = [] }) => `  '${tagName}': Partial<Pick<${name}, ${union(settable(members))}>>;`).join('\n')}
}

/** What may be written in markup where it is called otherwise than the property. */
export interface TagAttributes {
${elements
  .map(
    ({ tagName, attributes = [] }) =>
      `  '${tagName}': {${attributes
        .filter(({ name, fieldName }) => name !== fieldName)
        .map((attribute) => ` ${key(attribute.name)}?: ${markupType(attribute)};`)
        .join('')} };`,
  )
  .join('\n')}
}

/** What each tells of. */
export interface TagEvents {
${elements.map(({ tagName, events: told = [] }) => `  '${tagName}': {${told.map(({ name, type }) => ` '${name}': ${type.text};`).join('')} };`).join('\n')}
}
`;
}

/** Fields with an initial value; the others are only to be read. */
function settable(members) {
  return members
    .filter(({ kind, readonly, default: value }) => kind === 'field' && !readonly && value !== undefined)
    .map(({ name }) => name);
}

/** What JSX and templates write: numbers as numbers or text, the rest as text or nothing. */
function markupType({ type }) {
  if (type?.text === 'boolean') return "boolean | ''";
  return type?.text.includes('number') ? 'number | string' : 'string';
}
