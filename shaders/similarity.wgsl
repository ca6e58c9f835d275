// Shared by the kernels that score targets: what src/gpu/reference/similarity.ts says, in float32.
override TARGETS: u32;
// 0 objectness, 1 score, 2 none.
override FACTOR: u32;
// 0 cosine, 1 same label, 2 ignore, 3 cosine of expanded best classes.
override CLASS_RULE: u32;
override IOU_OFFSET: f32;

// Per target 8 numbers (box, norm, best class score, best class, flags) and its class vector.
@group(0) @binding(4) var<storage, read> targets: array<f32>;

const HAS_VECTOR = 1u;
const HAS_MASK = 2u;

fn targetStart(t: u32) -> u32 {
  return t * (8u + CLASSES);
}

fn targetBox(t: u32) -> vec4f {
  let at = targetStart(t);
  return vec4f(targets[at], targets[at + 1u], targets[at + 2u], targets[at + 3u]);
}

fn targetHas(t: u32, flag: u32) -> bool {
  return (u32(targets[targetStart(t) + 7u]) & flag) != 0u;
}

fn area(box: vec4f) -> f32 {
  return (box.z - box.x + IOU_OFFSET) * (box.w - box.y + IOU_OFFSET);
}

fn boxIou(a: vec4f, b: vec4f) -> f32 {
  let size = min(a.zw, b.zw) - max(a.xy, b.xy) + vec2f(IOU_OFFSET);
  if (!(size.x > 0.0 && size.y > 0.0)) {
    return 0.0;
  }
  let shared_area = size.x * size.y;
  return shared_area / (area(a) + area(b) - shared_area);
}

fn objectnessFactor(head: vec4u) -> f32 {
  if (FACTOR == 0u) {
    return objectnessOf(head);
  }
  return select(1.0, scoreOf(head), FACTOR == 1u);
}

fn expandedCosine(a: f32, b: f32, sameClass: bool) -> f32 {
  let n = f32(CLASSES);
  let ra = (1.0 - a) / n;
  let rb = (1.0 - b) / n;
  let dot = select(a * rb + ra * b + (n - 1.0) * ra * rb, a * b + n * ra * rb, sameClass);
  return dot / sqrt((a * a + n * ra * ra) * (b * b + n * rb * rb));
}

fn classFactor(picture: u32, p: u32, head: vec4u, t: u32) -> f32 {
  if (CLASS_RULE == 2u || !targetHas(t, HAS_VECTOR)) {
    return 1.0;
  }
  let start = targetStart(t);
  let sameClass = f32(head.w) == targets[start + 6u];
  if (CLASS_RULE == 1u) {
    return select(0.0, 1.0, sameClass);
  }
  if (CLASS_RULE == 3u) {
    return expandedCosine(targets[start + 5u], scoreOf(head), sameClass);
  }
  let norm = targets[start + 4u];
  let top = rawTop(picture, p, head);
  var dot = 0.0;
  var squares = 0.0;
  for (var c = 0u; c < CLASSES; c++) {
    let value = classScore(picture, p, c, head, top);
    dot += value * targets[start + 8u + c];
    squares += value * value;
  }
  if (squares > 0.0 && norm > 0.0) {
    return dot / (sqrt(squares) * norm);
  }
  return 0.0;
}
