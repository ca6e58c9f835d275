// One invocation per proposal: its box in model-input pixels, and its head: objectness (or best class score), best class
// score, score and best class. Class vectors stay where they are.
override COUNT: u32;
override CLASSES: u32;
// Number of the coding in src/core/proposals.ts, from 0.
override CODING: u32;
override SCALE_X: f32;
override SCALE_Y: f32;
override BOXES_OFFSET: u32;
override BOXES_ROW: u32;
override BOXES_COLUMN: u32;
override BOXES_PICTURE: u32;
override SCORES_OFFSET: u32;
override SCORES_ROW: u32;
override SCORES_COLUMN: u32;
override SCORES_PICTURE: u32;
// 0 none, 1 sigmoid, 2 softmax.
override ACTIVATION: u32;
// A softmax may have a background class beside them; the offset of its column.
override HAS_BACKGROUND: bool;
override BACKGROUND_OFFSET: u32;
override OWN_OBJECTNESS: bool;
override OBJECTNESS_OFFSET: u32;
override OBJECTNESS_ROW: u32;
override OBJECTNESS_PICTURE: u32;
override OBJECTNESS_SIGMOID: bool;

@group(0) @binding(1) var<storage, read> rawBoxes: array<u32>;
@group(0) @binding(2) var<storage, read> rawScores: array<u32>;
@group(0) @binding(3) var<storage, read> rawObjectness: array<u32>;
@group(0) @binding(4) var<storage, read> priors: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> boxes: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> heads: array<vec4u>;
// Becomes 1 when a box or a proposal's every class score is not a number.
@group(0) @binding(7) var<storage, read_write> fault: atomic<u32>;

// Invocations per workgroup.
override GROUP: u32;

fn rawBox(picture: u32, p: u32) -> vec4f {
  var values = vec4f();
  for (var k = 0u; k < 4u; k++) {
    let at = picture * BOXES_PICTURE + BOXES_OFFSET + p * BOXES_ROW + k * BOXES_COLUMN;
    values[k] = valueIn(rawBoxes[wordOf(at)], at);
  }
  return values;
}

fn rawScore(picture: u32, p: u32, c: u32) -> f32 {
  let at = picture * SCORES_PICTURE + SCORES_OFFSET + p * SCORES_ROW + c * SCORES_COLUMN;
  return valueIn(rawScores[wordOf(at)], at);
}

fn corners(centre: vec2f, size: vec2f) -> vec4f {
  return vec4f(centre - size / 2.0, centre + size / 2.0);
}

fn decodeBox(b: vec4f, p: u32) -> vec4f {
  let scale = vec2f(SCALE_X, SCALE_Y);
  if (CODING == 0u) {
    return b * scale.xyxy;
  }
  if (CODING == 1u) {
    return corners(b.xy * scale, b.zw * scale);
  }
  let prior = priors[p];
  if (CODING == 2u) {
    return corners(b.xy * prior.zw + prior.xy, exp(b.zw) * prior.zw);
  }
  if (CODING == 3u) {
    return corners(prior.xy + tanh(b.xy) * prior.zw, vec2f(sigmoid(b.z), sigmoid(b.w)) * scale);
  }
  if (CODING == 4u) {
    return b * prior.zwzw + prior.xyxy + vec4f(0.0, 0.0, prior.zw);
  }
  return corners(0.1 * b.xy * prior.zw + prior.xy, exp(0.2 * b.zw) * prior.zw);
}

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let item = flatGroup(group, groups) * GROUP + local;
  let picture = item / COUNT;
  let p = item % COUNT;
  if (picture >= batch.count) {
    return;
  }
  let b = rawBox(picture, p);
  var isFault = isNotNumber(b.x) || isNotNumber(b.y) || isNotNumber(b.z) || isNotNumber(b.w);

  var top = 0.0;
  var topClass = CLASSES;
  for (var c = 0u; c < CLASSES; c++) {
    let value = rawScore(picture, p, c);
    if (!isNotNumber(value) && (topClass == CLASSES || value > top)) {
      top = value;
      topClass = c;
    }
  }
  isFault = isFault || topClass == CLASSES;
  var topScore = top;
  if (ACTIVATION == 1u) {
    topScore = sigmoid(top);
  } else if (ACTIVATION == 2u) {
    var sum = 0.0;
    if (HAS_BACKGROUND) {
      let at = picture * SCORES_PICTURE + BACKGROUND_OFFSET + p * SCORES_ROW;
      let background = valueIn(rawScores[wordOf(at)], at);
      isFault = isFault || isNotNumber(background);
      sum = exp(background - top);
    }
    for (var c = 0u; c < CLASSES; c++) {
      sum += exp(rawScore(picture, p, c) - top);
    }
    topScore = 1.0 / sum;
  }

  var objectness = topScore;
  var score = topScore;
  if (OWN_OBJECTNESS) {
    let at = picture * OBJECTNESS_PICTURE + OBJECTNESS_OFFSET + p * OBJECTNESS_ROW;
    objectness = valueIn(rawObjectness[wordOf(at)], at);
    if (OBJECTNESS_SIGMOID) {
      objectness = sigmoid(objectness);
    }
    score = objectness * topScore;
  }
  boxes[item] = decodeBox(b, p);
  heads[item] = vec4u(bitcast<u32>(objectness), bitcast<u32>(topScore), bitcast<u32>(score), topClass);
  if (isFault) {
    atomicStore(&fault, 1u);
  }
}
