/** What the tests of the viewer find on their page: viewers with an engine that answers by script, and small helpers. */
import { XaiError } from '../../src/core/errors.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { saveExplanation } from '../../src/core/saved-explanation.ts';
import { de } from '../../src/elements/languages/de.ts';
import { setLanguage } from '../../src/elements/strings.ts';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import { EngineClient } from '../../src/engine/client.ts';
import type { Finding, LayersInfo, PredictionInfo } from '../../src/engine/info.ts';
import type { ExplainOptions, PredictOptions } from '../../src/engine/protocol.ts';
import type { CallHandlers } from '../../src/engine/worker-port.ts';
import '../../src/xai-viewer.ts';
import { FakeWorkers, modelInfo } from '../engine/fake-worker.ts';

export interface Script {
  /** Steps of an explanation, 20 ms each. */
  steps?: number;
  /** How many objects there are; with `classes` they have no boxes. */
  objects?: number;
  classes?: boolean;
  /** A semantic segmenter: sky above row 40, a dog left of column 60 below it, road to the right. */
  segments?: boolean;
  /** Two heads: colour and kind. */
  heads?: boolean;
  /** The next prediction fails with this message. */
  failPrediction?: string;
  /** The masks of a finished explanation are gone. */
  forgetful?: boolean;
  /** The method that the graph does not allow. */
  failing?: string;
  /** The layer at which there is no map. */
  emptyLayer?: string;
  /** The method that answers where none is named. */
  instead?: string;
  /** The layer that the model's recipe names. */
  recipeLayer?: string;
  /** The model has sequences of tokens. */
  tokens?: boolean;
  /** Milliseconds of a step of an explanation. */
  pace?: number;
  /** Pixels cannot be hidden, for this reason. */
  unhidable?: string;
  /** Milliseconds of a question with hidden pixels. */
  hidingPace?: number;
}

const REFUSAL = 'No gradient passes "/head/TopK". Use d-rise.';

const LAYERS: LayersInfo = {
  layers: Array.from({ length: 8 }, (_, n) => ({
    name: `/backbone/layer.${8 - n}/Relu_output_0`,
    dims: [1, 64, 8 + n, 8 + n],
    kind: 'grid' as const,
    channels: 64,
    width: 8 + n,
    height: 8 + n,
    reason: n === 0 ? 'feeds the head' : 'further back',
  })),
  obstacles: { 'score-cam': 'It is for transformers.' },
};

const WIDTH = 160;
const HEIGHT = 120;
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A picture of 160 x 120 pixels. */
async function makePicture(): Promise<File> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = '#88aacc';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = '#cc6633';
  context.fillRect(20, 30, 60, 60);
  return new File([await canvas.convertToBlob()], 'scene.png', { type: 'image/png' });
}

function makeFindings({ objects = 2, classes = false }: Script): Finding[] {
  return Array.from({ length: objects }, (_, n) => ({
    label: ['dog', 'bicycle', 'car'][n % 3],
    classIndex: n,
    score: 0.9 - n * 0.05,
    box: classes ? null : [20 + 8 * n, 30 + n, 80 + 8 * n, 90 + n],
    origin: { n },
  }));
}

const SEGMENTS = ['background', 'dog', 'road'];

function makeSegments(): PredictionInfo {
  const classMap = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) =>
    at < 40 * WIDTH ? 0 : at % WIDTH < 60 ? 1 : 2,
  );
  const shares = [40 / 120, 0.25, (80 * 100) / (WIDTH * HEIGHT)];
  const findings = [2, 1, 0].map((classIndex) => ({
    label: SEGMENTS[classIndex],
    classIndex,
    score: 0.9 - classIndex / 10,
    share: shares[classIndex],
    box: null,
    origin: null,
    spec: { kind: 'region', class: classIndex } as const,
  }));
  const segmentation = { classMap, labels: SEGMENTS };
  return { task: 'semantic-segmentation', width: WIDTH, height: HEIGHT, findings, segmentation };
}

