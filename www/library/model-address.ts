/** Where a model can be asked for by name. */
export type ModelAddress =
  /** One of the app's own. */
  | { readonly kind: 'embedded'; readonly name: string }
  /** A repository of the Hugging Face layout; `file` null: the one that suits best. */
  | { readonly kind: 'hub'; readonly repo: string; readonly revision: string; readonly file: string | null }
  | { readonly kind: 'web'; readonly url: string };

const HUB = 'https://huggingface.co/';
/** org/name, perhaps @revision, perhaps a file in it. */
const REPOSITORY = /^(\w[\w.-]*\/\w[\w.-]*)(?:@([\w.-]+))?(?:\/([\w./-]+\.onnx))?$/;
/** What the address bar shows of a repository, or of a file in it. */
const HUB_PAGE = /^(\w[\w.-]*\/\w[\w.-]*)(?:\/(?:tree|blob|resolve|raw)\/([\w.-]+)(?:\/([\w./-]+\.onnx))?)?\/?$/;

/**
 * Understands what a person types or an address of the app names: `embedded:NAME`, `org/name`, an https address, or a
 * path on the app's own host.
 * @param base address of the page, for paths
 * @returns null for anything else
 */
export function readModelAddress(text: string, base: string): ModelAddress | null {
  const asked = text.trim();
  if (asked.startsWith('embedded:')) return { kind: 'embedded', name: asked };
  const repository = REPOSITORY.exec(asked);
  if (repository && !/\.onnx$/i.test(repository[1])) return hub(repository);
  if (!URL.canParse(asked, base)) return null;
  const url = new URL(asked, base);
  const page = url.href.startsWith(HUB) && HUB_PAGE.exec(decodeURIComponent(url.pathname.slice(1)));
  if (page) return hub(page);
  // The page's own policy allows no other.
  if (url.protocol !== 'https:' && url.origin !== new URL(base).origin) return null;
  return /\.onnx$/i.test(url.pathname) ? { kind: 'web', url: url.href } : null;
}

function hub([, repo, revision = 'main', file]: readonly string[]): ModelAddress {
  return { kind: 'hub', repo, revision, file: file ?? null };
}
