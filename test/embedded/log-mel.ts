const [RATE, TRANSFORM, WINDOW, HOP, BANDS, FRAMES] = [16_000, 512, 400, 160, 64, 96];
const [LOW, HIGH, OFFSET] = [125, 7500, 0.001];

const BINS = TRANSFORM / 2 + 1;
const mel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700);

/** Filter of each band over the bins: triangles, even on the mel scale. */
const bank = Array.from({ length: BANDS }, (_, band) => {
  const edge = (k: number) => mel(LOW) + ((mel(HIGH) - mel(LOW)) * k) / (BANDS + 1);
  return Float64Array.from({ length: BINS }, (_, bin) => {
    const at = mel((bin * RATE) / TRANSFORM);
    const rising = (at - edge(band)) / (edge(band + 1) - edge(band));
    const falling = (edge(band + 2) - at) / (edge(band + 2) - edge(band + 1));
    return Math.max(0, Math.min(rising, falling));
  });
});

/** Magnitudes of the discrete Fourier transform, by its definition. */
function magnitudes(frame: Float64Array): Float64Array {
  return Float64Array.from({ length: BINS }, (_, bin) => {
    let [real, imaginary] = [0, 0];
    for (let i = 0; i < TRANSFORM; i++) {
      const turn = (bin * i) % TRANSFORM;
      real += frame[i] * COSINES[turn];
      imaginary -= frame[i] * SINES[turn];
    }
    return Math.hypot(real, imaginary);
  });
}

const turns = Float64Array.from({ length: TRANSFORM }, (_, i) => (2 * Math.PI * i) / TRANSFORM);
const COSINES = turns.map(Math.cos);
const SINES = turns.map(Math.sin);

/** The patch that the sound model was taught with, worked out from the recipe's definitions: bands x frames. */
export function logMel(samples: Float32Array): Float32Array {
  const out = new Float32Array(BANDS * FRAMES);
  const before = (TRANSFORM - WINDOW) / 2;
  for (let t = 0; t < FRAMES; t++) {
    const frame = new Float64Array(TRANSFORM);
    for (let i = 0; i < WINDOW; i++) {
      frame[before + i] = samples[t * HOP + before + i] * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW));
    }
    const spectrum = magnitudes(frame);
    bank.forEach((filter, band) => {
      let sum = 0;
      for (let bin = 0; bin < BINS; bin++) sum += filter[bin] * spectrum[bin];
      out[band * FRAMES + t] = Math.log(sum + OFFSET);
    });
  }
  return out;
}
