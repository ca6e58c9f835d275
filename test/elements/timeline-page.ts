/** What the tests of the timeline find on their page: timelines with an engine that answers by script, and small helpers. */
import { XaiError } from '../../src/core/errors.ts';
import type { Provenance, Saliency } from '../../src/core/saliency.ts';
import type { Label } from '../../src/core/series/recording.ts';
import type { SessionMap } from '../../src/core/series/session-map.ts';
import type { XaiTimeline } from '../../src/elements/xai-timeline/element.ts';
import { EngineClient } from '../../src/engine/client.ts';
import type { CallHandlers } from '../../src/engine/worker-port.ts';
import '../../src/xai-timeline.ts';
import { FakeWorkers, modelInfo } from '../engine/fake-worker.ts';

export interface Script {
  /** Seconds of recording. Default 20. */
  seconds?: number;
  /** Rows of what the model is fed; more than twelve are a spectrum. Default: the channels. */
  bands?: number;
  /** The next recording cannot be read. */
  broken?: boolean;
  /** What the model is for. */
  task?: string;
  /** Milliseconds of a step of the explanation. */
  pace?: number;
  /** No labels come with the recording. */
  unlabelled?: boolean;
  /** The method that explains where none is named. Default `grad-cam`. */
  method?: string;
}

const RATE = 50;
const LENGTH = 2;
const STRIDE = 1;
const CLASSES = ['rest', 'walk'];
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const provenance: Provenance = {
  method: 'grad-cam',
  options: {},
  seed: null,
  modelSha256: '',
  pictureSha256: '',
  provider: 'wasm',
  adapter: null,
  versions: {},
  milliseconds: 12,
  notes: [],
};

/** Rest before second 10, walking after; windows 3 and 12 are answered wrongly. */
const LABELS: Label[] = [
  { start: 0, end: 10, label: 'rest', confidence: null },
  { start: 10, end: 20, label: 'walk', confidence: null },
];
const WRONG = [3, 12];

const secondsOf = ({ seconds = 20 }: Script) => seconds;
const countOf = (script: Script) => Math.floor((secondsOf(script) - LENGTH) / STRIDE) + 1;

function scoresOf(script: Script): Float32Array<ArrayBuffer> {
  const scores = new Float32Array(2 * countOf(script));
  for (let window = 0; window < countOf(script); window++) {
    const isWalk = window >= 10 !== WRONG.includes(window);
    scores.set(isWalk ? [0.1, 0.9] : [0.8, 0.2], 2 * window);
  }
  return scores;
}

function sessionMap(script: Script, done: number): SessionMap {
  const columns = secondsOf(script) * RATE;
  const rows = script.bands ?? 2;
  const data = new Float32Array(rows * columns).fill(Number.NaN);
  for (let at = 0; at < columns * done; at++) {
    for (let row = 0; row < rows; row++) data[row * columns + at] = row === 0 ? at / columns : 0;
  }
  const timing = { rows, columns, start: 0.5 / RATE, step: 1 / RATE };
  const counts = { windows: countOf(script), masks: null, reliability: null };
  const made = { ...provenance, method: script.method ?? provenance.method };
  return { classIndex: -1, label: 'its own answer', ...timing, data, error: null, ...counts, provenance: made };
}

function scripted(script: Script): Partial<CallHandlers> {
  const names = script.bands ? null : ['x', 'y'];
  return {
    load: async () => ({
      ...modelInfo,
      name: 'motion.onnx',
      task: script.task ?? 'series',
      recipe: { input: { processors: script.bands ? [{ kind: 'stft' }] : [] } },
      methods: modelInfo.methods
        .filter(({ name }) => name === 'grad-cam' || name === 'rise')
        .map((one) => (one.name === 'rise' ? { ...one, obstacle: null, passes: null } : one)),
    }),
    release: async () => null,
    closeRecording: async () => null,
    readRecording: async ({ recording }) => {
      if (script.broken) {
        script.broken = false;
        throw new XaiError(
          'recording-unreadable',
          'walk.csv has "oops" in x of row 7, which is no number. Correct it.',
        );
      }
      const count = secondsOf(script) * RATE;
      const wave = (phase: number) => Float32Array.from({ length: count }, (_, at) => Math.sin(at / 9 + phase));
      const x = wave(0);
      // One sample far out: it must be seen at every zoom.
      x[Math.floor(count / 4)] = 9;
      return {
        recording: {
          name: recording.files[0].name,
          sha256: '',
          rate: RATE,
          start: 0,
          channels: ['x', 'y'],
          data: [x, wave(2)],
          gaps: [],
          findings: [{ kind: 'jitter', count: 1, message: 'Times lay beside an even grid.' }],
        },
        labels: script.unlabelled ? null : LABELS,
        predictions: null,
      };
    },
    readLabels: async () => [{ start: 0, end: 20, label: 'walk', confidence: 0.5 }],
    answerSession: async () => ({
      start: 0,
      stride: STRIDE,
      length: LENGTH,
      count: countOf(script),
      classes: CLASSES,
      scores: scoresOf(script),
      frames: null,
    }),
    feedSession: async () => {
      const columns = secondsOf(script) * RATE;
      const rows = script.bands ?? 2;
      const data = Float32Array.from({ length: rows * columns }, (_, at) => at % 7);
      return { rows, columns, start: 0.01, step: 1 / RATE, data, names };
    },
    feedWindow: async ({ window }) => {
      const rows = script.bands ?? 2;
      const data = Float32Array.from({ length: rows * 100 }, (_, at) => Math.sin(at / 5 + window));
      return { rows, columns: 100, start: window + 0.01, step: 1 / RATE, data, names };
    },
    explainSession: async (_call, tools) => {
      for (let done = 1; done <= 4; done++) {
        await sleep(script.pace ?? 5);
        tools.signal.throwIfAborted();
        tools.progress({ unit: 'windows', done, total: 4, remaining: 10 });
        tools.growing({ maps: [sessionMap(script, done / 4)], means: [], weights: null, names }, []);
      }
      return { maps: [sessionMap(script, 1)], means: [], weights: null, names };
    },
    explainWindow: async ({ window }): Promise<Saliency> => ({
      width: 100,
      height: script.bands ?? 2,
      data: Float32Array.from({ length: 100 * (script.bands ?? 2) }, (_, at) => (at % 100) / 100),
      target: { index: 0, label: CLASSES[window >= 10 ? 1 : 0], classIndex: 0, score: 1, box: null },
      masks: null,
      reliability: null,
      provenance: { ...provenance, method: script.method ?? provenance.method },
    }),
  };
}

