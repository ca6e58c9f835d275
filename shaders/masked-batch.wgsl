// Masked copies of one picture in the model's own layout: fill + m (image - fill) inside the content rectangle, the
// image outside. One invocation per word of the output: one float32, or two float16 packed by pack2x16float, which asks
// for no device feature.
override CHANNELS: u32;
override HEIGHT: u32;
override WIDTH: u32;
override CONTENT_X: u32;
override CONTENT_Y: u32;
override CONTENT_WIDTH: u32;
override CONTENT_HEIGHT: u32;
// NHWC when true, NCHW otherwise.
override CHANNELS_LAST: bool;
override HALF: bool;

@group(0) @binding(4) var<storage, read> image: array<f32>;
@group(0) @binding(5) var<storage, read> fill: array<f32>;
@group(0) @binding(6) var<storage, read_write> masked: array<u32>;

// Invocations per workgroup.
override GROUP: u32;

// Element `index` of the whole batch; 0 beyond its end, where an odd number of float16 leaves half a word.
fn element(index: u32) -> f32 {
  let size = CHANNELS * HEIGHT * WIDTH;
  let mask = index / size;
  if (mask >= batch.count) {
    return 0.0;
  }
  let e = index % size;
  let pixel = select(e % (HEIGHT * WIDTH), e / CHANNELS, CHANNELS_LAST);
  // Left of or above the content these wrap round to numbers beyond it.
  let x = pixel % WIDTH - CONTENT_X;
  let y = pixel / WIDTH - CONTENT_Y;
  if (x >= CONTENT_WIDTH || y >= CONTENT_HEIGHT) {
    return image[e];
  }
  return fill[e] + maskValue(mask, x, y) * (image[e] - fill[e]);
}

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let word = flatGroup(group, groups) * GROUP + local;
  let elements = batch.count * CHANNELS * HEIGHT * WIDTH;
  if (HALF) {
    if (word * 2u < elements) {
      masked[word] = pack2x16float(vec2f(element(word * 2u), element(word * 2u + 1u)));
    }
  } else if (word < elements) {
    masked[word] = bitcast<u32>(element(word));
  }
}
