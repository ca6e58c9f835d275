// Adds a batch of masks to full-size planes, for masks that are no lattice: plane t holds each mask times its score for
// target t, the last plane the masks alone. One invocation per (pixel, TOGETHER planes): a mask pixel is evaluated once
// for that many planes, and a batch is summed before it meets the plane.
override WIDTH: u32;
override HEIGHT: u32;
override TARGETS: u32;

@group(0) @binding(4) var<storage, read> similarities: array<f32>;
@group(0) @binding(5) var<storage, read_write> planes: array<f32>;

// Invocations per workgroup.
override GROUP: u32;
const TOGETHER = 8u;

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let item = flatGroup(group, groups) * GROUP + local;
  let pixels = WIDTH * HEIGHT;
  let first = item / pixels * TOGETHER;
  if (first > TARGETS) {
    return;
  }
  let pixel = item % pixels;
  var sums = array<f32, TOGETHER>();
  for (var mask = 0u; mask < batch.count; mask++) {
    let value = maskValue(mask, pixel % WIDTH, pixel / WIDTH);
    for (var k = 0u; k < TOGETHER; k++) {
      let plane = first + k;
      if (plane < TARGETS) {
        sums[k] += value * similarities[mask * TARGETS + plane];
      } else if (plane == TARGETS) {
        sums[k] += value;
      }
    }
  }
  for (var k = 0u; k < TOGETHER && first + k <= TARGETS; k++) {
    planes[(first + k) * pixels + pixel] += sums[k];
  }
}
