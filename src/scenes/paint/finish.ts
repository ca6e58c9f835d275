import { Dice } from '../dice.ts';

/**
 * What makes a drawing look painted: the tooth of the paper, the drag of a broad brush, darker corners, and shadows that
 * lean to blue while lights lean to yellow. Worked out in plain numbers, so that it is the same on every machine.
 * @param pixels RGBA of a square picture, changed in place
 */
export function finish(pixels: Uint8ClampedArray, size: number, dice: Dice): void {
  const paper = paperOf(size);
  const strength = dice.range(0.75, 1.25);
  const [rollX, rollY] = [Math.floor(dice.next() * size), Math.floor(dice.next() * size)];
  const contrast = dice.range(0.98, 1.1);
  const tables = [curve(contrast, -5, 7), curve(contrast, -1, 3), curve(contrast, 7, -6)];
  const corner = dice.range(0.1, 0.17);
  for (let y = 0; y < size; y++) {
    const row = ((y + rollY) % size) * size;
    const dy = (y + 0.5) / size - 0.5;
    for (let x = 0; x < size; x++) {
      const dx = (x + 0.5) / size - 0.5;
      const edge = (dx * dx + dy * dy) * 2;
      const factor = (1 + strength * paper[row + ((x + rollX) % size)]) * (1 - corner * edge * edge);
      const at = (y * size + x) * 4;
      pixels[at] = tables[0][pixels[at]] * factor;
      pixels[at + 1] = tables[1][pixels[at + 1]] * factor;
      pixels[at + 2] = tables[2][pixels[at + 2]] * factor;
    }
  }
}

/** @param low what is added to the darkest @param high what is added to the lightest */
function curve(contrast: number, low: number, high: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => {
    const t = value / 255;
    const bent = t + (contrast - 1) * (t * t * (3 - 2 * t) - t) * 2;
    return bent * 255 + low * (1 - t) ** 2 + high * t * t;
  });
}

const papers = new Map<number, Float32Array>();

/** Relative brightness of the paper, about -0.12 to 0.12, one value a pixel; it repeats without a seam. */
function paperOf(size: number): Float32Array {
  let paper = papers.get(size);
  if (paper !== undefined) return paper;
  paper = new Float32Array(size * size);
  const octaves = [
    { fx: 5, fy: 5, weight: 0.028 },
    { fx: 13, fy: 16, weight: 0.016 },
    { fx: 9, fy: 74, weight: 0.022 },
    { fx: 44, fy: 44, weight: 0.014 },
    { fx: 118, fy: 118, weight: 0.024 },
    { fx: 320, fy: 320, weight: 0.034 },
  ];
  octaves.forEach(({ fx, fy, weight }, stream) => {
    // Finer than the pixels it would only be noise that shrinks away when the picture is shrunk.
    if (Math.max(fx, fy) <= size / 2) addNoise(paper as Float32Array, size, fx, fy, weight, stream);
  });
  papers.set(size, paper);
  return paper;
}

/** Adds value noise with a lattice of fx by fy cells. */
function addNoise(out: Float32Array, size: number, fx: number, fy: number, weight: number, stream: number): void {
  const dice = new Dice(20_260_101, stream);
  const lattice = Float32Array.from({ length: fx * fy }, () => (dice.next() * 2 - 1) * weight);
  for (let y = 0; y < size; y++) {
    const v = (y * fy) / size;
    const y0 = Math.floor(v);
    const ty = ease(v - y0);
    const upper = y0 * fx;
    const lower = ((y0 + 1) % fy) * fx;
    for (let x = 0; x < size; x++) {
      const u = (x * fx) / size;
      const x0 = Math.floor(u);
      const x1 = (x0 + 1) % fx;
      const tx = ease(u - x0);
      const top = lattice[upper + x0] + (lattice[upper + x1] - lattice[upper + x0]) * tx;
      const foot = lattice[lower + x0] + (lattice[lower + x1] - lattice[lower + x0]) * tx;
      out[y * size + x] += top + (foot - top) * ty;
    }
  }
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
