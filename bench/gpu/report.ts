import { table } from '../table.ts';
import type { CopySpeed } from './copy.ts';
import type { ExplanationTimes } from './explanations.ts';
import type { KernelTime, Shape } from './kernels.ts';

export interface GpuFigures {
  readonly date: string;
  readonly adapter: string;
  readonly isSoftware: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  readonly node: string;
  readonly platform: string;
  readonly clock: 'timestamps' | 'wall';
  readonly copy: CopySpeed;
  readonly shape: Shape;
  readonly kernels: readonly KernelTime[];
  readonly explanations: readonly ExplanationTimes[];
  /** What could not be measured and why. */
  readonly failed: readonly string[];
}

/** Differences above this share of a map's range are no rounding. */
const MOST_DIFFERENCE = 1e-3;

const gigabytes = (bytesASecond: number) => (bytesASecond / 1e9).toFixed(1);

export function formatGpuReport(figures: GpuFigures): string {
  const { adapter, copy, shape, kernels, explanations } = figures;
  const batches = [...new Set(explanations.flatMap((one) => Object.keys(one.batches)))].sort((a, b) => +a - +b);
  return `# On a graphics card: ${adapter}

Written by \`npm run bench:gpu\` on ${figures.date}, Node ${figures.node} on ${figures.platform}, Dawn${figures.isSoftware ? '. **A software adapter: the figures say nothing about a card.**' : '.'}
Kernels are timed by ${figures.clock === 'timestamps' ? "the card's own timestamps" : 'the wall, since the adapter has no timestamps'}. Features: ${figures.features.join(', ') || 'none'}.

A copy moves ${gigabytes(copy.best)} GB/s, read and written bytes counted (by a kernel ${gigabytes(copy.kernel)}, by the queue ${gigabytes(copy.queue)}; ${(copy.bytes / 2 ** 20).toFixed(0)} MiB).

## Kernels

A batch of ${shape.batch} pictures of ${shape.side} x ${shape.side}, a detector of ${shape.classes} classes and ${shape.targets} targets. Bytes are those that have to be read and
written at least once; what a kernel reads again out of caches is not counted, so a share above 1 is possible.

${table(
  ['kernel', 'MB', 'million operations', 'microseconds', 'GB/s', 'share of a copy', 'billion operations a second'],
  kernels.map(({ name, bytes, operations, time }) => [
    name,
    (bytes / 1e6).toFixed(2),
    (operations / 1e6).toFixed(1),
    (time * 1000).toFixed(1),
    gigabytes((1000 * bytes) / time),
    ((1000 * bytes) / time / copy.best).toFixed(2),
    (operations / time / 1e6).toFixed(1),
  ]),
)}

## Milliseconds a picture of the model alone, by pictures a run

${table(
  ['model', ...batches],
  explanations.map((one) => [one.name, ...batches.map((size) => one.batches[size]?.toFixed(3) ?? '')]),
)}

## Whole explanations

A masked pass is the model with masks, scores and sums; overhead is its time over the model's alone, in the same turn. Steady: with all
defaults, until the maps repeat as well as they should. Difference: from the same map made on a CPU, as a share of its range.

${table(
  [
    'model',
    'method',
    'targets',
    'best batch',
    'masked pass, ms',
    'passes a second',
    'overhead',
    'steady after',
    'masks',
    'difference',
  ],
  explanations.map((one) => [
    one.name,
    one.method,
    String(one.targets),
    String(one.bestBatch),
    ...passCells(one),
    `${one.steady.seconds.toFixed(2)} s`,
    String(one.steady.masks),
    `${one.difference.toExponential(1)}${one.difference > MOST_DIFFERENCE ? ' **wrong**' : ''}`,
  ]),
)}
${notesOf(figures)}`;
}

/** A difference of two short runs may be lost in what else the machine did. */
function passCells({ masked, overhead }: GpuFigures['explanations'][number]): string[] {
  if (masked <= 0) return ['too short', 'to', 'tell'];
  return [masked.toFixed(3), (1000 / masked).toPrecision(3), `${(100 * (overhead - 1)).toFixed(1)} %`];
}

function notesOf({ explanations, failed }: GpuFigures): string {
  const lines = [...explanations.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)), ...failed];
  return lines.length > 0 ? `\n${lines.map((line) => `- ${line}`).join('\n')}\n` : '';
}
