/** Models that need more than the plain path: whole numbers, half precision, sounds, suppression in the graph. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { type Tensor, tensorToFloat32 } from '../../src/core/tensor.ts';
import { GraphRunner } from '../../src/runtime/graph-runner.ts';
import { type GradientWish, openGradientGraph, runGradient } from '../../src/tasks/gradient-graph.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { photoFeeds, slopes } from './directional.ts';

const needs = (model: string) => ({ skip: missing(`models/${model}/model.onnx`) });

/** The gradient of one element of a tensor; its position is chosen once the scores are known. */
async function gradientOf(
  model: string,
  photo: string,
  wish: GradientWish,
  choose: (scores: Float32Array) => number,
): Promise<{ gradient: Float32Array; score: number; index: number }> {
  const bytes = sharedFile(`models/${model}/model.onnx`);
  const whole = await GraphRunner.open(bytes, { backend: 'wasm' });
  const feeds = await photoFeeds(model, photo, whole);
  const graph = await openGradientGraph({ bytes, runner: whole }, feeds, wish, {});
  const [target] = wish.targets;
  const scores = tensorToFloat32((await runGradient(graph, feeds, [])).values[target]);
  const index = choose(scores);
  const { gradients } = await runGradient(graph, feeds, [
    { output: target, indices: Uint32Array.of(index), weights: Float32Array.of(1) },
  ]);
  const [gradient] = gradients.values();
  await graph.runner.release();
  await whole.release();
  return { gradient, score: scores[index], index };
}

function best(scores: Float32Array): number {
  return scores.reduce((at, score, k) => (score > scores[at] ? k : at), 0);
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    ab += a[k] * b[k];
    aa += a[k] * a[k];
    bb += b[k] * b[k];
  }
  return ab / Math.sqrt(aa * bb);
}

test('half precision gives the gradient of its float twin', needs('squeezenet-fp16'), async () => {
  const wish = { targets: ['pool10_1'], wrt: ['data_0'] };
  const half = await gradientOf('squeezenet-fp16', 'goldfish.jpg', wish, best);
  const float = await gradientOf('squeezenet-fp32', 'goldfish.jpg', wish, best);
  assert.equal(half.index, float.index);
  const similarity = cosine(half.gradient, float.gradient);
  assert.ok(similarity > 0.99, `cosine ${similarity}`);
});

test('a model in whole numbers refuses the gradient to the picture by its operator', needs('yolov8n-320-int8'), () =>
  assert.rejects(
    gradientOf('yolov8n-320-int8', 'dog_bike_truck.jpg', { targets: ['output0'], wrt: ['images'] }, best),
    (error: unknown) =>
      error instanceof XaiError &&
      error.code === 'method-unsupported' &&
      error.operator === 'ConvInteger' &&
      /ConvInteger ".+"/.test(error.message),
  ),
);

test(
  'taken straight through the rounding it gives nearly the float model’s gradient to the neck',
  needs('yolov8n-320-int8'),
  async () => {
    const wish: GradientWish = {
      targets: ['/model.22/Sigmoid_output_0'],
      wrt: ['/model.15/cv2/act/Mul_output_0'],
    };
    const float = await gradientOf('yolov8n-320', 'dog_bike_truck.jpg', wish, (scores) => {
      // The best proposal of the finest level, the first 1600 of 2100, since it is that level's neck.
      let at = 0;
      scores.forEach((score, k) => {
        if (k % 2100 < 1600 && score > scores[at]) at = k;
      });
      return at;
    });
    const whole = await gradientOf(
      'yolov8n-320-int8',
      'dog_bike_truck.jpg',
      { ...wish, style: 'straight-through' },
      () => float.index,
    );
    const similarity = cosine(float.gradient, whole.gradient);
    // Three rounded convolutions lie between; the same proposal's score differs by some hundredths as well.
    assert.ok(similarity > 0.9, `cosine ${similarity}, scores ${float.score} and ${whole.score}`);
  },
);

test('sounds: the gradient to a log-mel patch', needs('yamnet-esc10'), async () => {
  const samples = JSON.parse(new TextDecoder().decode(sharedFile('models/yamnet-esc10/samples.json')));
  const feedsOf = async (): Promise<Record<string, Tensor>> => {
    const { shape, data } = samples.patches.rain;
    return { input_1: { type: 'float32', dims: shape, data: Float32Array.from(data) } };
  };
  const item = { model: 'yamnet-esc10', photo: '', target: 'model_1/new_head/BiasAdd:0' };
  for (const layer of [undefined, 'model_1/sequential_2/model_2/layer6/pointwise_conv/relu/Relu:0']) {
    const { error } = await slopes({ ...item, layer }, feedsOf);
    assert.ok(error < 2e-2, `${layer}: off by ${error}`);
  }
});

test('sounds: the gradient to the spectrum behind an STFT, which has no rule itself', needs('swift-f0'), async () => {
  // A falling tone from 300 to 200 Hz at 16 kHz.
  const wave = Float32Array.from(
    { length: 8000 },
    (_, k) => 0.5 * Math.sin((2 * Math.PI * k * (300 - k / 160)) / 16000),
  );
  const feedsOf = async (): Promise<Record<string, Tensor>> => ({
    input_audio: { type: 'float32', dims: [1, wave.length], data: wave },
  });
  const item = { model: 'swift-f0', photo: '', target: '/freq_projection/Conv_output_0' };
  // Behind the logarithm the score is smooth enough for differences; before it, faint bins rule the gradient.
  const { error } = await slopes({ ...item, layer: '/Log_output_0' }, feedsOf);
  assert.ok(error < 2e-2, `off by ${error}`);
  const { norm } = await slopes({ ...item, layer: '/STFT_output_0' }, feedsOf);
  assert.ok(norm > 0 && Number.isFinite(norm));
  await assert.rejects(
    slopes(item, feedsOf),
    (cause: unknown) =>
      cause instanceof XaiError &&
      cause.operator === 'STFT' &&
      /Choose grad-cam at a layer behind it/.test(cause.message),
  );
});

test('before the suppression in a graph there is a gradient', needs('yolox-nano-nms'), async () => {
  const { error } = await slopes({
    model: 'yolox-nano-nms',
    photo: 'dog_bike_truck.jpg',
    target: '1174',
    layer: '1024',
  });
  assert.ok(error < 2e-2, `off by ${error}`);
});