const timelines = new Map<XaiTimeline, FakeWorkers>();

const harness = {
  sleep,
  /** A timeline with a scripted engine of its own, in the page, with a recording and, unless it is null, a model. */
  async make(script: Script = {}, attributes: Record<string, string> = {}, model: string | null = 'motion.onnx') {
    const workers = new FakeWorkers(scripted(script));
    const timeline = document.createElement('xai-timeline');
    timeline.engine = new EngineClient(workers.start, { idleMs: 50 });
    timeline.loading = 'eager';
    for (const [name, value] of Object.entries(attributes)) timeline.setAttribute(name, value);
    timeline.model = model;
    timeline.src = new File([''], 'walk.csv');
    timelines.set(timeline, workers);
    document.body.append(timeline);
    return timeline;
  },
  /** One whose maps, or whose recording where it has no model, are there and drawn. */
  async ready(script: Script = {}, attributes: Record<string, string> = {}, model: string | null = 'motion.onnx') {
    const timeline = await harness.make(script, attributes, model);
    await harness.until(
      () => timeline.phase === 'ready' && (model === null || timeline.maps || timeline.windowMap),
      'the maps',
    );
    await harness.frame(timeline);
    return timeline;
  },
  /** Until what has changed is drawn. */
  async frame(timeline: XaiTimeline) {
    await timeline.updateComplete;
    for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame);
  },
  calls: (timeline: XaiTimeline) => timelines.get(timeline)?.calls ?? [],
  workers: (timeline: XaiTimeline) => timelines.get(timeline) as FakeWorkers,
  async until(condition: () => unknown, what: string): Promise<void> {
    const end = performance.now() + 30_000;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`Waited in vain for: ${what}`);
      await sleep(10);
    }
  },
  find: <T extends HTMLElement>(timeline: XaiTimeline, selector: string) =>
    timeline.shadowRoot?.querySelector(selector) as unknown as T,
  text: (timeline: XaiTimeline, selector: string) =>
    harness.find(timeline, selector)?.innerText.replace(/\s+/g, ' ') ?? null,
  /** Names of the tracks from top to bottom. */
  tracks: (timeline: XaiTimeline) =>
    [...(timeline.shadowRoot?.querySelectorAll<HTMLElement>('.track') ?? [])].map((track) => track.dataset.track),
  /** The chosen window as it is spoken. */
  spoken: (timeline: XaiTimeline) => harness.find(timeline, '.frame').getAttribute('aria-valuetext'),
  /** The page's pixels of a moment: on the middle of a track. */
  place(timeline: XaiTimeline, track: string, time: number): { x: number; y: number } {
    const ruler = harness.find(timeline, 'canvas.ruler').getBoundingClientRect();
    const lane = harness.find(timeline, `[data-track="${track}"] .lane`).getBoundingClientRect();
    const { from, to } = timeline.shown ?? { from: 0, to: 1 };
    return { x: ruler.left + ((time - from) / (to - from)) * ruler.width, y: lane.top + lane.height / 2 };
  },
  /** Seconds that the frame covers. */
  framed(timeline: XaiTimeline): readonly [number, number] {
    const ruler = harness.find(timeline, 'canvas.ruler').getBoundingClientRect();
    const frame = harness.find(timeline, '.frame').getBoundingClientRect();
    const { from, to } = timeline.shown ?? { from: 0, to: 1 };
    const time = (x: number) => from + ((x - ruler.left) / ruler.width) * (to - from);
    return [time(frame.left), time(frame.right)];
  },
  /** The pixels of a track's canvas, by way of a copy: reading would change how the browser keeps the original. */
  pixels(timeline: XaiTimeline, track: string): { data: Uint32Array; width: number; height: number } {
    const canvas = harness.find<HTMLCanvasElement>(timeline, `[data-track="${track}"] canvas`);
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    if (!copy) throw new Error('This browser has no 2-D canvas.');
    copy.drawImage(canvas, 0, 0);
    const data = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return { data, width: canvas.width, height: canvas.height };
  },
  clear() {
    for (const timeline of timelines.keys()) timeline.remove();
    timelines.clear();
    document.body.replaceChildren();
  },
};

export type Harness = typeof harness;

declare global {
  interface Window {
    timelines: Harness;
  }
}

window.timelines = harness;
