// What editors complete: VS Code's custom data for HTML, and web-types for JetBrains' editors.
import { elementsOf } from './analyse.mjs';
import { literalValues } from './literal-values.mjs';

/** https://github.com/microsoft/vscode-html-languageservice/blob/main/docs/customData.schema.json */
export function vscodeData(manifest) {
  const tags = elementsOf(manifest).map(({ tagName, description, attributes = [] }) => ({
    name: tagName,
    description,
    attributes: attributes.map(({ name, description, type }) => {
      const values = literalValues(type?.text ?? '').map((value) => ({ name: value }));
      return {
        name,
        description,
        ...(values.length > 0 && { values }),
        ...(type?.text === 'boolean' && { valueSet: 'v' }),
      };
    }),
  }));
  return { version: 1.1, tags };
}

/** https://github.com/JetBrains/web-types */
export function webTypes(manifest, { name, version }) {
  const elements = elementsOf(manifest).map((element) => ({
    name: element.tagName,
    description: element.description,
    attributes: (element.attributes ?? []).map((attribute) => ({
      name: attribute.name,
      description: attribute.description,
      default: attribute.default,
      value: { type: typeOfAttribute(attribute), ...(attribute.type?.text === 'boolean' && { kind: 'no-value' }) },
    })),
    slots: (element.slots ?? []).map(named),
    js: {
      properties: (element.members ?? [])
        .filter(({ kind }) => kind === 'field')
        .map(({ name, description, type }) => ({ name, description, type: type?.text })),
      events: (element.events ?? []).map(({ name, description, type }) => ({ name, description, type: type.text })),
    },
    css: {
      parts: (element.cssParts ?? []).map(named),
      properties: (element.cssProperties ?? []).map(named),
    },
  }));
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name,
    version,
    'js-types-syntax': 'typescript',
    'description-markup': 'markdown',
    contributions: { html: { elements } },
  };
}

function named({ name, description }) {
  return { name, description };
}

function typeOfAttribute({ type }) {
  const values = literalValues(type?.text ?? '');
  if (values.length > 0) return values.map((value) => `'${value}'`).join(' | ');
  return /^(number|boolean)/.exec(type?.text ?? '')?.[0] ?? 'string';
}
