// An esbuild plugin: templates of elements go into a page's bundle with a single space for each run of white space, as a
// browser shows it anyway, and with none before the end of a tag.
import { readFileSync } from 'node:fs';

/** What keeps its white space. */
const KEEPS = /<(pre|textarea)\b/;

/** Steps through source text; the methods return the text that they have passed. */
class Reader {
  #at = 0;
  #source;

  constructor(source) {
    this.#source = source;
  }

  /** Everything up to where code is closed that began outside of it, or to the end. */
  code() {
    let passed = '';
    for (let depth = 0; this.#at < this.#source.length; ) {
      const [sign] = this.#match(
        /html`|\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[\w$]+|[\s\S]/y,
      );
      if (sign === '{') depth++;
      if (sign === '}' && depth-- === 0) {
        this.#at--;
        break;
      }
      passed += sign;
      if (sign === '`' || sign === 'html`') passed += this.#template(sign !== '`');
    }
    return passed;
  }

  /** The rest of a template literal. */
  #template(isMarkup) {
    const texts = [];
    const values = [];
    for (;;) {
      texts.push(this.#match(/(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y)[0]);
      const [sign] = this.#match(/`|\$\{/y);
      if (sign === '`') break;
      values.push(`\${${this.code()}${this.#match(/\}/y)[0]}`);
    }
    const shrunk = isMarkup && !KEEPS.test(texts.join('')) ? shrinkMarkup(texts) : texts;
    return `${String.raw({ raw: shrunk }, ...values)}\``;
  }

  #match(pattern) {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (!found) throw new Error('A template does not end.');
    this.#at += found[0].length;
    return found;
  }
}

/** The texts between the values of a template; a tag or a quoted attribute may go on from one to the next. */
function shrinkMarkup(texts) {
  let isTag = false;
  let quote = '';
  return texts.map((text) =>
    text.replaceAll(/\s+(>?)|<(?=[a-z/])|>|["']/gi, (part) => {
      if (quote) {
        if (part === quote) quote = '';
        return part;
      }
      if (part === '<') isTag = true;
      else if (isTag && part.endsWith('>')) {
        isTag = false;
        return '>';
      } else if (isTag && (part === '"' || part === "'")) quote = part;
      return part.replace(/^\s+/, ' ');
    }),
  );
}

/**
 * The source of a module with its templates shrunk.
 * @throws Error where more than white space would go
 */
export function shrinkTemplates(source) {
  const shrunk = new Reader(source).code();
  const words = (text) => text.replaceAll(/\s/g, '');
  if (words(shrunk) !== words(source)) throw new Error('The templates of a module could not be told from its code.');
  return shrunk;
}

export const shrinkMarkupTemplates = {
  name: 'shrink-templates',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/, namespace: 'file' }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      return source.includes('html`') ? { contents: shrinkTemplates(source), loader: 'ts' } : undefined;
    });
  },
};
