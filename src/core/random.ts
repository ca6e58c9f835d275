/**
 * Counter-based random numbers: Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011). A word is a pure function of (seed, stream, index), the same here, in WGSL and on any machine.
 */
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** Writes the two 32-bit words of counter (c0, c1) under key (k0, k1) to `out[at]` and `out[at + 1]`. */
export function threefry2x32(k0: number, k1: number, c0: number, c1: number, out: Uint32Array, at = 0): void {
  const k2 = (0x1bd11bda ^ k0 ^ k1) | 0;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let round = 0; round < 20; round++) {
    const r = ROTATIONS[round & 7];
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    if ((round & 3) === 3) {
      const injection = (round >> 2) + 1;
      const which = injection % 3;
      x0 = (x0 + (which === 0 ? k0 : which === 1 ? k1 : k2)) | 0;
      x1 = (x1 + (which === 0 ? k1 : which === 1 ? k2 : k0) + injection) | 0;
    }
  }
  out[at] = x0 >>> 0;
  out[at + 1] = x1 >>> 0;
}

/** The two key words of a seed: a whole number in [0, 2^53). */
export function seedKey(seed: number): [k0: number, k1: number] {
  return [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
}

/**
 * Standard normal numbers (Box and Muller), a pure function of seed, stream, sample and position.
 * @param stream whole number below 2^32; streams of one seed are unrelated
 * @param sample which of several lists of this length
 */
export function gaussianNoise(length: number, seed: number, stream: number, sample = 0): Float32Array {
  const [k0, k1] = seedKey(seed);
  const words = new Uint32Array(2);
  const noise = new Float32Array(length);
  for (let at = 0; at < length; at += 2) {
    threefry2x32(k0, k1, sample * Math.ceil(length / 2) + at / 2, stream, words);
    const radius = Math.sqrt(-2 * Math.log((words[0] + 1) / 2 ** 32));
    const angle = (2 * Math.PI * words[1]) / 2 ** 32;
    noise[at] = radius * Math.cos(angle);
    if (at + 1 < length) noise[at + 1] = radius * Math.sin(angle);
  }
  return noise;
}
