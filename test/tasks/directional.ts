import assert from 'node:assert/strict';
import { type Tensor, tensorToFloat32 } from '../../src/core/tensor.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { cutModel } from '../../src/onnx/rewrite.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { GraphRunner } from '../../src/runtime/graph-runner.ts';
import { makeFeeds } from '../../src/tasks/feeds.ts';
import { openGradientGraph, runGradient } from '../../src/tasks/gradient-graph.ts';
import { prepareInput } from '../../src/tasks/prepare.ts';
import { sharedFile } from '../support/fixtures.ts';
import { openRecipe, sharedPicture } from './open-fixture.ts';

/** A real model, a photo, and what is differentiated by what. */
export interface RealGradient {
  readonly model: string;
  readonly photo: string;
  /** Tensor of the score; the largest of its elements from `from` on is taken. */
  readonly target: string;
  readonly from?: number;
  /** A layer; absent: the picture. */
  readonly layer?: string;
}

export interface Slopes {
  /** Length of the gradient. */
  readonly norm: number;
  /** What the score rises by per unit along the gradient, by central differences. */
  readonly measured: number;
  /** Relative difference of the two. */
  readonly error: number;
  /** Largest difference of activations and scores between the forward model and the one with gradients. */
  readonly nodes: number;
  readonly gradient: Float32Array;
}

/** The feeds that a model gets for a photo. */
export async function photoFeeds(model: string, photo: string, runner: GraphRunner): Promise<Record<string, Tensor>> {
  const recipe = openRecipe(model);
  assert.ok(recipe.task !== 'series');
  const { tensor } = prepareInput(await sharedPicture(photo), recipe);
  return makeFeeds(recipe, runner.inputs, tensor, 1);
}

/**
 * The gradient of a score, and the derivative along it by central differences: by the chain rule a gradient that is wrong
 * anywhere has another length than the score's rise along it.
 */
export async function slopes(item: RealGradient, feedsOf = photoFeeds): Promise<Slopes> {
  const bytes = sharedFile(`models/${item.model}/model.onnx`);
  const whole = await GraphRunner.open(bytes, { backend: 'wasm' });
  try {
    const feeds = await feedsOf(item.model, item.photo, whole);
    const [picture] = Object.keys(feeds);
    const wrt = item.layer ?? picture;
    const graph = await openGradientGraph({ bytes, runner: whole }, feeds, { targets: [item.target], wrt: [wrt] }, {});
    try {
      const blank = await runGradient(graph, feeds, []);
      const scores = tensorToFloat32(blank.values[item.target]);
      const from = item.from ?? 0;
      const best = scores.subarray(from).reduce((at, score, k, all) => (score > all[at] ? k : at), 0) + from;
      const target = [{ output: item.target, indices: Uint32Array.of(best), weights: Float32Array.of(1) }];
      const { values, gradients } = await runGradient(graph, feeds, target);
      const gradient = gradients.get(wrt);
      assert.ok(gradient);
      const norm = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
      const middle = item.layer ? values[wrt] : feeds[picture];
      const forward = await openForward(bytes, item, middle);
      try {
        const measured = await riseAlong(gradient, norm, middle, async (moved) => {
          const given = { ...feeds, [wrt]: moved };
          const used = forward.inputs.map(({ name }) => [name, given[name]]);
          const answer = await forward.run(Object.fromEntries(used), [item.target]);
          return tensorToFloat32(answer[item.target])[best];
        });
        return { norm, measured, error: Math.abs(measured - norm) / norm, nodes: graph.nodes, gradient };
      } finally {
        await forward.release();
      }
    } finally {
      await graph.runner.release();
    }
  } finally {
    await whole.release();
  }
}

/** The model from the layer (or the picture) to the score. */
function openForward(bytes: Uint8Array, { target, layer }: RealGradient, at: Tensor): Promise<GraphRunner> {
  const inputs = layer ? [{ name: layer, type: at.type, dims: at.dims, encoded: null }] : undefined;
  return GraphRunner.open(writeModel(cutModel(readModel(bytes), { outputs: [target], inputs })), { backend: 'wasm' });
}

/**
 * Steps over which the score's rise is measured, as shares of the input's own length: small ones drown in float32's
 * rounding, large ones pass the kinks of rectifiers. The one that comes nearest is taken, as the notes did.
 */
const STEPS = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6];

async function riseAlong(
  gradient: Float32Array,
  norm: number,
  middle: Tensor,
  score: (moved: Tensor) => Promise<number>,
): Promise<number> {
  const values = tensorToFloat32(middle);
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  let nearest = Number.NaN;
  for (const share of STEPS) {
    const step = share * length;
    const at = (sign: number) => {
      const data = values.map((value, k) => value + (sign * step * gradient[k]) / norm);
      return score({ type: 'float32', dims: middle.dims, data });
    };
    const rise = ((await at(1)) - (await at(-1))) / (2 * step);
    if (!(Math.abs(rise - norm) >= Math.abs(nearest - norm))) nearest = rise;
  }
  return nearest;
}
