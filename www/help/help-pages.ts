/** What a page of the help consists of: text, or an element by its tag, attributes and children. */
export type HelpNode = string | readonly [tag: string, attributes: Readonly<Record<string, string>>, ...HelpNode[]];

export interface HelpPage {
  /** `methods/d-rise`; '' is the page of contents. */
  readonly name: string;
  readonly title: string;
  readonly nodes: readonly HelpNode[];
}

/** A place in the help, as an address of the app names it: `#help/methods:layers`. */
export interface HelpPlace {
  readonly page: string;
  /** The heading that is meant; '': the page's beginning. */
  readonly mark: string;
}

/** Reads what follows `#help/`. */
export function readPlace(text: string): HelpPlace {
  const [page, mark = ''] = text.split(':');
  return { page, mark };
}

export function addressOf({ page, mark }: HelpPlace): string {
  return `#help${page ? `/${page}` : ''}${mark ? `:${mark}` : ''}`;
}

/** The folder that a page lies in; '' for those at the top, and for the pages of contents of the folders. */
export function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

export function textOf(node: HelpNode): string {
  return typeof node === 'string'
    ? node
    : node
        .slice(2)
        .map((child) => textOf(child as HelpNode))
        .join('');
}

/** All pages, in the order of the contents; they come with the app. */
export async function fetchHelp(): Promise<readonly HelpPage[]> {
  const answer = await fetch('help.json');
  if (!answer.ok) throw new Error(`help.json: ${answer.status}`);
  return answer.json();
}
