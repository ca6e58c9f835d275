// One axis of the tent that enlarges a lattice plane: out = sum over t of tap(t) in[. + t], for lines along x or y. The
// input is scoredFactor x one plane + maskedFactor x another, so that a map is made in two passes. With pitch 1 the tent
// is a single tap of 1, which leaves full-size planes as they are.
override PITCH: u32;
override TAPS: u32;
// Size of the output.
override WIDTH: u32;
override HEIGHT: u32;
// Elements from one line of the input to the next below.
override LINE: u32;
// Elements from one tap to the next: 1 along x, LINE along y.
override STEP: u32;

struct Sources {
  scoredStart: u32,
  maskedStart: u32,
  scoredFactor: f32,
  maskedFactor: f32,
}

@group(0) @binding(0) var<uniform> sources: Sources;
@group(0) @binding(1) var<storage, read> planes: array<f32>;
@group(0) @binding(2) var<storage, read_write> filtered: array<f32>;

// Invocations per workgroup.
override GROUP: u32;

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let item = (group.y * groups.x + group.x) * GROUP + local;
  if (item >= WIDTH * HEIGHT) {
    return;
  }
  let start = item / WIDTH * LINE + item % WIDTH;
  let middle = 0.5 * f32(TAPS - 1u);
  var sum = 0.0;
  for (var t = 0u; t < TAPS; t++) {
    let tap = 1.0 - abs(f32(t) - middle) / f32(PITCH);
    let at = start + t * STEP;
    sum += tap * (sources.scoredFactor * planes[sources.scoredStart + at] + sources.maskedFactor * planes[sources.maskedStart + at]);
  }
  filtered[item] = sum;
}
