import type { OnnxModel, OnnxNode, OnnxTensor } from '../../src/onnx/model.ts';
import { buildModel, floats, ints, node, scalar, value } from './synthetic.ts';

/** Grid of patches and channels of the models below; their picture is four times as wide and high. */
const SIDE = 4;
const WIDTH = 8;
const CLASSES = 3;

/** Writes nodes one after the other; each method gives the name of what it made. */
class Sketch {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];

  op(opType: string, inputs: readonly string[], name: string, attributes: Parameters<typeof node>[3] = {}): string {
    this.nodes.push(node(opType, inputs, [name], attributes));
    return name;
  }

  /** Half of the usual pattern, or attention would see one token only. */
  weight(name: string, dims: readonly number[]): string {
    const count = dims.reduce((product, dim) => product * dim, 1);
    const values = Array.from({ length: count }, (_, index) => 0.5 * Math.sin(7.3 * index + 1));
    this.initializers.push(floats(name, dims, values));
    return name;
  }

  reshape(input: string, dims: readonly number[], name: string): string {
    this.initializers.push(ints(`${name}_dims`, dims));
    return this.op('Reshape', [input, `${name}_dims`], name);
  }

  linear(input: string, from: number, to: number, name: string): string {
    return this.op('MatMul', [input, this.weight(`${name}_weight`, [from, to])], name);
  }

  norm(input: string, name: string): string {
    const [scale, bias] = [this.weight(`${name}_scale`, [WIDTH]), this.weight(`${name}_bias`, [WIDTH])];
    return this.op('LayerNormalization', [input, scale, bias], name, { axis: -1 });
  }

  /** Attention of a sequence [.., T, WIDTH] to itself; `fused` makes queries, keys and values at once and cuts them apart. */
  attend(input: string, name: string, fused = false): string {
    const parts = ['q', 'k', 'v'].map((part) => `${name}_${part}`);
    if (fused)
      this.nodes.push(node('Split', [this.linear(input, WIDTH, 3 * WIDTH, `${name}_qkv`)], parts, { axis: -1 }));
    else for (const part of parts) this.linear(input, WIDTH, WIDTH, part);
    const [query, key, values] = parts;
    const turned = this.op('Transpose', [key], `${name}_turned`, { perm: [0, 2, 1] });
    const scores = this.op('MatMul', [query, turned], `${name}_scores`);
    const shares = this.op('Softmax', [scores], `${name}_shares`, { axis: -1 });
    return this.linear(this.op('MatMul', [shares, values], `${name}_mixed`), WIDTH, WIDTH, `${name}_out`);
  }

  /** x + attention(norm(x)), then a small network on each token, likewise. */
  block(input: string, name: string, attend: (normed: string) => string): string {
    const first = this.op('Add', [input, attend(this.norm(input, `${name}_normed`))], `${name}_sum`);
    const wide = this.op(
      'Relu',
      [this.linear(this.norm(first, `${name}_again`), WIDTH, 2 * WIDTH, `${name}_wide`)],
      `${name}_active`,
    );
    return this.op('Add', [first, this.linear(wide, 2 * WIDTH, WIDTH, `${name}_narrow`)], name);
  }

  patches(): string {
    return this.op('Conv', ['image', this.weight('patch_weight', [WIDTH, 3, 4, 4])], 'patches', { strides: [4, 4] });
  }

  finish(pooled: string): OnnxModel {
    this.linear(pooled, WIDTH, CLASSES, 'logits');
    return buildModel({
      inputs: [value('image', [1, 3, 4 * SIDE, 4 * SIDE])],
      outputs: [value('logits', [1, CLASSES])],
      nodes: this.nodes,
      initializers: this.initializers,
    });
  }
}

/**
 * Two blocks of attention over all patches. `pooling`: `token` reads a class token put in front, `two-tokens` the first of two
 * (DeiT has a class and a distillation token), `mean` takes the mean of the patches, which have no further token.
 */