function makeHeads(box: PredictOptions['box']): PredictionInfo {
  const heads = { colour: ['red', 'blue', 'green'], kind: ['hatch', 'saloon'] };
  const findings = Object.entries(heads).flatMap(([head, labels]) =>
    labels.map((label, n) => ({
      label,
      head,
      classIndex: n,
      // Of a part the model says something else.
      score: [box ? 0.6 : 0.8, 0.15, 0.05][n],
      box: null,
      origin: null,
      spec: { kind: 'attribute', head, answer: n, ...(box && { box }) } as const,
    })),
  );
  return { task: 'attributes', width: WIDTH, height: HEIGHT, findings, ...(box && { box }) };
}

interface Asked {
  readonly method?: string | null;
  readonly options?: ExplainOptions;
}

/** A bump in the finding's box, as high as the work that is done. */
function makeMap(finding: Finding, index: number, done: number, asked: Asked = {}): Saliency {
  const { options = {} } = asked;
  const method = asked.method ?? 'd-rise';
  const isMasked = method === 'd-rise';
  const data = new Float32Array(WIDTH * HEIGHT);
  const [x0, y0, x1, y1] = finding.box ?? [0, 0, WIDTH, HEIGHT];
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const distance = ((x - (x0 + x1) / 2) / (x1 - x0)) ** 2 + ((y - (y0 + y1) / 2) / (y1 - y0)) ** 2;
      data[y * WIDTH + x] = done * Math.exp(-8 * distance) - 0.1;
    }
  }
  return {
    width: WIDTH,
    height: HEIGHT,
    data,
    target: { ...finding, index },
    masks: isMasked ? done : null,
    reliability: isMasked ? 0.91 : null,
    provenance: {
      method,
      options,
      seed: 0,
      modelSha256: '',
      pictureSha256: '',
      provider: 'wasm',
      adapter: null,
      versions: {},
      milliseconds: 1200,
      notes: [],
    },
  };
}

function taskOf({ classes, segments, heads }: Script): string {
  if (segments) return 'semantic-segmentation';
  if (heads) return 'attributes';
  return classes ? 'classification' : 'detection';
}

function scripted(script: Script): Partial<CallHandlers> {
  return {
    load: async () => ({ ...modelInfo, task: taskOf(script), recipe: { layer: script.recipeLayer } }),
    release: async () => null,
    predict: async (call) => {
      const words = script.failPrediction;
      if (words) {
        script.failPrediction = undefined;
        throw new XaiError('model-output', words);
      }
      if (script.segments) return makeSegments();
      if (script.heads) return makeHeads(call.options.box);
      return { task: taskOf(script), width: WIDTH, height: HEIGHT, findings: makeFindings(script) };
    },
    explain: async (call, tools) => {
      if (call.method === script.failing || (script.emptyLayer && call.options.layer === script.emptyLayer))
        throw new XaiError('method-unsupported', REFUSAL);
      const total = script.steps ?? 5;
      const asked = { ...call, method: call.method ?? script.instead };
      for (let done = 1; done <= total; done++) {
        await sleep(script.pace ?? 20);
        tools.signal.throwIfAborted();
        tools.progress({ unit: 'masks', done: done * 10, total: total * 10, remaining: (total - done) * 20 });
        tools.partial(call.findings.map((finding, index) => makeMap(finding, index, done, asked)));
      }
      return call.findings.map((finding, index) => makeMap(finding, index, total, asked));
    },
    whatIf: async ({ hiding, finding }) => {
      await sleep(script.hidingPace ?? 20);
      if (script.unhidable) throw new XaiError('method-unsupported', script.unhidable);
      const data = new Uint8ClampedArray(16 * 12 * 4);
      data.fill(255, 0, Math.round(16 * 12 * hiding.share) * 4);
      const before = finding.score ?? 0.5;
      const after = hiding.first === 'most' ? before * (1 - hiding.share) : before;
      return {
        hiding,
        before,
        after,
        findings: [{ ...finding, score: after, origin: null }],
        hidden: { box: [0, 0, WIDTH, HEIGHT], width: 16, height: 12, data },
      };
    },
    layers: async () => (script.tokens ? { ...LAYERS, obstacles: {} } : LAYERS),
    ask: async (call) => {
      if (script.forgetful) throw new XaiError('target-missing', 'gone');
      return makeMap(call.finding, 9, 1);
    },
  };
}

