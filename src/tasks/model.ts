import { decodePicture } from '#decode-picture';
import type { Box } from '../core/boxes.ts';
import { share } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import { sha256Hex } from '../core/hash.ts';
import { isWindow, type Subject } from '../core/subject.ts';
import type { Tensor } from '../core/tensor.ts';
import { constantWeights } from '../onnx/constant-weights.ts';
import { describeModel, type ModelDescription } from '../onnx/describe-model.ts';
import { inlineWeights } from '../onnx/inline-weights.ts';
import type { Layer, LayerForm } from '../onnx/layers/layer.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { narrowBatch } from '../onnx/narrow-batch.ts';
import { readModel } from '../onnx/read-model.ts';
import { writeModel } from '../onnx/write-model.ts';
import type { Backend } from '../runtime/backends.ts';
import { GraphRunner, type RunnerOptions } from '../runtime/graph-runner.ts';
import type { Provider } from '../runtime/platform.ts';
import { type ModelSource, type ReadOptions, readSource } from '../runtime/read-source.ts';
import { gatherBeside } from './beside.ts';
import type { PictureSource } from './decode-picture.ts';
import { type ExternalFile, gatherExternalData } from './external-data.ts';
import { makeFeeds } from './feeds.ts';
import {
  type BatchedGraph,
  type MaskedGraph,
  openBatchedGraph,
  openMaskedGraph,
  type ScoreKind,
} from './masked-graph.ts';
import { type FedModel, feedModel, formOf, listLayers } from './model-layers.ts';
import { openForOne } from './one-picture.ts';
import { OpenedGraphs } from './opened-graphs.ts';
import { type Prediction, type PredictOptions, refuseBox } from './prediction.ts';
import { type PreparedInput, prepareInput, prepareWindow } from './prepare.ts';
import { PredictionReader } from './read-prediction.ts';
import type { PictureRecipe, Recipe, SeriesRecipe } from './recipe.ts';
import { checkRecipeLayers } from './recipe-layers.ts';
import { type Recognised, recognise } from './recognise.ts';

export interface LoadOptions extends ReadOptions {
  /** Where forward passes run. Default `auto`. */
  readonly backend?: Backend;
  /** How to feed and read the model; found by itself when absent (see docs/recipes.md). */
  readonly recipe?: unknown;
  /** One label per class, over those of the recipe. */
  readonly labels?: readonly string[];
  /** Name for people. Default: the file's. */
  readonly name?: string;
  /** Text of files beside the model by name (`x.recipe.json`, `config.json`, ...), for recognising it. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Files that hold the weights of a model with external data. Default: those beside the model. */
  readonly externalData?: readonly ExternalFile[];
}

/** A picture in any form, or a window of a recording. */
export type SubjectSource = PictureSource | Subject;

/** An ONNX model with what its numbers mean: open it once, ask it about many pictures or windows of recordings. */
export class Model implements AsyncDisposable {
  readonly name: string;
  readonly sha256: string;
  readonly description: ModelDescription;
  readonly recipe: Recipe;
  readonly recipeSource: Omit<Recognised, 'recipe'>;
  readonly #bytes: Uint8Array;
  readonly #externalData: readonly ExternalFile[];
  /** What was done to the file to run it. */
  readonly #notes: readonly string[];
  readonly #runner: GraphRunner;
  #millisecondsPerPass: number | null = null;
  #fed: Promise<FedModel> | null = null;
  #layers: Promise<readonly Layer[]> | null = null;
  readonly #forms = new Map<string, Promise<LayerForm | null>>();
  readonly #reader: PredictionReader;
  readonly #opened = new OpenedGraphs();
  /** What was fed last: what follows is mostly about the same picture, which need not be resized again. */
  #lastPrepared: { readonly subject: Subject; readonly prepared: PreparedInput } | null = null;

  /**
   * Reads, recognises and opens a model.
   * @throws XaiError `model-unreadable`, `model-external-data`, `model-unsupported`, `model-dynamic-axis`, `recipe-missing`, ...
   */
  static async load(source: ModelSource, options: LoadOptions = {}): Promise<Model> {
    const { bytes: file, sha256, name, location } = await readSource(source, options);
    const stated = readModel(file);
    const description = describeModel(stated);
    const given = options.externalData ?? [];
    const gathered = await gatherExternalData(name, description.externalFiles, given, location, options);
    const whole = inlineWeights(stated, gathered);
    const graph = whole ?? stated;
    const externalData = whole ? [] : gathered;
    const constant = constantWeights(graph) ?? whole;
    const narrowed = narrowBatch(constant ?? stated);
    const recognised = recognise({
      name,
      description: narrowed ? describeModel(narrowed.model) : description,
      recipe: options.recipe,
      beside: await gatherBeside(location, description, options.beside ?? {}, options.recipe),
      labels: options.labels,
    });
    checkRecipeLayers(recognised.recipe, graph);
    const opening = { backend: options.backend ?? 'auto', file: name, externalData };
    const named = [sha256, options.name ?? name, description] as const;
    if (narrowed) {
      const { runner, bytes, note } = await openForOne(constant ?? stated, narrowed, recognised.recipe, opening);
      return new Model(bytes, ...named, recognised, runner, externalData, [note]);
    }
    const bytes = constant ? writeModel(constant) : file;
    return new Model(bytes, ...named, recognised, await GraphRunner.open(bytes, opening), externalData);
  }

