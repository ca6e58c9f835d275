// A classifier's or tagger's scores: activation over all classes of each picture, the chosen ones picked out, all of them
// kept as float bits where KEEP says so. One workgroup per picture.
override CLASSES: u32;
// 0 none, 1 sigmoid, 2 softmax.
override ACTIVATION: u32;
override TARGETS: u32;
override KEEP: bool;

@group(0) @binding(1) var<storage, read> rawScores: array<u32>;
@group(0) @binding(2) var<storage, read> chosen: array<u32>;
@group(0) @binding(3) var<storage, read_write> similarities: array<f32>;
@group(0) @binding(4) var<storage, read_write> kept: array<u32>;
// Becomes 1 when a score is not a number.
@group(0) @binding(5) var<storage, read_write> fault: atomic<u32>;

// Invocations per workgroup, a power of two.
override GROUP: u32;
var<workgroup> partial: array<f32, GROUP>;

fn rawScore(picture: u32, c: u32) -> f32 {
  let at = picture * CLASSES + c;
  return valueIn(rawScores[wordOf(at)], at);
}

fn highest(picture: u32, local: u32) -> f32 {
  var top = rawScore(picture, min(local, CLASSES - 1u));
  for (var c = local; c < CLASSES; c += GROUP) {
    top = max(top, rawScore(picture, c));
  }
  partial[local] = top;
  for (var half = GROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) {
      partial[local] = max(partial[local], partial[local + half]);
    }
  }
  workgroupBarrier();
  let all = partial[0];
  workgroupBarrier();
  return all;
}

fn exponentialSum(picture: u32, local: u32, top: f32) -> f32 {
  var sum = 0.0;
  for (var c = local; c < CLASSES; c += GROUP) {
    sum += exp(rawScore(picture, c) - top);
  }
  partial[local] = sum;
  for (var half = GROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) {
      partial[local] += partial[local + half];
    }
  }
  workgroupBarrier();
  return partial[0];
}

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let picture = flatGroup(group, groups);
  if (picture >= batch.count) {
    return;
  }
  var isFault = false;
  for (var c = local; c < CLASSES; c += GROUP) {
    isFault = isFault || isNotNumber(rawScore(picture, c));
  }
  if (isFault) {
    atomicStore(&fault, 1u);
  }
  var top = 0.0;
  var sum = 1.0;
  if (ACTIVATION == 2u) {
    top = highest(picture, local);
    sum = exponentialSum(picture, local, top);
  }
  if (KEEP) {
    for (var c = local; c < CLASSES; c += GROUP) {
      kept[picture * CLASSES + c] = bitcast<u32>(activated(rawScore(picture, c), top, sum));
    }
  }
  for (var t = local; t < TARGETS; t += GROUP) {
    similarities[picture * TARGETS + t] = activated(rawScore(picture, chosen[t]), top, sum);
  }
}

fn activated(raw: f32, top: f32, sum: f32) -> f32 {
  if (ACTIVATION == 1u) {
    return sigmoid(raw);
  }
  if (ACTIVATION == 2u) {
    return exp(raw - top) / sum;
  }
  return raw;
}
