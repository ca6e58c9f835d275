import type { MethodInfo, ModelInfo } from '../../src/engine/info.ts';
import type { FromWorker, ToWorker } from '../../src/engine/protocol.ts';
import type { StartWorker } from '../../src/engine/worker-life.ts';
import { type CallHandlers, serveCalls, type WorkerScope } from '../../src/engine/worker-port.ts';

const method = (name: string, title: string, changes: Partial<MethodInfo>): MethodInfo => ({
  name,
  aliases: [],
  title,
  classAgnostic: false,
  together: true,
  options: [],
  passes: 1,
  cost: null,
  obstacle: null,
  ...changes,
});

export const modelInfo: ModelInfo = {
  name: 'fake.onnx',
  sha256: '0'.repeat(64),
  provider: 'wasm',
  task: 'detection',
  inputs: [{ name: 'images', type: 'float32', dims: [1, 3, 8, 8] }],
  outputs: [{ name: 'boxes', type: 'float32', dims: [1, 4] }],
  parameters: 5,
  producer: '',
  adapter: null,
  recipe: {},
  recipeSource: { source: 'signature', reasons: [], isGuess: true },
  notes: [],
  series: null,
  methods: [
    method('d-rise', 'D-RISE', { options: ['masks', 'seed', 'preset'], passes: 5000, cost: 'one pass per mask' }),
    method('grad-cam', 'Grad-CAM', { together: false, options: ['layer', 'sign'], cost: 'one pass a target' }),
    method('eigen-cam', 'Eigen-CAM', { classAgnostic: true, together: false, options: ['layer', 'component'] }),
    method('score-cam', 'Score-CAM', { options: ['layer'], passes: null }),
    method('rise', 'RISE', {
      options: ['masks'],
      obstacle: 'It explains classification; this model is for detection.',
    }),
  ],
};

/** Workers in the same thread that speak the protocol over cloned messages, and can be made to die or go deaf. */
export class FakeWorkers {
  started = 0;
  ended = 0;
  /** What every worker was sent, in order. */
  readonly heard: ToWorker[] = [];
  /** The newest worker ends by itself, as at a crash. */
  crash: () => void = () => {};
  /** Messages are not even read, as while wasm computes. */
  deaf = false;
  /** The worker script cannot be loaded. */
  broken: Error | null = null;

  constructor(readonly handlers: Partial<CallHandlers>) {}

  readonly start: StartWorker = (listener) => {
    this.started++;
    let over = false;
    const listeners: ((event: { data: ToWorker }) => void)[] = [];
    const end = () => {
      if (!over) this.ended++;
      over = true;
    };
    this.crash = () => {
      if (over) return;
      end();
      listener.onDeath(null);
    };
    const scope: WorkerScope = {
      addEventListener: (_type, heard) => {
        listeners.push(heard);
      },
      postMessage: (message: FromWorker, transfer: Transferable[]) => {
        const data = structuredClone(message, { transfer: transfer as never });
        setTimeout(() => {
          if (!over && !this.deaf) listener.onMessage(data);
        }, 0);
      },
    };
    serveCalls(scope, this.handlers, () => {});
    if (this.broken) {
      const error = this.broken;
      setTimeout(() => {
        end();
        listener.onDeath(error as never);
      }, 0);
    }
    return {
      post: (message) => {
        const data = structuredClone(message);
        this.heard.push(data);
        setTimeout(() => {
          if (!over && !this.deaf) for (const heard of listeners) heard({ data });
        }, 0);
      },
      terminate: end,
    };
  };

  /** Kinds of the calls heard so far. */
  get calls(): string[] {
    return this.heard.flatMap((message) => (message.kind === 'call' ? [message.call.kind] : []));
  }
}
