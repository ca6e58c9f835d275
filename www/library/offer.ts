import type { ModelKnowledge } from '../storage/model-store.ts';

/** A model that can be fetched, as far as it is known before. */
export interface ModelOffer {
  readonly name: string;
  readonly url: string;
  readonly bytes: number | null;
  /** Checked when it has arrived; null: whatever comes is taken. */
  readonly sha256: string | null;
  readonly licence: string | null;
  /** How it is fed and read, where that is known. */
  readonly knowledge: ModelKnowledge;
  /** Addresses of texts beside it that help to read it, by name. */
  readonly beside: Readonly<Record<string, string>>;
}

/** A file at an address of which nothing else is known. */
export function offerOf(url: string): ModelOffer {
  const path = new URL(url).pathname;
  const name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)) || 'model.onnx';
  const stem = name.replace(/\.onnx$/i, '');
  const near = (file: string) => new URL(encodeURIComponent(file), url).href;
  const beside = [`${stem}.recipe.json`, 'config.json', 'preprocessor_config.json'];
  return {
    name,
    url,
    bytes: null,
    sha256: null,
    licence: null,
    knowledge: {},
    beside: Object.fromEntries(beside.map((file) => [file, near(file)])),
  };
}
