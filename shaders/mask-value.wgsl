// Shared by the kernels that look at single mask pixels: bits of `mask-cells`, enlarged by tables of both axes
// (src/core/masks/evaluate.ts): pixel p takes `weight` of each of its TAPS cells.
override WORDS: u32;
override CELLS_X: u32;
override TAPS: u32;

struct Tap {
  cell: u32,
  weight: f32,
}

@group(0) @binding(1) var<storage, read> masks: array<u32>;
@group(0) @binding(2) var<storage, read> axisX: array<Tap>;
@group(0) @binding(3) var<storage, read> axisY: array<Tap>;

// Mask `mask` of the batch at pixel (x, y) of its window, in [0, 1]; 1 keeps the picture.
fn maskValue(mask: u32, x: u32, y: u32) -> f32 {
  let start = mask * (WORDS + 2u);
  let column = (x + masks[start + WORDS]) * TAPS;
  let row = (y + masks[start + WORDS + 1u]) * TAPS;
  var value = 0.0;
  for (var j = 0u; j < TAPS; j++) {
    let vertical = axisY[row + j];
    var line = 0.0;
    for (var i = 0u; i < TAPS; i++) {
      let horizontal = axisX[column + i];
      let cell = vertical.cell * CELLS_X + horizontal.cell;
      line += select(0.0, horizontal.weight, (masks[start + (cell >> 5u)] & (1u << (cell & 31u))) != 0u);
    }
    value += vertical.weight * line;
  }
  // The cubic overshoots; a mask is a share of the picture.
  return clamp(value, 0.0, 1.0);
}
