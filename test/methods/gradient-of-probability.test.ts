/** A gradient of probabilities is the same whether the activation is in the file or left to its reader. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TargetSpec } from '../../src/core/targets.ts';
import { explain } from '../../src/methods/explain.ts';
import type { OnnxNode } from '../../src/onnx/model.ts';
import { Model } from '../../src/tasks/model.ts';
import { buildBytes, floats, node, value } from '../onnx/synthetic.ts';
import { TINY_LABELS, TINY_SIDE } from '../support/tiny-detector.ts';
import { type Square, squarePicture } from '../support/tiny-pictures.ts';
import { worstDifference } from './open-model.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const BLUE: Square = { label: 'blue', column: 5, row: 6 };
const KINDS = { softmax: 'Softmax', sigmoid: 'Sigmoid' } as const;
type Kind = keyof typeof KINDS;

interface Shape {
  readonly task: string;
  readonly dims: readonly number[];
  readonly axis: number;
  readonly output: object;
  readonly nodes: readonly OnnxNode[];
  readonly targets: readonly TargetSpec[];
}

const [class0, class2]: TargetSpec[] = [
  { kind: 'class', index: 0 },
  { kind: 'class', index: 2 },
];

const SHAPES: Readonly<Record<string, Shape>> = {
  'a classifier': {
    task: 'classification',
    dims: [3],
    axis: 1,
    output: { format: 'scores' },
    nodes: [node('GlobalAveragePool', ['maps'], ['means']), node('Flatten', ['means'], ['raw'])],
    targets: [class0, class2, { kind: 'difference', a: class0, b: class2 }],
  },
  'a classifier that keeps its axes': {
    task: 'classification',
    dims: [3, 1, 1],
    axis: 1,
    output: { format: 'scores' },
    nodes: [node('GlobalAveragePool', ['maps'], ['raw'])],
    targets: [class0],
  },
  'a segmenter, classes first': {
    task: 'semantic-segmentation',
    dims: [3, 8, 8],
    axis: 1,
    output: { format: 'class-maps', layout: 'NCHW' },
    nodes: [node('Identity', ['maps'], ['raw'])],
    targets: [{ kind: 'region', class: 0, box: [10, 10, 40, 40] }],
  },
  'a segmenter, classes last': {
    task: 'semantic-segmentation',
    dims: [8, 8, 3],
    axis: 3,
    output: { format: 'class-maps', layout: 'NHWC' },
    nodes: [node('Transpose', ['maps'], ['raw'], { perm: [0, 2, 3, 1] })],
    targets: [{ kind: 'region', class: 2, box: [30, 30, 60, 60] }],
  },
  'a model with a head': {
    task: 'attributes',
    dims: [3],
    axis: 1,
    output: { format: 'heads' },
    nodes: [node('GlobalAveragePool', ['maps'], ['means']), node('Flatten', ['means'], ['raw'])],
    targets: [{ kind: 'attribute', head: 'colour', answer: 0 }],
  },
};

function open({ task, dims, axis, output, nodes }: Shape, kind: Kind, inFile: boolean): Promise<Model> {
  const end = inFile
    ? node(KINDS[kind], ['raw'], ['out'], kind === 'softmax' ? { axis } : {})
    : node('Identity', ['raw'], ['out']);
  const bytes = buildBytes({
    inputs: [value('image', ['batch', 3, TINY_SIDE, TINY_SIDE])],
    outputs: [value('out', ['batch', ...dims])],
    initializers: [floats('mix', [3, 3, 1, 1], [3, -1, -2, -1, 2, -1, -2, -1, 4])],
    nodes: [
      node('AveragePool', ['image'], ['cells'], { kernel_shape: [4, 4], strides: [4, 4] }),
      node('Conv', ['cells', 'mix'], ['sums']),
      node('Softplus', ['sums'], ['maps']),
      ...nodes,
      end,
    ],
  });
  const activation = inFile ? 'none' : kind;
  const heads = [{ name: 'colour', output: 'out', labels: [...TINY_LABELS], activation }];
  const recipe = {
    version: 1,
    task,
    input: { width: TINY_SIDE, height: TINY_SIDE, scale: 1 / 255, resize: 'stretch' },
    output: task === 'attributes' ? { ...output, heads } : { ...output, activation },
    ...(task === 'attributes' ? {} : { labels: [...TINY_LABELS] }),
  };
  return Model.load(bytes, { backend: 'wasm', recipe });
}

for (const [name, shape] of Object.entries(SHAPES)) {
  for (const kind of ['softmax', 'sigmoid'] as const) {
    test(`${name} with a ${kind}`, async () => {
      await using inside = await open(shape, kind, true);
      await using outside = await open(shape, kind, false);
      const picture = await squarePicture([RED, BLUE]);
      for (const method of ['grad-cam', 'input-x-gradient', 'integrated-gradients']) {
        const own = method === 'grad-cam' ? { layer: 'maps', sign: 'both' as const } : {};
        const of = async (model: Model, score: 'logit' | 'probability') =>
          (await explain(model, picture, { method, targets: shape.targets, score, ...own }).result()).map(
            ({ data }) => data,
          );
        const [expected, maps, logits] = [
          await of(inside, 'probability'),
          await of(outside, 'probability'),
          await of(outside, 'logit'),
        ];
        for (const [at, data] of expected.entries()) {
          // Sums in float32, in another order.
          const worst = worstDifference(data, maps[at]);
          assert.ok(worst < 1e-4, `${method}: off by ${worst} of the range`);
          assert.ok(worstDifference(data, logits[at]) > 0.01, `${method}: logits would have done`);
        }
      }
    });
  }
}
