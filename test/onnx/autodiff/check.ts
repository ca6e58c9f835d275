import assert from 'node:assert/strict';
import * as ort from 'onnxruntime-web';
import { elementCount } from '../../../src/core/tensor.ts';
import { type GradientRequest, gradientModel } from '../../../src/onnx/autodiff/gradient.ts';
import type { OnnxNode, OnnxTensor } from '../../../src/onnx/model.ts';
import { editGraph } from '../../../src/onnx/rewrite.ts';
import { tensorShapes } from '../../../src/onnx/shapes.ts';
import { writeModel } from '../../../src/onnx/write-model.ts';
import { type Feeds, type Outputs, probe, runModel } from '../sessions.ts';
import { buildModel, value } from '../synthetic.ts';

/** A graph from the float input x (and further ones) to y, whose gradient is checked. */
export interface GradientCase {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  /** Inputs by name with their shapes; the gradient of each is checked. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly initializers?: readonly OnnxTensor[];
  readonly opset?: number;
  readonly domains?: Readonly<Record<string, number>>;
  /**
   * Input values: `plain` in (-2, 2), none nearer to a kink than the steps; `positive` in (.5, 2.5); `distinct`: no two
   * nearer to each other than the steps, for maxima.
   */
  readonly values?: 'plain' | 'positive' | 'distinct';
}

/**
 * Step of the central differences. A graph of a few operators loses some 1e-7 of its largest value to rounding, so a
 * quotient over 2e-2 is good to about 1e-5; the curvature that the difference ignores is removed by Richardson's
 * extrapolation from two steps.
 */
const STEP = 0.01;

/** Values that stay a step away from whole and half numbers, where rectifiers, clips and roundings have their kinks. */
export function inputValues(dims: readonly number[], kind: GradientCase['values'] = 'plain', salt = 0): Float32Array {
  const count = elementCount(dims);
  if (kind === 'distinct') return distinctValues(count, salt);
  return Float32Array.from({ length: count }, (_, index) => {
    const wave = Math.sin(12.9898 * (index + 1 + 31 * salt)) * 43758.5453;
    const share = wave - Math.floor(wave);
    // 1/8 steps off the kinks: k/4 + 1/8 lies at least .125 from every multiple of 1/4.
    const spread = Math.floor(share * 16) / 4 + 0.125 + (share - 0.5) * 0.05;
    return kind === 'positive' ? spread / 2 + 0.5 : spread - 2;
  });
}

/** A shuffled row .15 apart; another input's row lies .05 beside it. */
function distinctValues(count: number, salt: number): Float32Array {
  const order = Array.from({ length: count }, (_, index) => index).sort(
    (a, b) => Math.sin(78.233 * (a + 1) + salt) - Math.sin(78.233 * (b + 1) + salt),
  );
  return Float32Array.from({ length: count }, (_, index) => (order[index] - count / 2) * 0.15 + 0.05 * salt);
}

/** The gradient of `sum(seed * y)` that the rules give, for every input of the case. */
export async function analytic(
  item: GradientCase,
  request: Partial<GradientRequest> = {},
): Promise<{
  gradients: ReadonlyMap<string, readonly number[]>;
  seed: Float32Array;
  bytes: Uint8Array;
  feeds: Feeds;
  /** Of the whole graph, forward values and gradients. */
  outputs: Outputs;
}> {
  const model = buildModel({
    inputs: Object.entries(item.inputs).map(([name, dims]) => value(name, dims)),
    outputs: [value('y', null)],
    nodes: item.nodes,
    initializers: item.initializers,
    opset: item.opset,
    domains: item.domains,
  });
  const shapes = await tensorShapes(model, probe);
  const names = Object.keys(item.inputs);
  const built = gradientModel(model, { targets: ['y'], wrt: names, shapes, ...request });
  const seedPort = built.seeds.get('y');
  assert.ok(seedPort);
  const seed = inputValues(seedPort.dims, 'plain', 7);
  const bytes = writeModel(built.model);
  const feeds = { ...caseFeeds(item), [seedPort.name]: new ort.Tensor('float32', seed, seedPort.dims) };
  const [outputs] = await runModel(bytes, [feeds]);
  const gradients = new Map<string, readonly number[]>();
  for (const [tensor, port] of built.gradients) gradients.set(tensor, outputs.get(port.name)?.values ?? []);
  return { gradients, seed, bytes, feeds, outputs };
}

function caseFeeds(item: GradientCase): Record<string, ort.Tensor> {
  return Object.fromEntries(
    Object.entries(item.inputs).map(([name, dims], position) => [
      name,
      new ort.Tensor('float32', inputValues(dims, item.values, position), dims),
    ]),
  );
}

/** Largest difference between the rules' gradient and central differences, over the largest gradient. */
export async function gradientError(item: GradientCase): Promise<number> {
  const { gradients, seed } = await analytic(item);
  const model = buildModel({
    inputs: Object.entries(item.inputs).map(([name, dims]) => value(name, dims)),
    outputs: [value('y', null)],
    nodes: item.nodes,
    initializers: item.initializers,
    opset: item.opset,
    domains: item.domains,
  });
  const session = await ort.InferenceSession.create(writeModel(editGraph(model, {})), { logSeverityLevel: 3 });
  const feeds = caseFeeds(item);
  const scoreAt = async () => {
    const { y } = await session.run(feeds);
    return (y.data as Float32Array).reduce((sum, entry, index) => sum + entry * seed[index], 0);
  };
  let worst = 0;
  for (const name of Object.keys(item.inputs)) {
    const data = feeds[name].data as Float32Array;
    const found = gradients.get(name);
    assert.ok(found, `${item.name}: no gradient for ${name}`);
    const expected: number[] = [];
    for (let index = 0; index < data.length; index++) {
      const middle = data[index];
      const slope = async (step: number) => {
        data[index] = middle + step;
        const [high, up] = [await scoreAt(), data[index]];
        data[index] = middle - step;
        const [low, down] = [await scoreAt(), data[index]];
        data[index] = middle;
        return (high - low) / (up - down);
      };
      const [wide, near] = [await slope(2 * STEP), await slope(STEP)];
      expected.push((4 * near - wide) / 3);
    }
    const largest = Math.max(...expected.map(Math.abs));
    assert.ok(largest > 1e-3, `${item.name}: the gradient of ${name} vanishes, so the case shows nothing`);
    expected.forEach((slope, index) => {
      worst = Math.max(worst, Math.abs(slope - found[index]) / largest);
    });
  }
  await session.release();
  return worst;
}
