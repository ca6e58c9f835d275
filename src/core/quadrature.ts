/** Points between 0 and 1 with the weights of a mean over the interval. */
export interface Quadrature {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

/** The middle of each of `count` equal parts. */
export function midpoints(count: number): Quadrature {
  return {
    points: Array.from({ length: count }, (_, k) => (k + 0.5) / count),
    weights: Array.from({ length: count }, () => 1 / count),
  };
}

/** Gauss and Legendre's points: exact for polynomials of degree 2 count - 1. Newton's method on the Legendre polynomial. */
export function gaussLegendre(count: number): Quadrature {
  const nodes = Array.from({ length: count }, (_, k) => {
    let x = Math.cos((Math.PI * (k + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round++) {
      let before = 1;
      let value = x;
      for (let n = 2; n <= count; n++) [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
      slope = count === 1 ? 1 : (count * (x * value - before)) / (x * x - 1);
      const next = x - value / slope;
      if (Math.abs(next - x) < 1e-15) break;
      x = next;
    }
    return { point: (1 - x) / 2, weight: count === 1 ? 1 : 1 / ((1 - x * x) * slope * slope) };
  });
  return { points: nodes.map(({ point }) => point), weights: nodes.map(({ weight }) => weight) };
}
