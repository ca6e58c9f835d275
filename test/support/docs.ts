import { readdirSync, readFileSync } from 'node:fs';

/** A piece of code in a page. */
export interface CodeBlock {
  /** What stands behind the fence: `sh`, `ts`, `json`, ''. */
  readonly language: string;
  readonly text: string;
  /** Line of the page, from 1. */
  readonly line: number;
}

export interface DocsPage {
  /** From the project's root: `docs/start.md`. */
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
}

/** The page at the root and those of `docs` and its folders. */
export function readDocs(): readonly DocsPage[] {
  const names = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`);
  return ['README.md', ...names.sort()].map((name) => {
    const text = readFileSync(name, 'utf8');
    return { name, text, blocks: blocksOf(text) };
  });
}

function blocksOf(text: string): CodeBlock[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1],
    text: match[2],
    line: text.slice(0, match.index).split('\n').length,
  }));
}
