// For targets with a mask: the maximum of mask IoU x class similarity x objectness over the CANDIDATES proposals of
// highest box IoU (lowest number among equals). One workgroup per (picture, target): it selects the candidates by
// their IoU's bits, bounds each by the share of the target inside its box, and draws masks in falling order of the
// bound until none can beat the best.
override COEFFICIENTS_OFFSET: u32;
override COEFFICIENTS_ROW: u32;
override COEFFICIENTS_COLUMN: u32;
override COEFFICIENTS_PICTURE: u32;
override PROTOTYPES: u32;
override PROTOTYPES_PICTURE: u32;
override MASK_WIDTH: u32;
override MASK_HEIGHT: u32;
// Prototype pixels per model-input pixel.
override MASK_SCALE_X: f32;
override MASK_SCALE_Y: f32;

@group(0) @binding(5) var<storage, read_write> similarities: array<f32>;
@group(0) @binding(6) var<storage, read> rawCoefficients: array<u32>;
@group(0) @binding(7) var<storage, read> rawPrototypes: array<u32>;
// Per target the summed-area table of its mask, (MASK_WIDTH + 1) x (MASK_HEIGHT + 1); a pixel is the difference of four.
@group(0) @binding(8) var<storage, read> maskSums: array<u32>;

// Invocations per workgroup, a power of two.
override GROUP: u32;
const CANDIDATES = 100u;

var<workgroup> bins: array<atomic<u32>, 256>;
var<workgroup> prefix: u32;
var<workgroup> wanted: u32;
var<workgroup> nextTie: atomic<u32>;
var<workgroup> chosenCount: atomic<u32>;
var<workgroup> chosen: array<u32, CANDIDATES>;
var<workgroup> bounds: array<f32, CANDIDATES>;
var<workgroup> factors: array<f32, CANDIDATES>;
var<workgroup> pick: u32;
var<workgroup> best: f32;
var<workgroup> ownPixels: atomic<u32>;
var<workgroup> bothPixels: atomic<u32>;

fn iouBits(picture: u32, p: u32, box: vec4f) -> u32 {
  return bitcast<u32>(boxIou(boxes[picture * COUNT + p], box));
}

fn choose(p: u32) {
  chosen[atomicAdd(&chosenCount, 1u)] = p;
}

// Prototype pixels whose upper left corner lies in the box: x0, y0, x1, y1, half open.
fn maskWindow(box: vec4f) -> vec4u {
  let size = vec4f(f32(MASK_WIDTH), f32(MASK_HEIGHT), f32(MASK_WIDTH), f32(MASK_HEIGHT));
  let scale = vec2f(MASK_SCALE_X, MASK_SCALE_Y).xyxy;
  let window = vec4u(clamp(ceil(box * scale), vec4f(), size));
  return vec4u(window.xy, max(window.xy, window.zw));
}

fn insideTarget(t: u32, window: vec4u) -> u32 {
  let stride = MASK_WIDTH + 1u;
  let start = t * stride * (MASK_HEIGHT + 1u);
  let above = start + window.y * stride;
  let below = start + window.w * stride;
  return maskSums[below + window.z] - maskSums[below + window.x] - maskSums[above + window.z] + maskSums[above + window.x];
}

fn maskLogit(picture: u32, p: u32, x: u32, y: u32) -> f32 {
  var sum = 0.0;
  var coefficient = picture * COEFFICIENTS_PICTURE + COEFFICIENTS_OFFSET + p * COEFFICIENTS_ROW;
  var prototype = picture * PROTOTYPES_PICTURE + y * MASK_WIDTH + x;
  for (var k = 0u; k < PROTOTYPES; k++) {
    sum += valueIn(rawCoefficients[wordOf(coefficient)], coefficient)
      * valueIn(rawPrototypes[wordOf(prototype)], prototype);
    coefficient += COEFFICIENTS_COLUMN;
    prototype += MASK_WIDTH * MASK_HEIGHT;
  }
  return sum;
}

