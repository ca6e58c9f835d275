import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Tests run from the project's root. */
const folder = path.resolve('test/fixtures/golden-maps');

/** The networks of `training/golden_maps.py`. */
export const GOLDEN_NETWORKS = ['linear-cnn', 'deep-cnn', 'transformer'] as const;
export type GoldenName = (typeof GOLDEN_NETWORKS)[number];

export interface GoldenArray {
  readonly dims: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

export interface GoldenGradient {
  readonly class: number;
  /** Of that class's logit. */
  readonly gradient: GoldenArray;
}

export interface GoldenLayer {
  /** Tensor of the ONNX file: [1, C, H, W], or tokens [1, T, C]. */
  readonly name: string;
  /** Tokens before those of the picture; null for a grid. */
  readonly prefixTokens: number | null;
  readonly activations: GoldenArray;
  readonly gradients: readonly GoldenGradient[];
}

/** A map; what is in it to the letter is the first line of its function in `training/golden_methods.py`. */
export interface GoldenMap {
  /** Name with hyphens: `grad-cam`, `eigen-cam`, ... */
  readonly method: string;
  /** Tensor that it was made at; null for maps of the picture. */
  readonly layer: string | null;
  /** Class index; null for maps of no class. */
  readonly class: number | null;
  /** `eigen-cam`: from 1. */
  readonly component?: number;
  /** `integrated-gradients`. */
  readonly rule?: 'midpoint' | 'gauss-legendre';
  readonly steps?: number;
  /** `attention-rollout`: share of the smallest entries set to 0. */
  readonly discard?: number;
  /** [H, W], at the layer's own size. */
  readonly map: GoldenArray;
}

export interface GoldenNetwork {
  readonly name: GoldenName;
  /** The ONNX file: `input` [N, 3, 32, 32] to `logits` [N, classes]; N is 1 for the transformer. */
  readonly bytes: Uint8Array;
  readonly logits: GoldenArray;
  /** The two classes whose logits are farthest from 0. */
  readonly classes: readonly [number, number];
  readonly inputGradients: readonly GoldenGradient[];
  readonly layers: readonly GoldenLayer[];
  readonly maps: readonly GoldenMap[];
}

export interface GoldenInputs {
  /** [1, 3, 32, 32], from 0 to 1 in steps of 1/255. */
  readonly input: GoldenArray;
  /** [4, 3, 32, 32], the samples of `smooth-grad`. */
  readonly noise: GoldenArray;
}

export function readGoldenInputs(): GoldenInputs {
  return readJson('inputs.json') as GoldenInputs;
}

export function readGoldenNetwork(name: GoldenName): GoldenNetwork {
  const bytes = new Uint8Array(readFileSync(path.join(folder, `${name}.onnx`)));
  return { ...(readJson(`${name}.json`) as Omit<GoldenNetwork, 'name' | 'bytes'>), name, bytes };
}

/** The only map of that method, layer and class, and of whatever else is asked for. */
export function goldenMap(network: GoldenNetwork, wanted: Partial<Omit<GoldenMap, 'map'>>): GoldenArray {
  const entries = Object.entries(wanted) as [keyof GoldenMap, unknown][];
  const found = network.maps.filter((map) => entries.every(([key, value]) => map[key] === value));
  if (found.length !== 1)
    throw new Error(`${found.length} golden maps of ${network.name} are ${JSON.stringify(wanted)}`);
  return found[0].map;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, name), 'utf8'), (_key, value) =>
    typeof value?.data === 'string' ? { dims: value.dims, data: decodeFloats(value.data) } : value,
  );
}

/** Little-endian float32 numbers in base64. */
function decodeFloats(text: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
}
