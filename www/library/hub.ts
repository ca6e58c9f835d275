import { XaiError } from '../../src/core/errors.ts';
import type { ModelAddress } from './model-address.ts';
import type { ModelOffer } from './offer.ts';

const HUB = 'https://huggingface.co';
/** Texts of this layout that say how a model is fed and read. */
const BESIDE = ['config.json', 'preprocessor_config.json'];

/** What the hub answers about a repository, as far as it is read here. */
interface Repository {
  readonly siblings?: readonly {
    readonly rfilename: string;
    readonly size?: number;
    readonly lfs?: { readonly sha256?: string; readonly size?: number };
  }[];
  readonly cardData?: { readonly license?: string };
}

/**
 * Asks what a repository of the Hugging Face layout holds; nothing else is fetched.
 * @throws XaiError `model-fetch`
 */
export async function askHub(
  { repo, revision, file }: Extract<ModelAddress, { kind: 'hub' }>,
  signal: AbortSignal,
): Promise<ModelOffer> {
  const url = `${HUB}/api/models/${repo}/revision/${revision}?blobs=true`;
  const { siblings = [], cardData } = await fetchJson(url, repo, signal);
  const models = siblings.filter(({ rfilename }) => rfilename.endsWith('.onnx'));
  const chosen = file === null ? bestOf(models) : models.find(({ rfilename }) => rfilename === file);
  if (!chosen) {
    const others = models.map(({ rfilename }) => rfilename).slice(0, 8);
    throw new XaiError(
      'model-fetch',
      others.length > 0
        ? `${repo} has no ${file}. It has ${others.join(', ')}.`
        : `${repo} holds no .onnx file. Look for a repository with ONNX weights, often one that ends in -ONNX.`,
      { file: repo },
    );
  }
  const address = (path: string) => `${HUB}/${repo}/resolve/${revision}/${path}`;
  const names = new Set(siblings.map(({ rfilename }) => rfilename));
  const beside = BESIDE.filter((name) => names.has(name));
  return {
    name: `${repo.split('/')[1]}-${chosen.rfilename.split('/').at(-1)}`,
    url: address(chosen.rfilename),
    bytes: chosen.lfs?.size ?? chosen.size ?? null,
    sha256: chosen.lfs?.sha256 ?? null,
    licence: cardData?.license ?? null,
    knowledge: {},
    beside: Object.fromEntries(beside.map((name) => [name, address(name)])),
  };
}

/** The plain weights, by the names that exporters give them; else the smallest file. */
function bestOf<T extends { readonly rfilename: string; readonly size?: number }>(models: readonly T[]): T | undefined {
  const plain = models.find(({ rfilename }) => /(^|\/)model\.onnx$/.test(rfilename));
  return plain ?? [...models].sort((a, b) => (a.size ?? 0) - (b.size ?? 0))[0];
}

async function fetchJson(url: string, repo: string, signal: AbortSignal): Promise<Repository> {
  try {
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(answer.status === 404 ? 'there is none of that name' : `status ${answer.status}`);
    return await answer.json();
  } catch (cause) {
    signal.throwIfAborted();
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new XaiError('model-fetch', `Hugging Face did not tell what ${repo} holds (${words}). Check the name.`, {
      file: repo,
      cause,
    });
  }
}