// Leaves in `prefix` the IoU bits of the last candidate, in `wanted` how many of that very IoU are candidates.
fn selectThreshold(picture: u32, box: vec4f, local: u32) {
  for (var shift = 24i; shift >= 0i; shift -= 8i) {
    let digit = u32(shift);
    for (var b = local; b < 256u; b += GROUP) {
      atomicStore(&bins[b], 0u);
    }
    let known = workgroupUniformLoad(&prefix);
    for (var p = local; p < COUNT; p += GROUP) {
      let bits = iouBits(picture, p, box);
      // Shifting by 32 bits is no shift, so the first round, where no digit is known, is apart.
      let isSame = digit == 24u || (bits >> (digit + 8u)) == (known >> (digit + 8u));
      if (bits != 0u && isSame) {
        atomicAdd(&bins[(bits >> digit) & 255u], 1u);
      }
    }
    workgroupBarrier();
    if (local == 0u) {
      var b = 255i;
      while (b > 0i) {
        let inside = atomicLoad(&bins[b]);
        if (inside >= wanted) {
          break;
        }
        wanted -= inside;
        b--;
      }
      prefix = known | (u32(b) << digit);
    }
    workgroupBarrier();
  }
}

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let item = flatGroup(group, groups);
  let picture = item / TARGETS;
  let t = item % TARGETS;
  if (picture >= batch.count || !targetHas(t, HAS_MASK)) {
    return;
  }
  let box = targetBox(t);
  if (local == 0u) {
    prefix = 0u;
    wanted = CANDIDATES;
    best = 0.0;
    atomicStore(&chosenCount, 0u);
  }
  workgroupBarrier();

  // With no more proposals than candidates there is nothing to select.
  if (COUNT > CANDIDATES) {
    selectThreshold(picture, box, local);
  }
  let threshold = prefix;
  for (var p = local; p < COUNT; p += GROUP) {
    if (iouBits(picture, p, box) > threshold) {
      choose(p);
    }
  }
  // Equals join in the order of their numbers. A threshold of 0 means that fewer boxes overlap than are wanted.
  let ties = select(0u, workgroupUniformLoad(&wanted), COUNT > CANDIDATES);
  var after = 0u;
  for (var k = 0u; k < ties; k++) {
    if (local == 0u) {
      atomicStore(&nextTie, 0xffffffffu);
    }
    workgroupBarrier();
    for (var p = local; p < COUNT; p += GROUP) {
      if (threshold != 0u && p >= after && iouBits(picture, p, box) == threshold) {
        atomicMin(&nextTie, p);
        break;
      }
    }
    workgroupBarrier();
    if (local == 0u) {
      pick = atomicLoad(&nextTie);
    }
    let tie = workgroupUniformLoad(&pick);
    if (tie == 0xffffffffu) {
      break;
    }
    if (local == 0u) {
      choose(tie);
    }
    after = tie + 1u;
  }
  workgroupBarrier();

  let found = atomicLoad(&chosenCount);
  let whole = vec4u(0u, 0u, MASK_WIDTH, MASK_HEIGHT);
  let targetPixels = f32(insideTarget(t, whole));
  for (var k = local; k < CANDIDATES; k += GROUP) {
    bounds[k] = 0.0;
    if (k < found) {
      let p = chosen[k];
      let head = heads[picture * COUNT + p];
      let inside = insideTarget(t, maskWindow(boxes[picture * COUNT + p]));
      if (inside > 0u) {
        factors[k] = objectnessFactor(head) * classFactor(picture, p, head, t);
        bounds[k] = factors[k] * f32(inside) / targetPixels;
      }
    }
  }
  workgroupBarrier();

  for (var round = 0u; round < CANDIDATES; round++) {
    if (local == 0u) {
      pick = CANDIDATES;
      var highest = best;
      for (var k = 0u; k < CANDIDATES; k++) {
        if (bounds[k] > highest) {
          highest = bounds[k];
          pick = k;
        }
      }
      atomicStore(&ownPixels, 0u);
      atomicStore(&bothPixels, 0u);
    }
    let k = workgroupUniformLoad(&pick);
    if (k == CANDIDATES) {
      break;
    }
    let p = chosen[k];
    let window = maskWindow(boxes[picture * COUNT + p]);
    let width = window.z - window.x;
    let pixels = width * (window.w - window.y);
    var own = 0u;
    var both = 0u;
    for (var i = local; i < pixels; i += GROUP) {
      let x = window.x + i % width;
      let y = window.y + i / width;
      if (maskLogit(picture, p, x, y) > 0.0) {
        own += 1u;
        both += insideTarget(t, vec4u(x, y, x + 1u, y + 1u));
      }
    }
    atomicAdd(&ownPixels, own);
    atomicAdd(&bothPixels, both);
    workgroupBarrier();
    if (local == 0u) {
      let inBoth = f32(atomicLoad(&bothPixels));
      best = max(best, factors[k] * inBoth / max(1.0, targetPixels + f32(atomicLoad(&ownPixels)) - inBoth));
      bounds[k] = 0.0;
    }
    workgroupBarrier();
  }
  if (local == 0u) {
    similarities[item] = best;
  }
}
