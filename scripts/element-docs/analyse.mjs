// One look at the elements' source, from which everything that describes them is made.
import { readdirSync, readFileSync } from 'node:fs';
import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';

/** Attributes of an element that is none of Lit's: its table `declared` has them (`src/elements/xai-saved/small-element.ts`). */
const declaredAttributes = {
  name: 'declared-attributes',
  analyzePhase({ ts, node, moduleDoc }) {
    if (!ts.isClassDeclaration(node) || !node.name) return;
    const table = node.members.find((member) => member.name?.getText() === 'declared')?.initializer;
    const found = moduleDoc.declarations.find(({ name }) => name === node.name.getText());
    if (!found || !table || !ts.isObjectLiteralExpression(table) || table.properties.length === 0) return;
    found.customElement = true;
    for (const { name, initializer } of table.properties) {
      if (!initializer || !ts.isArrayLiteralExpression(initializer)) continue;
      const fieldName = name.getText();
      const field = found.members?.find((member) => member.name === fieldName);
      const attribute = initializer.elements[0].text;
      if (!field) continue;
      field.attribute = attribute;
      const { description, type, default: value } = field;
      found.attributes = [
        ...(found.attributes ?? []),
        { name: attribute, description, type, default: value, fieldName },
      ];
    }
  },
};

/** What a page may not use is left out, and events are those that the class comment names. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      module.declarations = module.declarations.filter(({ customElement }) => customElement);
      for (const declaration of module.declarations) {
        declaration.members = declaration.members?.filter(isPublic);
        declaration.events = declaration.events
          ?.filter(({ name, description }) => name?.startsWith('xai-') && description)
          .map((event) => ({ ...event, type: { text: eventClass(event.name) } }));
      }
    }
  },
};

function isPublic({ privacy, name, static: isStatic, description = '', inheritedFrom }) {
  const isMachinery = inheritedFrom?.name === 'SmallElement';
  return !isMachinery && !isStatic && !privacy && !name.startsWith('#') && !description.includes('@internal');
}

/** `xai-change` is an `XaiChangeEvent`. */
function eventClass(name) {
  return `${name.replaceAll(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase())}Event`;
}

const isSource = (name) => name.endsWith('.ts') && !name.endsWith('.d.ts');

/** The manifest of every element: https://github.com/webcomponents/custom-elements-manifest. */
export function analyse() {
  const files = [
    ...readdirSync('src')
      .map((name) => `src/${name}`)
      .filter((name) => /\/xai-[^/]*\.ts$/.test(name)),
    ...readdirSync('src/elements', { recursive: true }).map((name) => `src/elements/${name.replaceAll('\\', '/')}`),
  ];
  const modules = files
    .filter(isSource)
    .sort()
    .map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true));
  const plugins = [...litPlugin(), declaredAttributes, publicOnly];
  const manifest = create({ modules, plugins, context: { dev: false } });
  const isElement = ({ declarations }) => declarations.some(({ name }) => name.startsWith('Xai'));
  return { ...manifest, modules: manifest.modules.filter(isElement) };
}

/** Every element with a tag of its own, in the order of their tags. */
export function elementsOf({ modules }) {
  const all = modules.flatMap(({ declarations }) => declarations.filter(({ tagName }) => tagName));
  return all.sort((a, b) => (a.tagName < b.tagName ? -1 : 1));
}
