import { lazily } from '../core/lazily.ts';
import type { Provenance, Saliency, Target } from '../core/saliency.ts';
import type { Subject } from '../core/subject.ts';
import { VERSION } from '../core/version.ts';
import type { Model } from '../tasks/model.ts';

/** What made a map, beside the model and the picture. */
export interface MethodRun {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** null where nothing is drawn by chance. */
  readonly seed: number | null;
  readonly startedAt: number;
}

/**
 * A finished map with all that made it.
 * @param data length picture height x width
 */
export function makeSaliency(
  data: Float32Array,
  picture: Subject,
  target: Target,
  details: Pick<Saliency, 'masks' | 'reliability' | 'error' | 'grain' | 'provenance'>,
): Saliency {
  return { width: picture.width, height: picture.height, data, target, ...details };
}

/** A map whose values, errors and reliability, where there are any, are worked out when they are first read. */
export function makeLazySaliency(
  data: () => Float32Array,
  error: (() => Float32Array) | null,
  picture: Subject,
  target: Target,
  details: Pick<Saliency, 'masks' | 'provenance'> & { readonly reliability: null | (() => number | null) },
): Saliency {
  const { width, height } = picture;
  const { reliability, ...others } = details;
  const saliency = lazily({ width, height, target, reliability: null, ...others }, 'data', data);
  if (reliability) lazily(saliency, 'reliability', reliability);
  return error ? lazily(saliency, 'error', error) : saliency;
}

export function makeProvenance(
  model: Model,
  picture: Subject,
  method: string,
  options: Readonly<Record<string, unknown>>,
  seed: number | null,
  startedAt: number,
): Provenance {
  return {
    method,
    options,
    seed,
    modelSha256: model.sha256,
    pictureSha256: picture.sha256,
    provider: model.provider,
    adapter: model.adapter,
    versions: { 'xai-viewer': VERSION, ...model.runtimeVersions },
    milliseconds: Math.round(performance.now() - startedAt),
    notes: [...model.notes],
  };
}
