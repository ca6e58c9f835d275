import { nodeTitle } from '../graph-view.ts';
import type { OnnxModel, OnnxNode } from '../model.ts';
import { trueInputs } from '../model.ts';
import type { TensorShapes } from '../shapes.ts';
import {
  describeHead,
  findHeads,
  findLevels,
  type Head,
  type Level,
  lastAttention,
  lastWeighted,
  readByAttention,
} from './heads.ts';
import type { Layer, LayerForm } from './layer.ts';
import type { PictureAxes } from './trace-places.ts';
import { TracedGraph } from './traced-graph.ts';

export interface LayerOptions {
  /** The input that takes the picture or recording. Default: the first one with four axes, else the first with three. */
  readonly input?: string;
  /**
   * Order of a picture's axes. Default: NHWC when the last axis is at most 4 and the second is not, else NCHW. Of a
   * recording's two axes after the batch the longer one is time.
   */
  readonly layout?: 'NCHW' | 'NHWC';
  /** The axes of the input that are rows (none for a recording's samples) and columns, where they are known. */
  readonly places?: { readonly rows: number | null; readonly columns: number };
  /** Tensors that come before all others, in this order; those without places and channels are left out. Default: none. */
  readonly named?: readonly string[];
  /** Only tensors that these outputs depend on. Default: all outputs of the model. */
  readonly outputs?: readonly string[];
}

/**
 * Tensors that a class activation map can be made of, best guess first: what the head of the model reads (for a detector
 * one for each level, those of about 12 x 12 places first), then the head's own branches, then the last tensor of each
 * other size, then the rest of the way back to the picture. Empty when the model takes no picture or recording, or
 * nothing in it keeps places and channels.
 *
 * @param shapes all shapes, with the inputs' sizes fixed at a batch of one: see `tensorShapes`
 * @throws XaiError `model-unreadable` when the graph runs in a circle
 */
export function findLayers(model: OnnxModel, shapes: TensorShapes, options: LayerOptions = {}): readonly Layer[] {
  const picture = findPicture(model, shapes, options);
  if (!picture) return [];
  const outputs = options.outputs ?? model.graph.outputs.map((output) => output.name);
  const list = new LayerList(new TracedGraph(model, shapes, picture, outputs), shapes, picture);
  return list.fill(options.named ?? []);
}

/**
 * How the axes of any tensor are places of the picture and channels, as {@link findLayers} says it of those that it offers; null
 * when they are not, or nothing of the picture reaches it.
 */
export function findForm(
  model: OnnxModel,
  shapes: TensorShapes,
  name: string,
  options: LayerOptions = {},
): LayerForm | null {
  const picture = findPicture(model, shapes, options);
  return picture && new TracedGraph(model, shapes, picture, [name]).axesOf(name);
}

function findPicture(model: OnnxModel, shapes: TensorShapes, options: LayerOptions): PictureAxes | null {
  const names = trueInputs(model.graph).map((input) => input.name);
  const first = (rank: number) => names.find((name) => shapes.get(name)?.length === rank);
  const input = options.input ?? first(4) ?? first(3);
  const dims = input === undefined ? undefined : shapes.get(input);
  if (input === undefined || !dims || dims.some((size) => size === null)) return null;
  if (options.places) return { input, y: options.places.rows, x: options.places.columns, isRecording: true };
  const [, second, third, last] = dims as readonly number[];
  if (dims.length === 3) return { input, y: null, x: second > third ? 1 : 2 };
  if (dims.length !== 4) return null;
  const layout = options.layout ?? (last <= 4 && second > 4 ? 'NHWC' : 'NCHW');
  return layout === 'NHWC' ? { input, y: 1, x: 2 } : { input, y: 2, x: 3 };
}

class LayerList {
  readonly #graph: TracedGraph;
  readonly #input: { readonly height: number; readonly width: number };
  readonly #layers = new Map<string, Layer>();
  readonly #above = new Map<string, string | null>();

  constructor(graph: TracedGraph, shapes: TensorShapes, picture: PictureAxes) {
    this.#graph = graph;
    const dims = shapes.get(picture.input) as readonly number[];
    this.#input = { height: picture.y === null ? 1 : dims[picture.y], width: dims[picture.x] };
  }

