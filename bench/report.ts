import type { Provider } from '../src/runtime/platform.ts';
import type { MemoryMark } from './memory.ts';
import type { BenchOptions } from './options.ts';
import type { ScenePointing } from './scene-pointing.ts';
import { RUN_LENGTH, type Speed } from './speed.ts';
import { megabytes, table } from './table.ts';

export interface SpeedRow {
  readonly model: string;
  readonly provider: Provider;
  readonly adapter: string | null;
  readonly speed: Speed;
}

export interface MemoryRow {
  readonly model: string;
  readonly provider: Provider;
  readonly marks: readonly MemoryMark[];
}

export interface Results {
  readonly date: string;
  readonly cores: number;
  readonly speeds: readonly SpeedRow[];
  readonly memories: readonly MemoryRow[];
  /** What was left out and why, as sentences. */
  readonly skipped: readonly string[];
}

/** The pipeline may cost this share of the forward pass, or this many milliseconds, whichever is more. */
const MOST_SHARE = { cpu: 0.1, gpu: 0.05 };
const MOST_MILLISECONDS = 1;

/** Whether the pipeline costs no more than it may. */
export function isWithin({ speed, provider }: SpeedRow): boolean {
  const share = provider === 'webgpu' ? MOST_SHARE.gpu : MOST_SHARE.cpu;
  const extra = (speed.maskedRatio - 1) * speed.forward;
  return extra <= Math.max(speed.forward * share, provider === 'webgpu' ? 0 : MOST_MILLISECONDS);
}

/** The sections about masking. */
export function formatSpeed(results: Results, options: BenchOptions): string[] {
  const speed = [
    '## Speed',
    `Measured on ${results.date}; ${results.cores} cores. Passes a second; medians of ${options.repeats} turns of about ${options.seconds} s each (the pipeline: ${RUN_LENGTH} times as long), taken by turns (pipeline and ` +
      'forward passes, naive way, and again). On a CPU each batch of the pipeline is followed by forward passes of as many ' +
      "pictures: a machine's pace drifts by more within a second than the two differ, and so it meets both alike. On a GPU, " +
      'where work goes on behind the thread, whole runs are compared. Ratios are medians of the ratios within a turn.',
    [
      '- **forward**: the model alone at its best batch, fed with a ready input, outputs read back (on webgpu left on the device).',
      '- **pipeline**: `drise()` for all objects of the picture, with partial maps, at most four a second, and reliability at the end.',
      '- **naive**: masks made in JavaScript, one picture a run, outputs read back and decoded, maps summed in full size ' +
        '(`src/methods/d-rise-reference.ts`).',
      '- **cost**: what the pipeline takes a pass beyond the forward pass. Allowed are 10 % or 1 ms, whichever is more (5 % on a GPU).',
      '- **once**: what a run pays once, whatever the number of masks: before the first pass, and after the last one maps, their ' +
        "errors and reliability in the size of the picture. It is no part of the pipeline's passes.",
      '- **others**: how much of all cores other programs, and other machines of the same host, took meanwhile. Above some 10 % the figures say more about them: ' +
        'a forward pass waits for its slowest thread.',
    ].join('\n'),
    speedTable(results.speeds),
  ];
  const batches = ['## Batch sizes', 'Forward passes a second by pictures a run.', batchTable(results.speeds)];
  const memory = [
    '## Memory',
    'Peaks in MB of one run with partial maps, before its first mask, after a tenth of the masks and after all. *Resident* is the whole ' +
      'process with model and runtime; *array buffers* are typed arrays outside the JavaScript heap, garbage of the runtime ' +
      'included; *device* are our buffers on webgpu. Per mask only its scores and packed proposals are kept (at most 4 kB).',
    memoryTable(results.memories),
  ];
  const skipped = results.skipped.map((line) => `- ${line}`).join('\n');
  const sections = [speed, batches, memory, ...(skipped === '' ? [] : [['## Left out', skipped]])];
  return sections.map((paragraphs) => paragraphs.filter((text) => text !== '').join('\n\n'));
}

function speedTable(rows: readonly SpeedRow[]): string {
  const head = [
    'model',
    'provider',
    'objects',
    'forward',
    'batch',
    'pipeline',
    'ratio',
    'cost',
    'naive',
    'naive ratio',
    'once',
    'others',
  ];
  return table(
    head,
    rows.map((row) => {
      const { model, speed } = row;
      const extra = (speed.maskedRatio - 1) * speed.forward;
      const verdict = isWithin(row) ? '' : ' (too much)';
      return [
        model,
        providerName(row),
        String(speed.targets),
        perSecond(speed.forward),
        String(speed.bestBatch),
        perSecond(speed.masked),
        speed.maskedRatio.toFixed(3),
        `${extra.toFixed(2)} ms${verdict}`,
        perSecond(speed.naive),
        speed.naiveRatio.toFixed(2),
        `${speed.onceARun.toFixed(0)} ms`,
        `${Math.round(speed.otherWork * 100)} %`,
      ];
    }),
  );
}

/** The section about drawn scenes. */
export function formatPointing(pointing: ScenePointing & { readonly provider: string }, date: string): string {
  const { scenes, masks, targets, hits, gain, provider } = pointing;
  return (
    `## Pointing at drawn scenes\n\nMeasured on ${date}. \`embedded:detector\` on ${scenes} held-out scenes, whose boxes are exact, D-RISE with ${masks} masks on ${provider}, every object that ` +
    `it found (${targets}): the peak lies inside the target's box, padded by one mask cell, in ${(100 * hits).toFixed(1)} % (asked for: 95 %); ` +
    `the share of a map's weight inside its box is ${gain.toFixed(1)} times the box's share of the picture (asked for: 3).`
  );
}

function batchTable(rows: readonly SpeedRow[]): string {
  const sizes = [...new Set(rows.flatMap(({ speed }) => Object.keys(speed.batches).map(Number)))].sort((a, b) => a - b);
  return table(
    ['model', 'provider', ...sizes.map(String)],
    rows.map((row) => [
      row.model,
      providerName(row),
      ...sizes.map((size) => (row.speed.batches[size] ? perSecond(row.speed.batches[size]) : '')),
    ]),
  );
}

function memoryTable(rows: readonly MemoryRow[]): string {
  return table(
    ['model', 'provider', 'masks', 'resident', 'array buffers', 'device'],
    rows.flatMap(({ model, provider, marks }) =>
      marks.map(({ masks, resident, arrayBuffers, device }) => [
        model,
        provider,
        String(masks),
        megabytes(resident),
        megabytes(arrayBuffers),
        device === null ? '' : megabytes(device),
      ]),
    ),
  );
}

function providerName({ provider, adapter }: SpeedRow): string {
  return adapter === null ? provider : `${provider} (${adapter})`;
}

function perSecond(milliseconds: number): string {
  return (1000 / milliseconds).toPrecision(3);
}
