import type { Box } from './boxes.ts';
import { findRange } from './colour/score-range.ts';
import { XaiError } from './errors.ts';
import { sha256Hex } from './hash.ts';
import { type PackedSpec, packAsked } from './packed-spec.ts';
import type { Provenance, Saliency } from './saliency.ts';
import { summarise } from './summary.ts';

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
  /** The map in one sentence, before it was shrunk. */
  readonly summary?: string;
  /** SHA-256 of the raw scores before they were shrunk ({@link hashScores}), so that another person can tell whether theirs are the same. */
  readonly sha256?: string;
  /** What was asked for, where the finding's class, score and box do not say it all. */
  readonly asked?: PackedSpec;
  readonly provenance: Provenance;
}

/** A map out of a file. */
export interface UnpackedMap extends Saliency {
  readonly summary?: string;
}

/** An explanation as a file: what a model found in a picture, and why. Plain JSON. */
export interface SavedExplanation {
  readonly version: 1;
  readonly task: string;
  /** The picture's own pixels. */
  readonly width: number;
  readonly height: number;
  /** The picture: its address, seen from this file, or a data URL that holds it. Default: whoever shows it has it. */
  readonly picture?: string;
  /** Name or address of the model, for whoever makes the same maps again; its hash is in each map's provenance. */
  readonly model?: string;
  readonly findings: readonly {
    readonly label: string;
    readonly classIndex: number;
    readonly score: number | null;
    /** Picture pixels. */
    readonly box: Box | null;
  }[];
  readonly maps: readonly SavedMap[];
}

/** Places along the longer side of a saved map where nothing else is asked for: masks have seldom more than 16 cells a side. */
export const SAVED_SIDE = 128;

export interface SaveOptions {
  /** Most places along the longer side of a map. Default {@link SAVED_SIDE}. */
  readonly side?: number;
  /** Address of the picture, seen from the file, or a data URL that holds it. */
  readonly picture?: string;
  /** Name or address of the model. */
  readonly model?: string;
}

/**
 * What a model found and some of its maps as a file.
 * @param maps each explains the finding of its `target.index`; several methods may explain the same one.
 */
export async function saveExplanation(
  answer: Pick<SavedExplanation, 'task' | 'width' | 'height' | 'findings'>,
  maps: readonly Saliency[],
  { side = SAVED_SIDE, picture, model }: SaveOptions = {},
): Promise<SavedExplanation> {
  const { task, width, height } = answer;
  const findings = answer.findings.map(({ label, classIndex, score, box }) => ({ label, classIndex, score, box }));
  const packed = await Promise.all(maps.map((map) => packMap(map, map.target.index, side)));
  const given = { ...(picture && { picture }), ...(model && { model }) };
  return { version: 1, task, width, height, ...given, findings, maps: packed };
}

/** SHA-256 (hex) of raw scores as little-endian 32-bit floats, row by row. */
export function hashScores({ data }: Pick<Saliency, 'data'>): Promise<string> {
  return sha256Hex(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/**
 * A saved explanation out of what a JSON file held.
 * @param name file name or address, for the message
 * @throws XaiError `explanation-invalid`
 */
export function checkSavedExplanation(value: unknown, name = 'The file'): SavedExplanation {
  const saved = value as SavedExplanation;
  const isSize = (one: unknown) => Number.isInteger(one) && (one as number) > 0;
  const isMap = ({ finding, width, height, low, high, steps, provenance }: SavedMap) =>
    saved.findings[finding] &&
    isSize(width) &&
    isSize(height) &&
    low <= high &&
    atob(steps).length === width * height &&
    provenance.method;
  try {
    const isWhole =
      saved.version === 1 &&
      isSize(saved.width) &&
      isSize(saved.height) &&
      saved.findings.every(({ label }) => typeof label === 'string') &&
      saved.maps.every(isMap);
    if (isWhole) return saved;
  } catch {
    // What is missing or no base64 is said below.
  }
  throw new XaiError(
    'explanation-invalid',
    `${name} holds no saved explanation. Save one with the app, or with "xai-viewer explain --formats saved".`,
    { file: name },
  );
}

/** Packs a map, its longer side at most `side` places. */
async function packMap(map: Saliency, finding: number, side: number): Promise<SavedMap> {
  const factor = Math.max(1, Math.max(map.width, map.height) / side);
  const width = Math.max(1, Math.round(map.width / factor));
  const height = Math.max(1, Math.round(map.height / factor));
  const { low, high } = findRange(map.data, 'min-max');
  const toStep = (score: number) => (high > low ? Math.round((255 * (score - low)) / (high - low)) : 0);
  const steps = Array.from(shrinkMap(map, width, height), (score) => String.fromCharCode(toStep(score)));
  const { masks, reliability, provenance } = map;
  const [summary, sha256] = [summarise(map), await hashScores(map)];
  const packed = { finding, width, height, low, high, steps: btoa(steps.join('')) };
  const asked = packAsked(map.target);
  return { ...packed, masks, reliability, summary, sha256, ...(asked && { asked }), provenance };
}

/** The score in the middle of each of `width` x `height` places. */
export function shrinkMap(
  map: Pick<Saliency, 'width' | 'height' | 'data'>,
  width: number,
  height: number,
): Float32Array<ArrayBuffer> {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * map.height) / height) * map.width;
    for (let x = 0; x < width; x++) data[y * width + x] = map.data[row + Math.floor(((x + 0.5) * map.width) / width)];
  }
  return data;
}

/** Scores of a saved map, length height x width. */
export function unpackSteps({ steps, low, high }: SavedMap): Float32Array<ArrayBuffer> {
  return Float32Array.from(atob(steps), (step) => low + ((high - low) * step.charCodeAt(0)) / 255);
}

/** The map of a saved explanation, as coarse as it was saved. */
export function unpackMap({ findings }: SavedExplanation, saved: SavedMap): UnpackedMap {
  const { width, height, masks, reliability, summary, provenance } = saved;
  const { label, classIndex, score, box } = findings[saved.finding];
  const target = { index: saved.finding, label, classIndex, score, box };
  return { width, height, data: unpackSteps(saved), target, masks, reliability, summary, provenance };
}
