import type { Box } from './boxes.ts';
import { findRange } from './colour/colourise.ts';
import type { Provenance, Saliency } from './saliency.ts';

/** A map in few bytes: shrunk, in 256 steps. */
export interface SavedMap {
  /** Which of the findings it explains, from 0. */
  readonly finding: number;
  readonly width: number;
  readonly height: number;
  /** Raw scores of the lowest and the highest step. */
  readonly low: number;
  readonly high: number;
  /** Base64 of width x height bytes, row-major: steps from `low` to `high`. */
  readonly steps: string;
  readonly masks: number | null;
  readonly reliability: number | null;
  readonly provenance: Provenance;
}

/** An explanation as a file: what a model found in a picture, and why. Plain JSON. */
export interface SavedExplanation {
  readonly version: 1;
  readonly task: string;
  /** The picture's own pixels. */
  readonly width: number;
  readonly height: number;
  readonly findings: readonly {
    readonly label: string;
    readonly classIndex: number;
    readonly score: number | null;
    /** Picture pixels. */
    readonly box: Box | null;
  }[];
  readonly maps: readonly SavedMap[];
}

/** What a model found and some of its maps as a file; the maps' longer side is at most `side` places. */
export function saveExplanation(
  answer: Pick<SavedExplanation, 'task' | 'width' | 'height' | 'findings'>,
  maps: readonly Saliency[],
  side: number,
): SavedExplanation {
  const { task, width, height } = answer;
  const findings = answer.findings.map(({ label, classIndex, score, box }) => ({ label, classIndex, score, box }));
  return { version: 1, task, width, height, findings, maps: maps.map((map) => packMap(map, map.target.index, side)) };
}

/** Packs a map, its longer side at most `side` places. */
function packMap(map: Saliency, finding: number, side: number): SavedMap {
  const factor = Math.max(1, Math.max(map.width, map.height) / side);
  const width = Math.max(1, Math.round(map.width / factor));
  const height = Math.max(1, Math.round(map.height / factor));
  const { low, high } = findRange(map.data, 'min-max');
  const steps = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * map.height) / height) * map.width;
    for (let x = 0; x < width; x++) {
      const score = map.data[row + Math.floor(((x + 0.5) * map.width) / width)];
      steps[y * width + x] = high > low ? Math.round((255 * (score - low)) / (high - low)) : 0;
    }
  }
  const { masks, reliability, provenance } = map;
  const text = btoa(Array.from(steps, (step) => String.fromCharCode(step)).join(''));
  return { finding, width, height, low, high, steps: text, masks, reliability, provenance };
}

/** The map of a saved explanation, as coarse as it was saved. */
export function unpackMap({ findings }: SavedExplanation, saved: SavedMap): Saliency {
  const { width, height, low, high, masks, reliability, provenance } = saved;
  const bytes = atob(saved.steps);
  const data = Float32Array.from(bytes, (_, at) => low + ((high - low) * bytes.charCodeAt(at)) / 255);
  const { label, classIndex, score, box } = findings[saved.finding];
  const target = { index: saved.finding, label, classIndex, score, box };
  return { width, height, data, target, masks, reliability, provenance };
}
