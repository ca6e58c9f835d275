import type { HelpNode } from './help-pages.ts';

/** Elements of a page. They are made one by one, so no text of a page can become markup. */
export function drawNodes(nodes: readonly HelpNode[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...nodes.map(drawNode));
  return fragment;
}

function drawNode(node: HelpNode): Node {
  if (typeof node === 'string') return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map(drawNode));
  return element;
}
