import type { Saliency } from '../src/core/saliency.ts';
import { explain } from '../src/methods/explain.ts';
import { GRAD_CAM } from '../src/methods/grad-cam.ts';
import { askGradient, feedsOf, type GradientQuestion } from '../src/methods/gradient/question.ts';
import { allMethods, type Method } from '../src/methods/registry.ts';
import { gradientModel } from '../src/onnx/autodiff/gradient.ts';
import { plainOperators } from '../src/onnx/plain-operators.ts';
import { writeModel } from '../src/onnx/write-model.ts';
import { freeArrays } from '../src/runtime/free-arrays.ts';
import { GraphRunner } from '../src/runtime/graph-runner.ts';
import { defaultLayers } from '../src/tasks/default-layer.ts';
import { mainInput } from '../src/tasks/feeds.ts';
import { fixGraph } from '../src/tasks/fixed-graph.ts';
import { makeForward } from './forward.ts';
import type { MethodSubject, MethodTask } from './method-subject.ts';
import { read } from './read.ts';
import { interleave, median, ratio, timed } from './timing.ts';

/** Row of Grad-CAM at the feature map nearest to the answer, as the papers have it; by default detectors are asked about their whole neck. */
export const AT_LAST_MAP = 'grad-cam, last feature map';

/** Milliseconds that a gradient session costs before its first run. */
export interface Differentiation {
  /** Nodes of the model, and those that the backward pass adds. */
  readonly nodes: number;
  readonly added: number;
  readonly differentiate: number;
  readonly create: number;
}

/** Milliseconds, and bytes of the process at its peak since it began. */
export interface Preparation {
  readonly open: number;
  readonly layers: number;
  /** Asking the runtime for the shapes of all tensors. */
  readonly shapes: number;
  readonly toLayer: Differentiation;
  readonly toPicture: Differentiation;
  readonly peakOpened: number;
  readonly peakToLayer: number;
  readonly peakToPicture: number;
}

export interface MethodTime {
  readonly method: string;
  /** Milliseconds of one explanation of one target, its sessions and the answer to the picture being there. */
  readonly time: number;
  /** Times one bare forward pass. */
  readonly passes: number;
  /** Whether the run was cut short and the rest reckoned from its progress. */
  readonly isEstimate: boolean;
}

export interface MethodSpeeds {
  readonly preparation: Preparation;
  /** One bare forward pass. */
  readonly forward: number;
  readonly methods: readonly MethodTime[];
  /** Methods that do not fit, each with the reason. */
  readonly refused: readonly { readonly method: string; readonly reason: string }[];
  /** Share of all cores that other programs took meanwhile. */
  readonly otherWork: number;
}

export async function measureMethods(subject: MethodSubject, task: MethodTask): Promise<MethodSpeeds> {
  const { model, picture, targets } = subject;
  const prepared = model.prepare(picture);
  const graph = await model.maskedGraph(prepared);
  const preparation = await prepare(subject);
  const fitting = allMethods().filter(({ tasks }) => tasks.includes(model.recipe.task));
  const once = ({ name: method }: Pick<Method, 'name'>, layer?: string) =>
    explain(model, picture, { method, targets, partialEvery: null, layer } as Parameters<typeof explain>[2]);
  const { run, free } = makeForward({ model, prepared, graph }, graph.runner, 1);
  await run(2);
  const asLong = task.seconds * 500;
  const runs = Math.max(1, Math.round(asLong / (await timed(() => run(1)))));
  const forwardPass = async () => (await timed(() => run(runs))) / runs;
  // A mark is set for it, so it is timed as when nothing else was asked for, without the memory and the compiled code of all
  // other methods beside it, and next to the passes and for as long.
  const last = await lastMap(subject, (layer) => once(GRAD_CAM, layer).result());
  const alone = await interleave(task.repeats, task.patience, {
    forward: forwardPass,
    last: async () => (last === null ? 0 : average(() => once(GRAD_CAM, last).result(), asLong)),
  });
  const { quick, long, refused } = await sortBySpeed(fitting, once, task.seconds);
  const kinds: Record<string, () => Promise<number>> = { forward: forwardPass };
  const longEnough = task.seconds * 150;
  for (const method of quick) kinds[method.name] = () => average(() => once(method).result(), longEnough);
  const { times, otherWork } = await interleave(task.repeats, task.patience, kinds);
  free();
  const forward = median(times.forward);
  const methods = fitting.flatMap((method): MethodTime[] => {
    const found: MethodTime[] = [];
    if (method.name === GRAD_CAM.name && last !== null) {
      const passes = ratio(alone.times.last, alone.times.forward);
      found.push({ method: AT_LAST_MAP, time: median(alone.times.last), passes, isEstimate: false });
    }
    const cut = long.find((one) => one.method.name === method.name);
    if (times[method.name]) {
      const passes = ratio(times[method.name], times.forward);
      found.push({ method: method.name, time: median(times[method.name]), passes, isEstimate: false });
    } else if (cut) {
      found.push({ method: method.name, time: cut.time, passes: cut.time / forward, isEstimate: true });
    }
    return found;
  });
  return { preparation, forward, methods, refused, otherWork: Math.max(alone.otherWork, otherWork) };
}