  private constructor(
    bytes: Uint8Array,
    sha256: string,
    name: string,
    description: ModelDescription,
    recognised: Recognised,
    runner: GraphRunner,
    externalData: readonly ExternalFile[],
    notes: readonly string[] = [],
  ) {
    this.#bytes = bytes;
    this.#notes = notes;
    this.sha256 = sha256;
    this.name = name;
    this.description = description;
    const { recipe, ...source } = recognised;
    this.recipe = recipe;
    this.recipeSource = source;
    this.#runner = runner;
    this.#externalData = externalData;
    this.#reader = new PredictionReader(recipe);
  }

  /** Where forward passes run now; `wasm` after a fallback. */
  get provider(): Provider {
    return this.#runner.provider;
  }

  get adapter(): string | null {
    return this.#runner.adapter;
  }

  /** Package name to version of the runtime in use. */
  get runtimeVersions(): Readonly<Record<string, string>> {
    return this.#runner.versions;
  }

  /** How long the fastest prediction's run took; null before the first. */
  get millisecondsPerPass(): number | null {
    return this.#millisecondsPerPass;
  }

  /** Every fallback and doubt so far, as sentences. */
  get notes(): readonly string[] {
    return [...this.#notes, ...this.#runner.notes];
  }

  /** The labels in class order; `class 7` where the model and the recipe name none. */
  label(classIndex: number): string {
    const { labels } = this.recipe;
    return (Array.isArray(labels) ? labels[classIndex] : undefined) ?? `class ${classIndex}`;
  }

  /**
   * What the model says of a picture, or of a window of a recording.
   * @throws XaiError `model-output` when its numbers are none or infinite, `labels-invalid`, `picture-unreadable`,
   *   `option-invalid` for a box that the model can't be asked about, ...
   */
  async predict(source: SubjectSource, options: PredictOptions = {}): Promise<Prediction> {
    refuseBox(this.recipe, options.box);
    if (options.scoreThreshold !== undefined) share('scoreThreshold', options.scoreThreshold);
    const subject = await toSubject(source);
    options.signal?.throwIfAborted();
    return (await this.answer(this.prepare(subject, options.box), options)).prediction;
  }

  /**
   * What the model says of what it is fed with, as {@link prepare} gives it or changed since, with the outputs that it said
   * it with and the session that gave them.
   * @throws XaiError as `predict`
   */
  async answer(
    { tensor, placement }: Pick<PreparedInput, 'tensor' | 'placement'>,
    options: Omit<PredictOptions, 'box'> = {},
  ): Promise<{
    readonly prediction: Prediction;
    readonly outputs: Record<string, Tensor>;
    readonly runner: GraphRunner;
  }> {
    const runner = this.#runner;
    const startedAt = performance.now();
    const outputs = await runner.run(makeFeeds(this.recipe, runner.inputs, tensor, 1));
    // The first run of a session also builds what later ones find.
    this.#millisecondsPerPass = Math.min(
      this.#millisecondsPerPass ?? Number.POSITIVE_INFINITY,
      performance.now() - startedAt,
    );
    options.signal?.throwIfAborted();
    return { prediction: this.#reader.read(outputs, placement, options), outputs, runner };
  }

  /**
   * The picture or window as the model is fed with it.
   * @param box the part of a picture that it is shown, with a margin, picture pixels. Default: all.
   * @throws XaiError `method-unsupported` for a picture where the model takes recordings, and the other way round
   */
  prepare(subject: Subject, box?: Box): PreparedInput {
    if (isWindow(subject)) return prepareWindow(subject, this.seriesRecipe());
    if (box) return prepareInput(subject, this.pictureRecipe(), box);
    if (this.#lastPrepared?.subject !== subject)
      this.#lastPrepared = { subject, prepared: prepareInput(subject, this.pictureRecipe()) };
    return this.#lastPrepared.prepared;
  }

  /** @throws XaiError `method-unsupported` */
  pictureRecipe(): PictureRecipe {
    if (this.recipe.task !== 'series') return this.recipe;
    throw new XaiError('method-unsupported', `${this.name} takes a recording, not a picture.`);
  }

  /** @throws XaiError `method-unsupported` */
  seriesRecipe(): SeriesRecipe {
    if (this.recipe.task === 'series') return this.recipe;
    throw new XaiError('method-unsupported', `${this.name} takes a picture, not a recording.`);
  }

  /**
   * Tensors that a class activation map can be made of: those that the recipe names, then best guess first; empty where the
   * length of a recording is open. The runtime is asked for the shapes of all tensors once, which runs nothing.
   * @throws XaiError `model-unsupported`, `out-of-memory`, ...
   */
  layers(): Promise<readonly Layer[]> {
    this.#layers ??= this.fed()
      .then((fed) => listLayers(fed, this.recipe))
      .catch((cause) => {
        this.#layers = null;
        throw cause;
      });
    return this.#layers;
  }

  /** The graph as the recipe feeds it, with all shapes: what can be seen of it without running it. */
  fed(): Promise<FedModel> {
    this.#fed ??= Promise.resolve()
      .then(() => feedModel(readModel(this.#bytes), this.recipe, (bytes) => this.#runner.probeShapes(bytes)))
      .catch((cause) => {
        this.#fed = null;
        throw cause;
      });
    return this.#fed;
  }

  /** How the axes of any tensor are places of what the model is fed with, and channels; null when they are not. */
  form(tensor: string): Promise<LayerForm | null> {
    const find = async () =>
      (await this.layers()).find(({ name }) => name === tensor) ?? formOf(await this.fed(), tensor);
    const known = this.#forms.get(tensor) ?? find();
    this.#forms.set(tensor, known);
    known.catch(() => this.#forms.delete(tensor));
    return known;
  }

  /**
   * The graph that masked pictures go through one by one; opened at first need.
   * @param score which numbers of a classifier it ends in. Default: those that the recipe reads.
   */
  maskedGraph(sample: PreparedInput, score: ScoreKind = 'probability'): Promise<MaskedGraph> {
    const whole = { runner: this.#runner, bytes: this.#bytes, layout: this.#reader.layout };
    return this.opened(`masked ${score}`, (options) =>
      openMaskedGraph(whole, this.recipe, sample.tensor, options, score),
    );
  }

  /** The same for several pictures a run, where the graph allows it; opened and checked at first need. */
  batchedGraph(sample: PreparedInput, score: ScoreKind = 'probability'): Promise<BatchedGraph> {
    return this.opened(`batched ${score}`, async (options) =>
      openBatchedGraph(await this.maskedGraph(sample, score), this.recipe, sample.tensor, options),
    );
  }

  /**
   * A graph made of this model's, opened at first need and released with the model.
   * @param purpose under which it is found again
   * @param most how many graphs whose purpose begins with the same word are kept, the latest used: for those that no other
   *   graph relies on. Default: all.
   */
  opened<T extends { readonly runner: GraphRunner }>(
    purpose: string,
    open: (options: Omit<RunnerOptions, 'backend'>) => Promise<T>,
    most = Number.POSITIVE_INFINITY,
  ): Promise<T> {
    const options = { file: this.name, externalData: this.#externalData };
    return this.#opened.get(purpose, () => open(options), most);
  }

  /**
   * A model of its own with another graph (weights overwritten, say), and all else as here. It has to be disposed of too.
   * @throws XaiError `model-unsupported` when the runtime can't open it, `out-of-memory`
   */
  async changed(change: (graph: OnnxModel) => OnnxModel): Promise<Model> {
    const bytes = writeModel(change(readModel(this.#bytes)));
    const externalData = this.#externalData;
    const runner = await GraphRunner.open(bytes, { backend: this.provider, file: this.name, externalData });
    const recognised = { ...this.recipeSource, recipe: this.recipe };
    return new Model(bytes, await sha256Hex(bytes), this.name, this.description, recognised, runner, externalData);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const runners = new Set([this.#runner, ...(await this.#opened.runners())]);
    for (const runner of runners) await runner.release();
  }
}

/** Decodes a picture unless it is decoded already; a window stays as it is. */
export async function toSubject(source: SubjectSource): Promise<Subject> {
  return isSubject(source) ? source : decodePicture(source);
}

function isSubject(source: SubjectSource): source is Subject {
  if (typeof source !== 'object') return false;
  return isWindow(source) || ('data' in source && source.data instanceof Uint8ClampedArray);
}
