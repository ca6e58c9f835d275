// The help of the app: the pages under docs/ as data that the app builds its elements from, so that no markup is parsed in
// the browser, and the pictures and files that they name.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { marked } from 'marked';

const DOCS = 'docs';

/** For those who work on the code. */
const NOT_SHOWN = new Set(['docs/decisions.md', 'docs/screenshots/README.md', 'docs/status.md']);

/** Files outside of docs/ that the app has, or takes along: where they lie here, and there. */
const FILES_BESIDE = { 'www/': '', 'schemas/': 'help/schemas/', 'docs/': 'help/' };

/** `docs/methods/README.md` is the page `methods`, `docs/README.md` the one without a name. */
const nameOf = (file) => path.posix.relative(DOCS, file).replace(/(^|\/)README\.md$|\.md$/, '');

/** A heading's mark within its page, as code hosts make it. */
const markOf = (text) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
/** The lexer escapes what it takes for text. */
const plain = (text) => text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name) => ENTITIES[name]);

/** What may be wider than the page is reached by the keyboard. */
const SCROLLS = { tabindex: '0' };

/** Turns the tokens of one page into nodes: text, or `[tag, attributes, ...children]`. */
class PageReader {
  /** Files that the page names, by their place in the app. */
  files = new Map();
  #file;
  #shown;

  constructor(file, shown) {
    this.#file = file;
    this.#shown = shown;
  }

  read() {
    const nodes = this.#all(marked.lexer(readFileSync(this.#file, 'utf8')));
    const title = nodes.find((node) => node[0] === 'h1');
    if (!title) throw new Error(`${this.#file} has no title.`);
    return { name: nameOf(this.#file), title: textOf(title), nodes };
  }

  #all(tokens) {
    return tokens.flatMap((token) => this.#nodesOf(token));
  }

  #nodesOf(token) {
    if (token.type === 'space') return [];
    if (token.type === 'text' && token.tokens) return this.#all(token.tokens);
    // Comments are for the scripts that write parts of a page.
    if (token.type === 'html' && token.raw.startsWith('<!--')) return [];
    return [this.#nodeOf(token)];
  }

  #nodeOf(token) {
    const within = () => this.#all(token.tokens);
    switch (token.type) {
      case 'heading': {
        const children = within();
        return [`h${token.depth}`, { 'data-mark': markOf(children.map(textOf).join('')) }, ...children];
      }
      case 'paragraph':
        return ['p', {}, ...within()];
      case 'text':
      case 'escape':
        return plain(token.text);
      case 'strong':
      case 'em':
      case 'blockquote':
        return [token.type, {}, ...within()];
      case 'codespan':
        return ['code', {}, plain(token.text)];
      case 'code':
        return ['pre', SCROLLS, ['code', {}, token.text]];
      case 'list':
        return [token.ordered ? 'ol' : 'ul', {}, ...token.items.map((item) => ['li', {}, ...this.#all(item.tokens)])];
      case 'table':
        return this.#table(token);
      case 'link':
        return this.#link(token.href, within());
      case 'image':
        return ['img', { src: this.#picture(token.href), alt: plain(token.text), loading: 'lazy' }];
      case 'br':
        return ['br', {}];
      case 'html':
        // Other tags are names of elements.
        return /^<br\s*\/?>$/.test(token.raw) ? ['br', {}] : token.raw;
      default:
        throw new Error(`${this.#file}: the help cannot show "${token.type}" (${token.raw.slice(0, 60)}).`);
    }
  }

  #table({ header, rows }) {
    const row = (cells, tag, attributes) => [
      'tr',
      {},
      ...cells.map(({ tokens }) => {
        const children = this.#all(tokens);
        return children.length > 0 ? [tag, attributes, ...children] : ['td', {}];
      }),
    ];
    const head = header.some(({ text }) => text) ? [['thead', {}, row(header, 'th', { scope: 'col' })]] : [];
    const body = ['tbody', {}, ...rows.map((cells) => row(cells, 'td', {}))];
    return ['div', { class: 'table', ...SCROLLS }, ['table', {}, ...head, body]];
  }

  #link(href, children) {
    if (/^[a-z]+:/.test(href)) return ['a', { href, target: '_blank', rel: 'noreferrer' }, ...children];
    const [address, mark] = href.split('#');
    const file = address ? this.#resolve(address) : this.#file;
    if (this.#shown.has(file)) return ['a', { href: helpAddress(nameOf(file), mark) }, ...children];
    const place = this.#take(address);
    // What is only in the repository has no address here.
    return place ? ['a', { href: place, target: '_blank' }, ...children] : ['span', {}, ...children];
  }

  #picture(address) {
    const place = this.#take(address);
    if (place === null) throw new Error(`${this.#file} shows ${address}, which is not there.`);
    return place;
  }

  /** Where a file lies in the app; null: nowhere. */
  #take(address) {
    const file = this.#resolve(address);
    if (file.endsWith('.md') || !existsSync(file)) return null;
    const root = Object.keys(FILES_BESIDE).find((folder) => file.startsWith(folder));
    if (root === undefined) return null;
    const place = FILES_BESIDE[root] + file.slice(root.length);
    if (root !== 'www/') this.files.set(place, file);
    return place;
  }

  #resolve(address) {
    return path.posix.join(path.posix.dirname(this.#file), address);
  }
}

function textOf(node) {
  return typeof node === 'string' ? node : node.slice(2).map(textOf).join('');
}

function helpAddress(name, mark) {
  return `#help${name ? `/${name}` : ''}${mark ? `:${mark}` : ''}`;
}

/**
 * Every page of the help, in the order in which the page of contents names them, and the files that they show: place in the
 * app to place here.
 */
export function readHelp() {
  const shown = new Set(
    readdirSync(DOCS, { recursive: true })
      .map((name) => `${DOCS}/${name.replaceAll(path.sep, '/')}`)
      .filter((file) => file.endsWith('.md') && !NOT_SHOWN.has(file))
      .sort(),
  );
  const pages = [];
  const files = new Map();
  for (const file of shown) {
    const reader = new PageReader(file, shown);
    pages.push(reader.read());
    for (const [place, source] of reader.files) files.set(place, source);
  }
  return { pages: inOrder(pages), files };
}

/** As the pages of contents name them, each followed by those of its folder. */
function inOrder(pages) {
  const rest = new Map(pages.map((page) => [page.name, page]));
  const take = (name) => {
    const page = rest.get(name);
    if (!page) return [];
    rest.delete(name);
    const links = [...JSON.stringify(page.nodes).matchAll(/"#help\/([^":]+)/g)].map(([, link]) => link);
    return [page, ...links.filter((link) => name === '' || link.startsWith(`${name}/`)).flatMap(take)];
  };
  return [...take(''), ...rest.values()];
}

/** Writes `help.json` and the folder `help` into the folder of the app. */
export function buildHelp(folder) {
  const { pages, files } = readHelp();
  writeFileSync(path.join(folder, 'help.json'), JSON.stringify(pages));
  for (const [place, source] of files) {
    mkdirSync(path.join(folder, path.dirname(place)), { recursive: true });
    copyFileSync(source, path.join(folder, place));
  }
}
