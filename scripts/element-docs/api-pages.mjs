// docs/api: a page for each element, from the comments in its source.

/** Pages by file name. */
export function apiPages(manifest) {
  const found = manifest.modules.flatMap(({ declarations }) => declarations);
  const elements = found.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const list = elements.map((one) => `| [\`${nameOf(one)}\`](${fileOf(one)}) | ${firstSentence(one.description)} |`);
  const index = `# The elements

Made by \`scripts/make-element-docs.mjs\` from the comments in \`src/elements\`; \`custom-elements.json\` holds the same for
tools. How to put them into a page: [embedding](../embedding.md).

| element | what it is |
| --- | --- |
${list.join('\n')}
`;
  return { 'README.md': index, ...Object.fromEntries(elements.map((one) => [fileOf(one), page(one)])) };
}

function nameOf({ tagName, name }) {
  return tagName ? `<${tagName}>` : name;
}

function fileOf({ tagName, name }) {
  return `${tagName ?? name.replaceAll(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.md`;
}

function firstSentence(text) {
  return oneLine(/^[\s\S]*?\.(?=\s|$)/.exec(text)?.[0] ?? text);
}

function oneLine(text = '') {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}

function page(element) {
  const { members = [], attributes = [] } = element;
  const fields = members.filter(({ kind }) => kind === 'field');
  const attributeOf = new Map(attributes.map(({ name, fieldName }) => [fieldName, name]));
  const isSettable = ({ readonly, default: value }) => !readonly && value !== undefined;
  const code = (text) => `\`${oneLine(text)}\``;
  return [
    `# ${nameOf(element)}`,
    element.description,
    table('Properties', ['property', 'attribute', 'type', 'default', 'meaning'], fields.filter(isSettable), (field) => [
      code(field.name),
      attributeOf.has(field.name) ? code(attributeOf.get(field.name)) : '',
      field.type ? code(field.type.text) : '',
      code(field.default),
      oneLine(field.description),
    ]),
    table(
      'To be read',
      ['property', 'type', 'meaning'],
      fields.filter((field) => !isSettable(field)),
      (field) => [code(field.name), field.type ? code(field.type.text) : '', oneLine(field.description)],
    ),
    table(
      'Methods',
      ['method', 'meaning'],
      members.filter(({ kind }) => kind === 'method'),
      (method) => [
        code(`${method.name}(${(method.parameters ?? []).map(({ name }) => name).join(', ')})`),
        oneLine(method.description),
      ],
    ),
    table('Events', ['event', 'class', 'when'], element.events, ({ name, type, description }) => [
      code(name),
      code(type.text),
      oneLine(description),
    ]),
    ...[
      ['Slots', element.slots],
      ['Parts', element.cssParts],
      ['Custom properties', element.cssProperties],
      ['States', element.cssStates],
    ].map(([title, list]) =>
      table(title, ['name', 'meaning'], list, ({ name, description, default: value }) => [
        code(name || '(unnamed)'),
        `${oneLine(description)}${value ? ` Default: \`${value}\`.` : ''}`,
      ]),
    ),
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

function table(title, heads, rows, cells) {
  if (!rows?.length) return '';
  const line = (parts) => `| ${parts.join(' | ')} |`;
  return [`## ${title}`, '', line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(cells(row)))].join(
    '\n',
  );
}
