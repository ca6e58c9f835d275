import { XaiError } from './errors.ts';
import type { Target } from './saliency.ts';
import type { RegionMask, TargetSpec } from './targets.ts';

/** Where the pixels of a painted region lie, in plain JSON. */
export interface PackedMask {
  readonly width: number;
  readonly height: number;
  /** Row-major: how many pixels lie outside, then inside, then outside again, and so on. */
  readonly runs: readonly number[];
}

/** What was asked for as plain JSON: vectors as base64 of little-endian 32-bit floats, painted regions as runs. */
export type PackedSpec = Readonly<Record<string, unknown>> & { readonly kind: TargetSpec['kind'] };

/** What a map's class, score and box do not say of the question that it answers; undefined where they say all. */
export function packAsked({ spec }: Pick<Target, 'spec'>): PackedSpec | undefined {
  const isSaid = spec?.kind === 'class' ? !spec.score : spec?.kind === 'box' && !spec.part;
  return spec && !isSaid ? packSpec(spec) : undefined;
}

/** What was asked for, to be written into a file; the same question gives the same text. */
export function packSpec(spec: TargetSpec): PackedSpec {
  switch (spec.kind) {
    case 'similarity':
      return ordered({ ...spec, vector: packFloats(spec.vector) });
    case 'region':
      return ordered({ ...spec, ...(spec.mask && { mask: packMask(spec.mask) }) });
    case 'difference':
      return ordered({ ...spec, a: packSpec(spec.a), b: packSpec(spec.b) });
    default:
      return ordered({ ...spec });
  }
}

/**
 * The question that a file holds.
 * @throws XaiError `explanation-invalid` for one that this version does not know or that is broken
 */
export function unpackSpec(packed: PackedSpec): TargetSpec {
  try {
    switch (packed.kind) {
      case 'similarity':
        return { ...packed, vector: unpackFloats(packed.vector as string) } as TargetSpec;
      case 'region':
        return { ...packed, ...(packed.mask ? { mask: unpackMask(packed.mask as PackedMask) } : {}) } as TargetSpec;
      case 'difference':
        return { kind: 'difference', a: unpackSpec(packed.a as PackedSpec), b: unpackSpec(packed.b as PackedSpec) };
      case 'class':
      case 'box':
      case 'attribute':
      case 'weights':
        return packed as unknown as TargetSpec;
    }
  } catch (cause) {
    throw broken(cause);
  }
  throw broken();
}

/** Whether two questions are the same. */
export function isSameSpec(a: PackedSpec | undefined, b: PackedSpec | undefined): boolean {
  return a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function broken(cause?: unknown): XaiError {
  return new XaiError(
    'explanation-invalid',
    'The file does not say what its map explains in a way that this version knows. Save it again, or update xai-viewer.',
    { cause },
  );
}

/** Names in alphabetical order, what is not given left out. */
function ordered(spec: Readonly<Record<string, unknown>> & { readonly kind: TargetSpec['kind'] }): PackedSpec {
  const given = Object.entries(spec).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1))) as PackedSpec;
}

function packFloats(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, at) => {
    view.setFloat32(4 * at, value, true);
  });
  return btoa(Array.from(new Uint8Array(view.buffer), (byte) => String.fromCharCode(byte)).join(''));
}

function unpackFloats(text: string): Float32Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(4 * at, true));
}

function packMask({ width, height, data }: RegionMask): PackedMask {
  const runs: number[] = [];
  let inside = false;
  let length = 0;
  for (const value of data) {
    if ((value !== 0) !== inside) {
      runs.push(length);
      length = 0;
      inside = !inside;
    }
    length++;
  }
  runs.push(length);
  return { width, height, runs };
}

function unpackMask({ width, height, runs }: PackedMask): RegionMask {
  const data = new Uint8Array(width * height);
  let at = 0;
  runs.forEach((length, turn) => {
    if (turn % 2 === 1) data.fill(1, at, at + length);
    at += length;
  });
  if (at !== data.length) throw broken();
  return { width, height, data };
}