  fill(named: readonly string[]): readonly Layer[] {
    const heads = findHeads(this.#graph);
    const of = <K extends Head['kind']>(kind: K) =>
      heads.filter((head): head is Head & { kind: K } => head.kind === kind);
    for (const head of of('pooled')) this.#addPooled(head);
    this.#addClassToken(of('class-token'));
    // Lists of proposals are what a model is for; maps among the outputs may only help to read them.
    const dense = [of('dense').filter((head) => head.at !== null), of('dense').filter((head) => head.at === null)];
    const main = dense.find((heads) => heads.length > 0);
    const answers = dense.flatMap((heads) => this.#addLevels(heads, heads === main)).flatMap((level) => level.answers);
    const classMaps = of('pooled').filter((head) => head.classMap);
    const makers = lastWeighted(
      this.#graph,
      classMaps.flatMap((head) => head.from),
    );
    for (const node of makers) this.#addInput(node, `what ${nodeTitle(node)} makes the class maps of`);
    for (const node of answers) this.#addInput(node, `what ${nodeTitle(node)} of the head reads`);
    if (this.#layers.size === 0) this.#addAnswers([...answers, ...makers]);
    this.#addWayBack();
    for (const name of named) this.#add(name, 'between picture and answer');
    const first = named.flatMap((name) => this.#layers.get(name) ?? []);
    const others = [...this.#layers.values()].filter((layer) => !first.includes(layer));
    return [...first.map((layer) => ({ ...layer, reason: `named by the recipe: ${layer.reason}` })), ...others];
  }

  #addPooled(head: Head & { kind: 'pooled' }): void {
    const name = this.#nearest(head.from);
    if (name === null) return;
    const does = this.#graph.isWeighted(head.at) ? 'weighs' : 'sums up';
    const what = head.classMap ? 'one map for each class' : 'the last map';
    const maker = this.#graph.view.producer(name) as OnnxNode;
    // A pool without weights only makes the map coarser.
    const finer =
      /^(Max|Average)Pool$/.test(maker.opType) && this.#graph.formOf(maker.inputs[0]) ? maker.inputs[0] : name;
    this.#add(finer, `${what} before ${describeHead(head)} ${does} all places`);
    this.#add(name, `the same after ${nodeTitle(maker)}`);
  }

  #addClassToken(heads: readonly Head[]): void {
    const attention = lastAttention(
      this.#graph,
      heads.flatMap((head) => head.from),
    );
    if (!attention) return;
    const reason = `what the last attention reads (${nodeTitle(attention)}); after it only ${describeHead(heads[0])} counts`;
    const name = this.#nearest(readByAttention(this.#graph, attention));
    if (name !== null) this.#add(name, reason);
  }

  /**
   * For each level what all parts of the head at that size read; before that the features that it is a sum of.
   * @param main whether it is what the model is for
   */
  #addLevels(heads: readonly Head[], main: boolean): readonly Level[] {
    const levels = findLevels(this.#graph, heads);
    const read = levels.flatMap((level) => {
      const inputs = level.answers.flatMap((node) => this.#graph.dataInputs(node));
      const grids = new Set(inputs.map((input) => this.#graph.gridOf(input)));
      const name = this.#nearest(inputs);
      return name !== null && grids.has(this.#graph.gridOf(name)) ? [{ name, grid: level.grid }] : [];
    });
    for (const { name, grid } of read) {
      const features = this.#activatedBefore(name);
      this.#add(
        features,
        features === name ? `feeds the head at ${grid} places` : `the last features at ${grid} places before the head`,
        main,
      );
    }
    for (const { name, grid } of read) this.#add(name, `feeds the head at ${grid} places`);
    return levels;
  }

  /** The last layer of the same size, on the way to a sum without activation, that an activation made; else the sum itself. */
  #activatedBefore(name: string): string {
    const grid = this.#graph.gridOf(name);
    for (const gate of this.#graph.gates.chain(name)) {
      if (this.#graph.gridOf(gate) !== grid) break;
      if (this.#graph.isActivated(gate) && this.#graph.formOf(gate)) return gate;
    }
    return name;
  }

  /** A head's own answers, where nothing before them is a layer. */
  #addAnswers(nodes: readonly OnnxNode[]): void {
    for (const node of nodes) {
      const [name] = node.outputs;
      if (this.#graph.formOf(name)) this.#add(name, `the answers of ${nodeTitle(node)} at every place`);
    }
  }

  /** The last finished tensor of each other size, then every finished one that all of a layer depends on. */
  #addWayBack(): void {
    const { gates, nodes, view } = this.#graph;
    const names = nodes.flatMap((node) => node.outputs.filter((name) => this.#isFinished(name))).reverse();
    const sizes = new Set([...this.#layers.keys()].map((name) => this.#graph.gridOf(name)));
    const onTheWay = new Set<string>();
    for (const layer of [...this.#layers.keys()]) {
      for (const name of gates.chain(layer)) {
        if (onTheWay.has(name)) break;
        onTheWay.add(name);
      }
    }
    const ends = [...names.filter((name) => onTheWay.has(name)), ...names];
    for (const name of ends) {
      const size = this.#graph.gridOf(name);
      if (sizes.has(size)) continue;
      sizes.add(size);
      this.#add(name, `the last map at ${size} places`);
    }
    for (const name of names) {
      if (onTheWay.has(name)) this.#add(name, `further back: ${nodeTitle(view.producer(name) as OnnxNode)}`);
    }
  }

  #isFinished(name: string): boolean {
    return this.#graph.formOf(name) !== null && !this.#graph.isUnfinished(name);
  }

  #addInput(node: OnnxNode, reason: string): void {
    const name = this.#nearest(this.#graph.dataInputs(node));
    if (name !== null) this.#add(name, reason);
  }

  /** The last layer through which everything on the way to the tensors passes. */
  #nearest(names: readonly string[]): string | null {
    const start = this.#graph.gates.closest(names);
    if (start === null) return null;
    const walked: string[] = [];
    let found: string | null = null;
    for (const name of this.#graph.gates.chain(start)) {
      const known = this.#above.get(name);
      if (known !== undefined) {
        found = known;
        break;
      }
      walked.push(name);
      if (this.#graph.formOf(name)) {
        found = name;
        break;
      }
    }
    for (const name of walked) this.#above.set(name, found);
    return found;
  }

  #add(name: string, reason: string, level = false): void {
    const form = this.#graph.formOf(name);
    if (!form || this.#layers.has(name)) return;
    const stride = { x: this.#input.width / form.width, y: this.#input.height / form.height };
    this.#layers.set(name, { ...form, stride, level, reason });
  }
}
