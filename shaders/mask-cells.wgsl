// The random part of each mask of a batch: WORDS words of cell bits (cell k is bit k & 31 of word k >> 5), then the two
// offsets. Threefry-2x32 with 20 rounds; the same words as src/core/masks/cells.ts, bit for bit.
override CELLS: u32;
override WORDS: u32;
override OFFSETS_X: u32;
override OFFSETS_Y: u32;

@group(0) @binding(1) var<storage, read_write> masks: array<u32>;

// Invocations per workgroup.
override GROUP: u32;
const OFFSET_BLOCK = 0xffffffffu;

fn threefry(counter: vec2u) -> vec2u {
  var rotations = array<u32, 8>(13, 15, 26, 6, 17, 29, 16, 24);
  var key = array<u32, 3>(batch.key.x, batch.key.y, 0x1bd11bdau ^ batch.key.x ^ batch.key.y);
  var x0 = counter.x + key[0];
  var x1 = counter.y + key[1];
  for (var round = 0u; round < 20u; round++) {
    let r = rotations[round & 7u];
    x0 += x1;
    x1 = ((x1 << r) | (x1 >> (32u - r))) ^ x0;
    if ((round & 3u) == 3u) {
      let injection = (round >> 2u) + 1u;
      x0 += key[injection % 3u];
      x1 += key[(injection + 1u) % 3u] + injection;
    }
  }
  return vec2u(x0, x1);
}

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  // One invocation per word of bits, one more for the offsets.
  let item = flatGroup(group, groups) * GROUP + local;
  let mask = item / (WORDS + 1u);
  let word = item % (WORDS + 1u);
  if (mask >= batch.count) {
    return;
  }
  let index = batch.first + mask;
  let at = mask * (WORDS + 2u) + word;
  if (word == WORDS) {
    let offsets = threefry(vec2u(index, OFFSET_BLOCK));
    masks[at] = offsets.x % OFFSETS_X;
    masks[at + 1u] = offsets.y % OFFSETS_Y;
    return;
  }
  var bits = 0u;
  for (var k = 0u; k < 32u; k += 2u) {
    let cell = word * 32u + k;
    if (cell >= CELLS) {
      break;
    }
    let random = threefry(vec2u(index, cell >> 1u));
    bits |= select(0u, 1u << k, random.x < batch.threshold);
    bits |= select(0u, 2u << k, random.y < batch.threshold && cell + 1u < CELLS);
  }
  masks[at] = bits;
}
