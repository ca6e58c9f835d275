// Adds a batch of masks to the lattice planes (src/core/masks/lattice.ts): plane t holds each mask times its score for
// target t, the last plane the masks alone. One invocation per (cell, plane), the outer cells once more outside for the
// clamped border. A cell's points of all masks lie in its own pitch x pitch block, since offsets are smaller than the
// pitch: no two invocations ever meet, masks are added in order, and no atomics are needed.
override WORDS: u32;
override CELLS_X: u32;
override CELLS_Y: u32;
override PITCH_X: i32;
override PITCH_Y: i32;
override ORIGIN_X: i32;
override ORIGIN_Y: i32;
override WIDTH: i32;
override HEIGHT: i32;
override TARGETS: u32;

@group(0) @binding(1) var<storage, read> masks: array<u32>;
@group(0) @binding(2) var<storage, read> similarities: array<f32>;
@group(0) @binding(3) var<storage, read_write> planes: array<f32>;

// Invocations per workgroup.
override GROUP: u32;

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let item = flatGroup(group, groups) * GROUP + local;
  let columns = CELLS_X + 2u;
  let points = columns * (CELLS_Y + 2u);
  let plane = item / points;
  if (plane > TARGETS) {
    return;
  }
  let i = i32(item % points % columns) - 1;
  let j = i32(item % points / columns) - 1;
  let cell = u32(clamp(j, 0, i32(CELLS_Y) - 1)) * CELLS_X + u32(clamp(i, 0, i32(CELLS_X) - 1));
  let left = i * PITCH_X - ORIGIN_X;
  let top = j * PITCH_Y - ORIGIN_Y;
  let start = i32(plane) * WIDTH * HEIGHT;
  for (var mask = 0u; mask < batch.count; mask++) {
    let at = mask * (WORDS + 2u);
    if ((masks[at + (cell >> 5u)] & (1u << (cell & 31u))) == 0u) {
      continue;
    }
    let column = left - i32(masks[at + WORDS]);
    let row = top - i32(masks[at + WORDS + 1u]);
    if (column < 0 || column >= WIDTH || row < 0 || row >= HEIGHT) {
      continue;
    }
    var weight = 1.0;
    if (plane < TARGETS) {
      weight = similarities[mask * TARGETS + plane];
    }
    planes[start + row * WIDTH + column] += weight;
  }
}
