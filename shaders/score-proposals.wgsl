// The similarity of each target with the proposals of each picture: one workgroup per (picture, target), the maximum
// over proposals. Targets with a mask are left to `score-masks`.
@group(0) @binding(5) var<storage, read_write> similarities: array<f32>;

// Invocations per workgroup, a power of two.
override GROUP: u32;
var<workgroup> bests: array<f32, GROUP>;

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let item = flatGroup(group, groups);
  let picture = item / TARGETS;
  let t = item % TARGETS;
  if (picture >= batch.count || targetHas(t, HAS_MASK)) {
    return;
  }
  let box = targetBox(t);
  var best = 0.0;
  for (var p = local; p < COUNT; p += GROUP) {
    let iou = boxIou(boxes[picture * COUNT + p], box);
    if (!(iou > best)) {
      continue;
    }
    // Class similarity is at most 1: what cannot beat the best so far needs no class vector.
    let head = heads[picture * COUNT + p];
    let bound = iou * objectnessFactor(head);
    if (bound > best) {
      best = max(best, bound * classFactor(picture, p, head, t));
    }
  }
  bests[local] = best;
  for (var half = GROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) {
      bests[local] = max(bests[local], bests[local + half]);
    }
  }
  if (local == 0u) {
    similarities[item] = bests[0];
  }
}
