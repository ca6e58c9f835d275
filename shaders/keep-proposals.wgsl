// The best KEPT proposals of each picture, packed as src/gpu/reference/keep-proposals.ts says. One workgroup per picture:
// greedy suppression in rounds, then one invocation per word (or per proposal, where only the best classes are kept).
override INPUT_WIDTH: f32;
override INPUT_HEIGHT: f32;
override WORDS_PER_PROPOSAL: u32;

// Objectness of proposals still to be taken, per picture; -1 for those taken or suppressed. Scratch.
@group(0) @binding(4) var<storage, read_write> remaining: array<f32>;
@group(0) @binding(5) var<storage, read_write> kept: array<u32>;

// Invocations per workgroup, a power of two.
override GROUP: u32;
const KEPT = 32u;
const MIN_SCORE = 0.005;
const MAX_IOU = 0.6;
const HEAD_WORDS = 3u;
const DENSE_CLASSES = 116u;

var<workgroup> tops: array<f32, GROUP>;
var<workgroup> numbers: array<u32, GROUP>;
var<workgroup> taken: array<u32, KEPT>;
var<workgroup> winner: u32;

fn overlapsTooMuch(a: vec4f, b: vec4f) -> bool {
  let size = min(a.zw, b.zw) - max(a.xy, b.xy);
  if (!(size.x > 0.0 && size.y > 0.0)) {
    return false;
  }
  let both = size.x * size.y;
  let areas = (a.z - a.x) * (a.w - a.y) + (b.z - b.x) * (b.w - b.y);
  return both > MAX_IOU * (areas - both);
}

fn repeats(p: u32, better: u32) -> bool {
  return heads[p].w == heads[better].w && overlapsTooMuch(boxes[p], boxes[better]);
}

// A share in [0, 1] as a whole number in [0, top].
fn share(value: f32, top: f32) -> u32 {
  return u32(clamp(value, 0.0, 1.0) * top + 0.5);
}

fn packHead(word: u32, box: vec4f, head: vec4u) -> u32 {
  if (word == 2u) {
    return share(objectnessOf(head), 65535.0) | (share(topScoreOf(head), 65535.0) << 16u);
  }
  let corner = select(box.xy, box.zw, word == 1u) / vec2f(INPUT_WIDTH, INPUT_HEIGHT);
  return share(corner.x, 65535.0) | (share(corner.y, 65535.0) << 16u);
}

fn packClasses(picture: u32, p: u32, head: vec4u, first: u32) -> u32 {
  let top = rawTop(picture, p, head);
  // A proposal may have objectness and no class at all.
  let divisor = max(topScoreOf(head), 1e-30);
  var word = 0u;
  for (var k = 0u; k < 4u && first + k < CLASSES; k++) {
    word |= share(classScore(picture, p, first + k, head, top) / divisor, 255.0) << (8u * k);
  }
  return word;
}

// The best classes in falling order, ties to the lowest.
fn packBestClasses(picture: u32, p: u32, head: vec4u, at: u32) {
  let top = rawTop(picture, p, head);
  var last = 0.0;
  var lastClass = CLASSES;
  for (var k = HEAD_WORDS; k < WORDS_PER_PROPOSAL; k++) {
    var next = 0.0;
    var nextClass = CLASSES;
    for (var c = 0u; c < CLASSES; c++) {
      let value = classScore(picture, p, c, head, top);
      let isLeft = lastClass == CLASSES || value < last || (value == last && c > lastClass);
      if (isLeft && (nextClass == CLASSES || value > next)) {
        next = value;
        nextClass = c;
      }
    }
    kept[at + k] = nextClass | (share(next / max(topScoreOf(head), 1e-30), 65535.0) << 16u);
    last = next;
    lastClass = nextClass;
  }
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
  let start = picture * COUNT;
  for (var p = local; p < COUNT; p += GROUP) {
    let objectness = objectnessOf(heads[start + p]);
    remaining[start + p] = select(-1.0, objectness, objectness >= MIN_SCORE);
  }

  var count = 0u;
  var last = 0u;
  for (var round = 0u; round < KEPT; round++) {
    var top = -1.0;
    var number = COUNT;
    for (var p = local; p < COUNT; p += GROUP) {
      let objectness = remaining[start + p];
      if (objectness < 0.0) {
        continue;
      }
      if (round > 0u && (p == last || repeats(start + p, start + last))) {
        remaining[start + p] = -1.0;
        continue;
      }
      if (objectness > top) {
        top = objectness;
        number = p;
      }
    }
    tops[local] = top;
    numbers[local] = number;
    for (var half = GROUP / 2u; half > 0u; half /= 2u) {
      workgroupBarrier();
      if (local < half) {
        let other = tops[local + half];
        let otherNumber = numbers[local + half];
        if (other > tops[local] || (other == tops[local] && otherNumber < numbers[local])) {
          tops[local] = other;
          numbers[local] = otherNumber;
        }
      }
    }
    if (local == 0u) {
      winner = numbers[0];
    }
    last = workgroupUniformLoad(&winner);
    if (last == COUNT) {
      break;
    }
    if (local == 0u) {
      taken[round] = last;
    }
    count = round + 1u;
  }
  workgroupBarrier();

  let isDense = CLASSES <= DENSE_CLASSES;
  let first = picture * KEPT * WORDS_PER_PROPOSAL;
  for (var i = local; i < KEPT * WORDS_PER_PROPOSAL; i += GROUP) {
    let k = i / WORDS_PER_PROPOSAL;
    let word = i % WORDS_PER_PROPOSAL;
    if (k >= count) {
      kept[first + i] = 0u;
      continue;
    }
    let p = taken[k];
    let head = heads[start + p];
    if (word < HEAD_WORDS) {
      kept[first + i] = packHead(word, boxes[start + p], head);
    } else if (isDense) {
      kept[first + i] = packClasses(picture, p, head, (word - HEAD_WORDS) * 4u);
    }
  }
  if (!isDense && local < count) {
    let p = taken[local];
    packBestClasses(picture, p, heads[start + p], first + local * WORDS_PER_PROPOSAL);
  }
}
