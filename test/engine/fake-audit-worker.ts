import { GRID, packGrid } from '../../src/core/packed-grid.ts';
import type { StartAuditWorker } from '../../src/engine/audit-client.ts';
import { type AuditHandlers, type AuditScope, serveAuditCalls } from '../../src/engine/audit-port.ts';
import type {
  AuditFinding,
  AuditInfo,
  AuditReport,
  PictureRecord,
  ToAuditWorker,
} from '../../src/engine/audit-protocol.ts';
import { modelInfo } from './fake-worker.ts';

/** Workers in the same thread that speak the protocol of audits over cloned messages, and can be made to die or go deaf. */
export class FakeAuditWorkers {
  started = 0;
  ended = 0;
  /** What every worker was sent, in order. */
  readonly heard: ToAuditWorker[] = [];
  deaf = false;
  /** The newest worker ends by itself, as at a crash. */
  crash: () => void = () => {};

  constructor(readonly handlers: AuditHandlers) {}

  readonly start: StartAuditWorker = (listener) => {
    this.started++;
    let over = false;
    const listeners: ((event: { data: ToAuditWorker }) => void)[] = [];
    const end = () => {
      if (!over) this.ended++;
      over = true;
    };
    this.crash = () => {
      end();
      listener.onDeath(null);
    };
    const scope: AuditScope = {
      addEventListener: (_type, heard) => {
        listeners.push(heard);
      },
      postMessage: (message) => {
        const data = structuredClone(message);
        setTimeout(() => {
          if (!over && !this.deaf) listener.onMessage(data);
        }, 0);
      },
    };
    serveAuditCalls(scope, this.handlers, () => {});
    return {
      terminate: end,
      post: (message) => {
        const data = structuredClone(message);
        this.heard.push(data);
        setTimeout(() => {
          if (!over && !this.deaf) for (const heard of listeners) heard({ data });
        }, 0);
      },
    };
  };
}

export interface AuditScript {
  readonly pictures: number;
  /** Milliseconds of a picture. */
  readonly pace?: number;
  readonly findings?: readonly AuditFinding[];
  /** How many of the pictures, the last ones, cannot be read. */
  readonly broken?: number;
}

const LABELS = ['boat', 'cat', 'dog'];

function recordOf(k: number, isBroken: boolean): PictureRecord {
  const label = LABELS[k % 3];
  const grid = Float32Array.from({ length: GRID * GRID }, (_, at) => (at % GRID < 4 + (k % 20) ? 1 : 0.1));
  return {
    ...{ picture: `${String(k).padStart(4, '0')}.png`, sha256: null, width: 64, height: 64, split: null },
    ...{ labels: [label], objects: [], problems: [] },
    results: [
      isBroken
        ? { status: 'failed', code: 'picture-unreadable', message: `Picture ${k} is torn.` }
        : {
            ...{ status: 'explained', method: 'rise', layer: null, notes: [], milliseconds: 12 },
            explanations: [
              {
                ...{ label, class: k % 3, score: 1 - (k % 10) / 20, box: null, truth: { label, box: null, iou: null } },
                ...{ outcome: k % 7 === 0 ? 'class' : 'correct', metrics: { sparsity: (k % 11) / 11 } },
                ...{ inside: (k % 5) / 5, area: 0.3, map: packGrid(grid), masks: 100, reliability: 0.9 },
              },
            ],
          },
    ],
  };
}

/** Two groups of maps by turns, and one that is unlike the others. */
function patternsOf(records: readonly PictureRecord[]): Pick<AuditReport['models'][number], 'clusters' | 'unusual'> {
  if (records.length === 0) return { clusters: null, unusual: [] };
  const mean = packGrid(new Float32Array(GRID * GRID).fill(1));
  const examplesOf = (members: readonly number[]) =>
    members.slice(0, 8).map((map) => ({ picture: records[map].picture, label: LABELS[map % 3], map }));
  const groups = [0, 1].map((turn) => records.flatMap((_, k) => (k % 3 > 0 === turn > 0 ? [k] : [])));
  const clusters = groups.map((members) => ({
    ...{ maps: members.length, pictures: members.length, classes: [{ label: 'boat', maps: members.length }] },
    ...{ correct: { share: 0.8, low: 0.7, high: 0.9, count: 9 }, mean, examples: examplesOf(members), members },
  }));
  const [odd] = examplesOf([records.length - 1]);
  return {
    clusters: {
      ...{ frame: 'picture', maps: records.length, left: 0, silhouette: 0.6, chance: 1e-5 },
      clusters: clusters.sort((a, b) => b.maps - a.maps),
    },
    unusual: [{ ...odd, cosine: 0.2, usual: 0.8, deviations: 5 }],
  };
}

/** Answers as an audit of made-up pictures would. */
export function scriptedAudit({ pictures, pace = 0, findings = [], broken = 0 }: AuditScript): AuditHandlers {
  const explained = pictures - broken;
  const records = Array.from({ length: pictures }, (_, k) => recordOf(k, k >= explained));
  const info: AuditInfo = {
    models: [{ name: 'fake.onnx', sha256: '', task: 'classification', provider: 'wasm', methods: modelInfo.methods }],
    data: { kind: 'pictures', name: 'data', format: 'folders', pictures, setAside: 2, splits: [] },
    metrics: [
      {
        name: 'sparsity',
        title: 'Sparsity',
        question: 'Do few pixels hold it?',
        better: 'higher',
        range: [0, 1],
        cost: '',
      },
    ],
  };
  const summary = { explanations: pictures, outcomes: {}, correct: null, metrics: {} };
  const where = {
    picture: records[0]?.results[0].status === 'explained' ? records[0].results[0].explanations[0].map : null,
  };
  const outside = { count: 9, mean: 0.4, deviation: 0.1, low: 0.3, high: 0.5 };
  const report = {
    version: 1,
    plan: { name: 'data', options: { metrics: ['sparsity'] }, data: { name: 'data' }, models: [] },
    summary: {
      chosen: pictures,
      missing: 0,
      explained,
      empty: 0,
      failed: broken,
      sentence: `${explained} of ${pictures} explained.`,
    },
    models: [
      {
        ...{ file: 'fake.onnx', sha256: '', ...summary },
        correct: { share: 0.8, low: 0.7, high: 0.9, count: pictures },
        classes: [{ label: 'boat', ...summary, where: { ...where, object: null, outside } }],
        ...patternsOf(records.slice(0, explained)),
      },
    ],
    findings,
    comparison: null,
    policy: null,
    pictures: records,
    setAside: [],
  } as unknown as AuditReport;
  return {
    open: async () => info,
    estimate: async () => ({ pictures, passes: 10, seconds: 42 }),
    async run(_call, tools) {
      for (const [done, record] of records.entries()) {
        if (pace > 0) await new Promise((resolve) => setTimeout(resolve, pace));
        tools.signal.throwIfAborted();
        tools.record(record);
        tools.progress({ phase: 'pictures', done: done + 1, total: pictures, remaining: (pictures - done) * pace });
      }
      return report;
    },
    picture: async () => new Blob([]),
    timeline: async () => null,
    save: async ({ format }) => new Blob([format]),
  };
}
