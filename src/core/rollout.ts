/** How the heads of one attention become one matrix. */
export type HeadFusion = 'mean' | 'max' | 'min';

/**
 * Attention rollout (Abnar and Zuidema, 2020): how much of each token the tokens of the last block are made of, when every
 * block hands on half of itself and half of what its attention mixes. Later blocks multiply from the left.
 * @param attentions of each block, first to last: length heads x tokens x tokens, rows summing to 1
 * @param discard share of the smallest entries of each fused matrix that count as 0, in [0, 1); the first entry is spared
 * @returns length tokens x tokens, rows summing to 1
 */
export function rollOut(
  attentions: readonly Float32Array[],
  tokens: number,
  fusion: HeadFusion,
  discard: number,
): Float64Array {
  let rolled: Float64Array | null = null;
  for (const attention of attentions) {
    const mixed = withIdentity(dropSmallest(fuseHeads(attention, tokens, fusion), discard), tokens);
    rolled = rolled ? multiply(mixed, rolled, tokens) : mixed;
  }
  return rolled ?? withIdentity(new Float64Array(tokens * tokens), tokens);
}

function fuseHeads(attention: Float32Array, tokens: number, fusion: HeadFusion): Float64Array {
  const area = tokens * tokens;
  const heads = attention.length / area;
  return Float64Array.from({ length: area }, (_, at) => {
    let value = attention[at];
    for (let head = 1; head < heads; head++) {
      const other = attention[head * area + at];
      value = fusion === 'mean' ? value + other : fusion === 'max' ? Math.max(value, other) : Math.min(value, other);
    }
    return fusion === 'mean' ? value / heads : value;
  });
}

function dropSmallest(matrix: Float64Array, discard: number): Float64Array {
  const order = Array.from(matrix.keys()).sort((a, b) => matrix[a] - matrix[b] || a - b);
  for (const at of order.slice(0, Math.floor(matrix.length * discard))) if (at !== 0) matrix[at] = 0;
  return matrix;
}

/** (A + I) / 2, each row scaled to sum 1. */
function withIdentity(matrix: Float64Array, tokens: number): Float64Array {
  for (let row = 0; row < tokens; row++) {
    matrix[row * tokens + row] += 1;
    let sum = 0;
    for (let column = 0; column < tokens; column++) sum += matrix[row * tokens + column];
    for (let column = 0; column < tokens; column++) matrix[row * tokens + column] /= sum;
  }
  return matrix;
}

function multiply(a: Float64Array, b: Float64Array, side: number): Float64Array {
  const product = new Float64Array(side * side);
  for (let i = 0; i < side; i++) {
    for (let k = 0; k < side; k++) {
      const factor = a[i * side + k];
      for (let j = 0; j < side; j++) product[i * side + j] += factor * b[k * side + j];
    }
  }
  return product;
}
