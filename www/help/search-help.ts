import { type HelpNode, type HelpPage, type HelpPlace, textOf } from './help-pages.ts';

/** A part of a page, from a heading to the next. */
export interface HelpSection extends HelpPlace {
  readonly pageTitle: string;
  readonly heading: string;
  readonly text: string;
}

export interface HelpHit extends HelpSection {
  /** The words around the first that was looked for. */
  readonly excerpt: string;
}

const EXCERPT = 160;

/** What the pages consist of, in their order. */
export function sectionsOf(pages: readonly HelpPage[]): readonly HelpSection[] {
  return pages.flatMap(({ name, title, nodes }) => {
    const sections: { mark: string; heading: string; text: string[] }[] = [];
    for (const node of nodes) {
      if (/^h[1-6]$/.test(node[0])) {
        const mark = node[0] === 'h1' ? '' : (node[1] as Record<string, string>)['data-mark'];
        sections.push({ mark, heading: textOf(node), text: [] });
      } else sections.at(-1)?.text.push(spacedText(node));
    }
    return sections.map(({ mark, heading, text }) => ({
      page: name,
      mark,
      pageTitle: title,
      heading,
      text: text.join(' ').replaceAll(/\s+/g, ' '),
    }));
  });
}

/** Cells and items are words of their own. */
function spacedText(node: HelpNode): string {
  if (typeof node === 'string') return node;
  const text = node
    .slice(2)
    .map((child) => spacedText(child as HelpNode))
    .join('');
  return /^(td|th|li|p|pre)$/.test(node[0]) ? `${text} ` : text;
}

/** Sections that have every word that is asked for; those first whose heading, or whose page's title, has them. */
export function searchHelp(sections: readonly HelpSection[], asked: string): readonly HelpHit[] {
  const wanted = asked.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const found = sections.flatMap((section) => {
    const [heading, title, text] = [section.heading, section.pageTitle, section.text].map((one) => one.toLowerCase());
    if (!wanted.every((word) => heading.includes(word) || title.includes(word) || text.includes(word))) return [];
    const rank = wanted.reduce((sum, word) => sum + (heading.includes(word) ? 2 : title.includes(word) ? 1 : 0), 0);
    return [{ hit: { ...section, excerpt: excerptOf(section.text, wanted) }, rank }];
  });
  return found.sort((a, b) => b.rank - a.rank).map(({ hit }) => hit);
}

function excerptOf(text: string, wanted: readonly string[]): string {
  const lower = text.toLowerCase();
  const places = wanted.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  const first = Math.min(...places, text.length);
  if (first < EXCERPT / 2 || places.length === 0) return cut(text, 0);
  return `… ${cut(text, text.indexOf(' ', first - EXCERPT / 3) + 1)}`;
}

/** Whole words from here on. */
function cut(text: string, from: number): string {
  if (text.length - from <= EXCERPT) return text.slice(from);
  return `${text.slice(from, text.lastIndexOf(' ', from + EXCERPT))} …`;
}
