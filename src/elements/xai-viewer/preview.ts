import { type SavedExplanation, type UnpackedMap, unpackMap } from '../../core/saved-explanation.ts';
import type { Finding, PredictionInfo } from '../../engine/info.ts';
import { isSameFinding } from './same-finding.ts';

/** What a saved explanation shows. */
export interface Previewed {
  readonly prediction: PredictionInfo;
  readonly maps: readonly UnpackedMap[];
}

const opened = new WeakMap<SavedExplanation, Previewed>();

/** Unpacks a saved explanation, once. */
export function openPreview(saved: SavedExplanation): Previewed {
  let shown = opened.get(saved);
  if (!shown) {
    const { task, width, height, findings, maps } = saved;
    const prediction = { task, width, height, findings: findings.map((finding) => ({ ...finding, origin: null })) };
    shown = { prediction, maps: maps.map((map) => unpackMap(saved, map)) };
    opened.set(saved, shown);
  }
  return shown;
}

/** The map of a finding by a method, if it was saved. */
export function mapInPreview({ prediction, maps }: Previewed, finding: Finding, method: string | null) {
  const map = maps.find(({ target }) => isSameFinding(prediction.findings[target.index], finding));
  return map && (method === null || map.provenance.method === method) ? map : null;
}
