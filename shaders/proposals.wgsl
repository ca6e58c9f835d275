// Shared by the kernels that compare or keep proposals: what `decode-proposals` wrote, and the class scores in the
// model's own output.
override COUNT: u32;
override CLASSES: u32;
override SCORES_OFFSET: u32;
override SCORES_ROW: u32;
override SCORES_COLUMN: u32;
override SCORES_PICTURE: u32;
// 0 none, 1 sigmoid, 2 softmax.
override ACTIVATION: u32;

@group(0) @binding(1) var<storage, read> rawScores: array<u32>;
@group(0) @binding(2) var<storage, read> boxes: array<vec4f>;
@group(0) @binding(3) var<storage, read> heads: array<vec4u>;

fn rawScore(picture: u32, p: u32, c: u32) -> f32 {
  let at = picture * SCORES_PICTURE + SCORES_OFFSET + p * SCORES_ROW + c * SCORES_COLUMN;
  return valueIn(rawScores[wordOf(at)], at);
}

fn objectnessOf(head: vec4u) -> f32 {
  return bitcast<f32>(head.x);
}

fn topScoreOf(head: vec4u) -> f32 {
  return bitcast<f32>(head.y);
}

fn scoreOf(head: vec4u) -> f32 {
  return bitcast<f32>(head.z);
}

// What `classScore` needs of a proposal beside its head: the raw score of the best class, for softmax.
fn rawTop(picture: u32, p: u32, head: vec4u) -> f32 {
  if (ACTIVATION == 2u) {
    return rawScore(picture, p, head.w);
  }
  return 0.0;
}

// Score of class c after activation; 1 / (sum of the softmax) is the best class's score.
fn classScore(picture: u32, p: u32, c: u32, head: vec4u, top: f32) -> f32 {
  let raw = rawScore(picture, p, c);
  if (ACTIVATION == 1u) {
    return sigmoid(raw);
  }
  if (ACTIVATION == 2u) {
    return exp(raw - top) * topScoreOf(head);
  }
  return raw;
}