/** Which methods are timed by turns, which are reckoned from the part that fits into `seconds`, and which refuse. */
async function sortBySpeed(
  methods: readonly Method[],
  once: (method: Method) => ReturnType<typeof explain>,
  seconds: number,
): Promise<{
  readonly quick: readonly Method[];
  readonly long: readonly { readonly method: Method; readonly time: number }[];
  readonly refused: MethodSpeeds['refused'];
}> {
  const quick: Method[] = [];
  const long: { method: Method; time: number }[] = [];
  const refused: { method: string; reason: string }[] = [];
  for (const method of methods) {
    try {
      // The first run opens sessions; the second says what it costs from then on.
      await cutShort(once(method), seconds);
      const { time, isWhole } = await cutShort(once(method), seconds);
      if (isWhole) quick.push(method);
      else long.push({ method, time });
    } catch (cause) {
      refused.push({ method: method.name, reason: (cause as Error).message });
    }
  }
  return { quick, long, refused };
}

/** Milliseconds of one run, over as many as take `longEnough` milliseconds: a single one of few milliseconds says little. */
async function average(run: () => Promise<readonly Saliency[]>, longEnough: number): Promise<number> {
  let [runs, time] = [0, 0];
  const whole = async () => {
    const maps = await run();
    // Maps are made when they are read; they are thrown away as the outputs of a bare pass are.
    maps.forEach(read);
    freeArrays(maps.flatMap(({ data, error }) => (error ? [data, error] : [data])));
  };
  for (; runs === 0 || time < longEnough; runs++) time += await timed(whole);
  return time / runs;
}

/** The layer nearest to the answer that Grad-CAM can explain it by; null where there is none. */
async function lastMap(
  { model, picture, targets }: MethodSubject,
  attempt: (layer: string) => Promise<unknown>,
): Promise<string | null> {
  const { order } = await askGradient(model, picture, { targets });
  const place = ({ name }: { readonly name: string }) => order.get(name) ?? -1;
  for (const { name } of [...(await model.layers())].sort((a, b) => place(b) - place(a))) {
    // Other levels of a pyramid and other branches of a head don't feed this answer.
    const isFed = await attempt(name).then(
      () => true,
      () => false,
    );
    if (isFed) return name;
  }
  return null;
}

/**
 * Runs for `seconds` at most; milliseconds of the whole, reckoned from the progress where that was not enough: what comes
 * before the first step is paid once, the rest goes on at the pace of the steps that were seen.
 */
async function cutShort(run: ReturnType<typeof explain>, seconds: number): Promise<{ time: number; isWhole: boolean }> {
  const start = performance.now();
  let first: { done: number; elapsed: number } | null = null;
  for await (const { done, total } of run) {
    const elapsed = performance.now() - start;
    if (done === 0 || done === total) continue;
    first ??= { done, elapsed };
    if (elapsed < seconds * 1000 || done === first.done) continue;
    run.cancel();
    await run.result().catch(() => null);
    const pace = (elapsed - first.elapsed) / (done - first.done);
    return { time: first.elapsed + pace * (total - first.done), isWhole: false };
  }
  await run.result();
  return { time: performance.now() - start, isWhole: true };
}

/** What it takes to have gradients: once to the layers that Grad-CAM looks at, once to the picture. */
async function prepare({ model, opening, picture, targets }: MethodSubject): Promise<Preparation> {
  const peakOpened = peak();
  const layers = await timed(() => model.layers());
  const question = await askGradient(model, picture, { targets });
  const shapes = await timed(() => fixed(question));
  const toLayer = await differentiate(question, await defaultLayers(model));
  const peakToLayer = peak();
  const { name } = mainInput(model.pictureRecipe(), question.graph.runner.inputs);
  const toPicture = await differentiate(question, [name]);
  return { open: opening, layers, shapes, toLayer, toPicture, peakOpened, peakToLayer, peakToPicture: peak() };
}

const fixed = ({ model, graph, targets }: GradientQuestion) =>
  fixGraph(graph, feedsOf(model, graph, targets[0].prepared));

async function differentiate(question: GradientQuestion, wrt: readonly string[]): Promise<Differentiation> {
  const { model, shapes } = await fixed(question);
  const start = performance.now();
  const plain = plainOperators(model, shapes);
  const whole = gradientModel(plain.model, { targets: question.tensors, wrt, shapes: plain.shapes });
  const bytes = writeModel(whole.model);
  const differentiated = performance.now();
  const runner = await GraphRunner.open(bytes, { backend: question.graph.runner.provider });
  const created = performance.now();
  await runner.release();
  return {
    nodes: model.graph.nodes.length,
    added: whole.nodes,
    differentiate: differentiated - start,
    create: created - differentiated,
  };
}

/** The system keeps the peak itself, in kilobytes. */
function peak(): number {
  return process.resourceUsage().maxRSS * 1024;
}
