import type { MaskSpec } from '../../src/core/masks/spec.ts';
import type { SimilarityOptions } from '../../src/gpu/reference/similarity.ts';
import { checkMaskOptions } from '../../src/methods/masking.ts';
import { classifierPreset, detectorPreset } from '../../src/methods/presets.ts';
import type { Fill } from '../../src/tasks/fill.ts';
import { finerNearTarget, indexSpec, type MakePainter, SOBOL_PASSES, smoothShapes, sobolMasks } from './painters.ts';
import type { Pair } from './pairs.ts';

/** Disjoint parts of a stream, each as good as a run with a seed of its own. */
export const PARTS = 5;
/** The seed of all masks. */
const SEED = 1;
/** Masks of a part of every stream but the default one. */
const PART = 512;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** One series of masked passes of a pair. */
export interface Stream {
  readonly name: string;
  readonly method: Pair['method'] | 'both';
  /** Masks of one part; null: as many as the pair's reference gives. */
  readonly part: number | null;
  /** Masks that belong together, so that they are dealt to parts as one. */
  readonly block: number;
  readonly fill: Fill;
  readonly similarity: Partial<SimilarityOptions>;
  readonly masks: { readonly spec: (content: Size) => MaskSpec } | { readonly painter: MakePainter };
}

/** The masks of a preset, other options winning over it. */
function ofPreset(
  name: string,
  method: Pair['method'],
  preset: string,
  options: { keep?: number; fill?: Fill; halved?: boolean; similarity?: Partial<SimilarityOptions> } = {},
  part: number | null = PART,
): Stream {
  const detector = method === 'd-rise' ? detectorPreset(preset) : null;
  const chosen = detector ?? classifierPreset(preset);
  const grid = options.halved ? chosen.grid / 2 : chosen.grid;
  const checked = checkMaskOptions({ keep: options.keep, grid, seed: SEED }, preset, chosen);
  return {
    name,
    method,
    part,
    block: 1,
    fill: options.fill ?? chosen.fill,
    similarity: { ...detector?.similarity, ...options.similarity },
    masks: { spec: (content) => chosen.maskSpec(content, checked) },
  };
}

function ofBoth(name: string, options: Parameters<typeof ofPreset>[3], part: number | null = PART): Stream[] {
  return (['d-rise', 'rise'] as const).map((method) => ofPreset(name, method, 'default', options, part));
}

function painted(name: string, method: Stream['method'], painter: MakePainter, block = 1): Stream {
  const part = Math.floor(PART / block) * block;
  return { name, method, part, block, fill: 'black', similarity: {}, masks: { painter } };
}

/** The product's own masks, of which the references are made, first; then the most telling. */
export const STREAMS: readonly Stream[] = [
  ...ofBoth('default', {}, null),
  ...ofBoth('half the cells', { halved: true }),
  ...ofBoth('keep .25', { keep: 0.25 }),
  ...ofBoth('keep .75', { keep: 0.75 }),
  ofPreset('paper', 'd-rise', 'paper'),
  ofPreset('eclique', 'rise', 'eclique'),
  ...ofBoth('blurred', { fill: 'blur' }),
  painted('finer near the target', 'd-rise', finerNearTarget),
  ofPreset('no objectness', 'd-rise', 'default', { similarity: { objectness: 'none' } }),
  ofPreset('microsoft', 'd-rise', 'microsoft'),
  ofPreset('hysts', 'd-rise', 'hysts'),
  ofPreset('xaitk', 'd-rise', 'xaitk'),
  ofPreset('xaitk', 'rise', 'xaitk'),
  ofPreset('openvino', 'rise', 'openvino'),
  painted('smooth shapes', 'both', smoothShapes),
  {
    name: 'cells that stay',
    method: 'both',
    part: PART,
    block: 1,
    fill: 'black',
    similarity: {},
    masks: { spec: (content) => indexSpec(content, SEED) },
  },
  painted('sobol', 'both', sobolMasks, SOBOL_PASSES),
  ...ofBoth('mean colour', { fill: 'mean' }),
];

/** Streams that a method of masks has. */
export function streamsOf({ method }: Pair): Stream[] {
  return STREAMS.filter((stream) => stream.method === 'both' || stream.method === method);
}