const viewers = new Map<XaiViewer, FakeWorkers>();
const scripts = new Map<XaiViewer, Script>();

const harness = {
  sleep,
  makePicture,
  /** A viewer with a scripted engine of its own, in the page, with a model and a picture. */
  async make(script: Script = {}, attributes: Record<string, string> = {}, place: Element = document.body) {
    const workers = new FakeWorkers(scripted(script));
    const viewer = document.createElement('xai-viewer');
    viewer.engine = new EngineClient(workers.start, { idleMs: 50 });
    for (const [name, value] of Object.entries(attributes)) viewer.setAttribute(name, value);
    viewer.model = 'fake.onnx';
    viewer.src = await makePicture();
    viewers.set(viewer, workers);
    scripts.set(viewer, script);
    place.append(viewer);
    return viewer;
  },
  setGerman: () => setLanguage('de', de),
  /** What the viewer shows, as a file. */
  save: ({ prediction, maps }: XaiViewer) => saveExplanation(prediction as PredictionInfo, maps ?? [], { side: 32 }),
  /** Calls that the viewer's engine has heard, by kind. */
  calls: (viewer: XaiViewer) => viewers.get(viewer)?.calls ?? [],
  workers: (viewer: XaiViewer) => viewers.get(viewer) as FakeWorkers,
  async until(condition: () => unknown, what: string): Promise<void> {
    const end = performance.now() + 10_000;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`Waited in vain for: ${what}`);
      await sleep(10);
    }
  },
  phase: (viewer: XaiViewer, phase: string) => harness.until(() => viewer.phase === phase, `phase ${phase}`),
  explained: (viewer: XaiViewer) => harness.until(() => viewer.maps && viewer.phase === 'ready', 'the finished maps'),
  find: <T extends HTMLElement>(viewer: XaiViewer, selector: string) =>
    viewer.shadowRoot?.querySelector(selector) as unknown as T,
  all: (viewer: XaiViewer, selector: string) =>
    [...(viewer.shadowRoot?.querySelectorAll(selector) ?? [])] as HTMLElement[],
  /** The pixels of a canvas, by way of a copy: reading would change how the browser keeps the original. */
  pixels(viewer: XaiViewer, name = 'map'): Uint32Array {
    const canvas = harness.find<HTMLCanvasElement>(viewer, `canvas.${name}`);
    if (canvas.width === 0) return new Uint32Array();
    const options = { willReadFrequently: true };
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', options);
    if (!copy) throw new Error('This browser has no 2-D canvas.');
    copy.drawImage(canvas, 0, 0);
    return new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  },
  /** From now on a step of an explanation takes so many milliseconds. */
  slow(viewer: XaiViewer, milliseconds: number): void {
    Object.assign(scripts.get(viewer) as Script, { pace: milliseconds });
  },
  /** What the engine was asked to explain with, call by call. */
  wishes: (viewer: XaiViewer) =>
    (viewers.get(viewer)?.heard ?? []).flatMap((message) =>
      message.kind === 'call' && message.call.kind === 'explain'
        ? [{ method: message.call.method, options: message.call.options, findings: message.call.findings.length }]
        : [],
    ),
  /** What was to be hidden, question by question. */
  hidings: (viewer: XaiViewer) =>
    (viewers.get(viewer)?.heard ?? []).flatMap((message) =>
      message.kind === 'call' && message.call.kind === 'whatIf' ? [message.call.hiding] : [],
    ),
  /** The findings that the engine was asked to explain, call by call. */
  asked: (viewer: XaiViewer) =>
    (viewers.get(viewer)?.heard ?? []).flatMap((message) =>
      message.kind === 'call' && message.call.kind === 'explain' ? [message.call.findings] : [],
    ),
  /** Whether the map's canvas holds more than a few colours. */
  isPainted: (viewer: XaiViewer) => new Set(harness.pixels(viewer)).size > 10,
  clear() {
    for (const viewer of viewers.keys()) viewer.remove();
    viewers.clear();
    document.body.replaceChildren();
  },
};

export type Harness = typeof harness;

declare global {
  interface Window {
    harness: Harness;
  }
}

window.harness = harness;
