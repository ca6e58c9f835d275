import { freeArrays } from '../src/runtime/free-arrays.ts';
import type { GraphRunner } from '../src/runtime/graph-runner.ts';
import { extraFeeds, mainInput, makeFeeds } from '../src/tasks/feeds.ts';
import { readOutputs } from '../src/tasks/masked-graph.ts';
import { inputDims } from '../src/tasks/prepare.ts';
import type { Subject } from './open.ts';

/** The model's forward pass of `batch` pictures and nothing else, `runs` times over. */
export type Forward = (runs: number) => Promise<void>;

/**
 * On a CPU outputs come back as they do to the pipeline; on a graphics card the input lies there already and outputs stay,
 * so that nothing but the model is timed.
 */
export function makeForward(
  subject: Pick<Subject, 'model' | 'prepared' | 'graph'>,
  runner: GraphRunner,
  batch: number,
): { run: Forward; free(): void } {
  const recipe = subject.model.pictureRecipe();
  const { tensor } = subject.prepared;
  const values = new Float32Array(batch * tensor.length);
  for (let n = 0; n < batch; n++) values.set(tensor, n * tensor.length);
  const port = mainInput(recipe, runner.inputs);
  const { device } = runner;
  if (device && port.type === 'float32') {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = device.createBuffer({ size: values.byteLength, usage });
    device.queue.writeBuffer(buffer, 0, values);
    const feeds = {
      [port.name]: { type: port.type, dims: inputDims(recipe.input, batch), buffer },
      ...extraFeeds(recipe, batch),
    };
    const run: Forward = async (runs) => {
      for (let k = 0; k < runs; k++) {
        for (const output of Object.values(await runner.runOnGpu(feeds))) output.release();
      }
      await device.queue.onSubmittedWorkDone();
    };
    return { run, free: () => buffer.destroy() };
  }
  const feeds = makeFeeds(recipe, runner.inputs, values, batch);
  const { layout } = subject.graph;
  const wanted = layout?.kind === 'dense' ? readOutputs(subject.graph) : undefined;
  const run: Forward = async (runs) => {
    for (let k = 0; k < runs; k++) {
      const outputs = await runner.run(feeds, wanted);
      // As the pipeline does: what is thrown away would be cleared up within its time.
      freeArrays(Object.values(outputs).map(({ data }) => data));
    }
  };
  return { run, free: () => {} };
}