export function visionTransformer(
  pooling: 'token' | 'two-tokens' | 'mean',
  projections: 'apart' | 'fused' = 'apart',
): OnnxModel {
  const sketch = new Sketch();
  const count = SIDE * SIDE;
  const extra = { token: 1, 'two-tokens': 2, mean: 0 }[pooling];
  const rows = sketch.op('Transpose', [sketch.reshape(sketch.patches(), [1, WIDTH, count], 'flat')], 'rows', {
    perm: [0, 2, 1],
  });
  const tokens = extra
    ? sketch.op('Concat', [sketch.weight('start', [1, extra, WIDTH]), rows], 'tokens', { axis: 1 })
    : rows;
  let x = sketch.op('Add', [tokens, sketch.weight('place', [1, count + extra, WIDTH])], 'placed');
  for (const name of ['block1', 'block2'])
    x = sketch.block(x, name, (normed) => sketch.attend(normed, name, projections === 'fused'));
  const normed = sketch.norm(x, 'final');
  if (pooling === 'mean') return sketch.finish(sketch.op('ReduceMean', [normed], 'mean', { axes: [1], keepdims: 0 }));
  sketch.initializers.push(scalar('first', 0));
  return sketch.finish(sketch.op('Gather', [normed, 'first'], 'class_token', { axis: 1 }));
}

/** Two blocks on a grid with channels last, attention within windows of 2 x 2, the second time shifted by one (Swin). */
export function windowedTransformer(): OnnxModel {
  const sketch = new Sketch();
  const half = SIDE / 2;
  const windows = (input: string, name: string) => {
    const cut = sketch.reshape(input, [1, half, 2, half, 2, WIDTH], `${name}_cut`);
    const apart = sketch.op('Transpose', [cut], `${name}_apart`, { perm: [0, 1, 3, 2, 4, 5] });
    const mixed = sketch.attend(sketch.reshape(apart, [half * half, 4, WIDTH], `${name}_windows`), name);
    const back = sketch.reshape(mixed, [1, half, half, 2, 2, WIDTH], `${name}_back`);
    const joined = sketch.op('Transpose', [back], `${name}_joined`, { perm: [0, 1, 3, 2, 4, 5] });
    return sketch.reshape(joined, [1, SIDE, SIDE, WIDTH], `${name}_whole`);
  };
  const roll = (input: string, by: number, name: string) => {
    let x = input;
    for (const axis of [1, 2]) {
      const from = (start: number, end: number, part: string) => {
        const bounds = [start, end].map((place, k) => {
          sketch.initializers.push(ints(`${name}_${axis}_${part}_${k}`, [place]));
          return `${name}_${axis}_${part}_${k}`;
        });
        sketch.initializers.push(ints(`${name}_${axis}_${part}_axis`, [axis]));
        return sketch.op('Slice', [x, ...bounds, `${name}_${axis}_${part}_axis`], `${name}_${axis}_${part}`);
      };
      x = sketch.op('Concat', [from(by, SIDE, 'tail'), from(0, by, 'head')], `${name}_${axis}`, { axis });
    }
    return x;
  };
  let x = sketch.op('Transpose', [sketch.patches()], 'grid', { perm: [0, 2, 3, 1] });
  x = sketch.block(x, 'block1', (normed) => windows(normed, 'block1'));
  x = sketch.block(x, 'block2', (normed) => roll(windows(roll(normed, 1, 'shift'), 'block2'), SIDE - 1, 'unshift'));
  return sketch.finish(sketch.op('ReduceMean', [sketch.norm(x, 'final')], 'mean', { axes: [1, 2], keepdims: 0 }));
}

/** A depthwise convolution, then a network on each place with channels last, added to what came in (ConvNeXt). */
export function convNext(): OnnxModel {
  const sketch = new Sketch();
  let x = sketch.patches();
  for (const name of ['block1', 'block2']) {
    const near = sketch.op('Conv', [x, sketch.weight(`${name}_near_weight`, [WIDTH, 1, 3, 3])], `${name}_near`, {
      pads: [1, 1, 1, 1],
      group: WIDTH,
    });
    const last = sketch.norm(sketch.op('Transpose', [near], `${name}_last`, { perm: [0, 2, 3, 1] }), `${name}_normed`);
    const wide = sketch.op('Relu', [sketch.linear(last, WIDTH, 4 * WIDTH, `${name}_wide`)], `${name}_active`);
    const narrow = sketch.linear(wide, 4 * WIDTH, WIDTH, `${name}_narrow`);
    x = sketch.op('Add', [x, sketch.op('Transpose', [narrow], `${name}_first`, { perm: [0, 3, 1, 2] })], name);
  }
  return sketch.finish(sketch.op('Flatten', [sketch.op('GlobalAveragePool', [x], 'pooled')], 'flat'));
}
