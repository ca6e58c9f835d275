// Shared by the kernels that read a model's outputs, which are bound as words: one float32 or two float16 each.
override HALF_OUTPUTS: bool;

fn wordOf(index: u32) -> u32 {
  return select(index, index >> 1u, HALF_OUTPUTS);
}

fn valueIn(word: u32, index: u32) -> f32 {
  if (HALF_OUTPUTS) {
    let pair = unpack2x16float(word);
    return select(pair.x, pair.y, (index & 1u) == 1u);
  }
  return bitcast<f32>(word);
}

// By its bits, since a compiler may take for granted that no value is NaN.
fn isNotNumber(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}

fn sigmoid(x: f32) -> f32 {
  return 1.0 / (1.0 + exp(-x));
}
