import FFT from 'fft.js';

/** The discrete Fourier transform of real numbers, of any length (powers of two directly, others by Bluestein's chirp). */
export class RealFourier {
  readonly length: number;
  readonly #transform: (input: Float64Array) => readonly number[];

  constructor(length: number) {
    this.length = length;
    this.#transform = (length & (length - 1)) === 0 && length > 1 ? plain(length) : chirp(length);
  }

  /** Rows of the spectrum: frequencies from 0 to half the rate. */
  get bins(): number {
    return Math.floor(this.length / 2) + 1;
  }

  /**
   * @param input `length` numbers
   * @param out magnitudes, or their squares, of `bins` frequencies
   */
  magnitudes(input: Float64Array, out: Float64Array, power: 1 | 2): void {
    const spectrum = this.#transform(input);
    for (let bin = 0; bin < this.bins; bin++) {
      const [real, imaginary] = [spectrum[2 * bin], spectrum[2 * bin + 1]];
      const square = real * real + imaginary * imaginary;
      out[bin] = power === 2 ? square : Math.sqrt(square);
    }
  }
}

function plain(length: number): (input: Float64Array) => readonly number[] {
  const fft = new FFT(length);
  const spectrum = fft.createComplexArray();
  return (input) => {
    fft.realTransform(spectrum, input as unknown as number[]);
    return spectrum;
  };
}

/** A transform of any length as a convolution with a chirp (Bluestein 1970), done by transforms of a power of two. */
function chirp(length: number): (input: Float64Array) => readonly number[] {
  let size = 2;
  while (size < 2 * length - 1) size *= 2;
  const fft = new FFT(size);
  const [cosines, sines] = [new Float64Array(length), new Float64Array(length)];
  for (let k = 0; k < length; k++) {
    // k^2 grows beyond what a turn resolves; it counts modulo 2 length.
    const turn = (Math.PI * ((k * k) % (2 * length))) / length;
    cosines[k] = Math.cos(turn);
    sines[k] = Math.sin(turn);
  }
  const kernel = fft.createComplexArray().fill(0);
  for (let k = 0; k < length; k++) {
    for (const at of k === 0 ? [0] : [k, size - k]) {
      kernel[2 * at] = cosines[k];
      kernel[2 * at + 1] = sines[k];
    }
  }
  const kernelSpectrum = fft.createComplexArray();
  fft.transform(kernelSpectrum, kernel);
  const [chirped, spectrum, convolved] = [fft.createComplexArray(), fft.createComplexArray(), fft.createComplexArray()];
  return (input) => {
    chirped.fill(0);
    for (let k = 0; k < length; k++) {
      chirped[2 * k] = input[k] * cosines[k];
      chirped[2 * k + 1] = -input[k] * sines[k];
    }
    fft.transform(spectrum, chirped);
    for (let k = 0; k < 2 * size; k += 2) {
      const [a, b, c, d] = [spectrum[k], spectrum[k + 1], kernelSpectrum[k], kernelSpectrum[k + 1]];
      spectrum[k] = a * c - b * d;
      spectrum[k + 1] = a * d + b * c;
    }
    fft.inverseTransform(convolved, spectrum);
    for (let k = 0; k < length; k++) {
      const [a, b] = [convolved[2 * k], convolved[2 * k + 1]];
      convolved[2 * k] = a * cosines[k] + b * sines[k];
      convolved[2 * k + 1] = b * cosines[k] - a * sines[k];
    }
    return convolved;
  };
}
