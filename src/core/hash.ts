/**
 * SHA-256 (FIPS 180-4) as 64 lower-case hex digits. Uses Web Crypto; on pages that are no secure context, where browsers
 * withhold it, a plain implementation (slower, same digits) stands in.
 */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) return toHex(sha256Plain(bytes));
  // Web Crypto refuses views on shared memory; those are copied.
  const own = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
  return toHex(new Uint8Array(await subtle.digest('SHA-256', own)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The first 32 bits of the fractional part of `root(prime)`, for the first `count` primes, exactly. */
function primeRootFractions(count: number, degree: 2 | 3): Uint32Array {
  const words = new Uint32Array(count);
  for (let candidate = 2, found = 0; found < count; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) isPrime = false;
    if (isPrime)
      words[found++] = Number(BigInt.asUintN(32, integerRoot(BigInt(candidate) << BigInt(32 * degree), degree)));
  }
  return words;
}

function integerRoot(value: bigint, degree: 2 | 3): bigint {
  let root = 0n;
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) {
    if ((root | bit) ** BigInt(degree) <= value) root |= bit;
  }
  return root;
}

/** SHA-256 without Web Crypto, 32 bytes. */
export function sha256Plain(bytes: Uint8Array): Uint8Array {
  const constants = primeRootFractions(64, 3);
  const state = primeRootFractions(8, 2);
  const tail = new Uint8Array(bytes.length % 64 < 56 ? 64 : 128);
  const whole = bytes.length - (bytes.length % 64);
  tail.set(bytes.subarray(whole));
  tail[bytes.length - whole] = 0x80;
  new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(bytes.length) * 8n);
  const words = new Uint32Array(64);
  const eachBlock = (source: Uint8Array, length: number) => {
    const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
    for (let at = 0; at < length; at += 64) compress(state, words, view, at, constants);
  };
  eachBlock(bytes, whole);
  eachBlock(tail, tail.length);
  const digest = new DataView(new ArrayBuffer(32));
  for (let index = 0; index < 8; index++) digest.setUint32(4 * index, state[index]);
  return new Uint8Array(digest.buffer);
}

function compress(state: Uint32Array, words: Uint32Array, view: DataView, at: number, constants: Uint32Array): void {
  const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));
  for (let t = 0; t < 16; t++) words[t] = view.getUint32(at + 4 * t);
  for (let t = 16; t < 64; t++) {
    const early = words[t - 15];
    const late = words[t - 2];
    const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    words[t] = words[t - 16] + s0 + words[t - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const next = (h + sum1 + ((e & f) ^ (~e & g)) + constants[t] + words[t]) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const other = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + next) | 0, c, b, a, (next + other) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] += word;
  });
}
