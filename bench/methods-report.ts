import type { Provider } from '../src/runtime/platform.ts';
import { AT_LAST_MAP, type Differentiation, type MethodSpeeds } from './methods.ts';
import type { BenchOptions } from './options.ts';
import { megabytes, table } from './table.ts';

export interface MethodRow {
  readonly model: string;
  readonly provider: Provider;
  readonly adapter: string | null;
  readonly speeds: MethodSpeeds;
}

export interface MethodResults {
  readonly date: string;
  readonly cores: number;
  readonly rows: readonly MethodRow[];
  /** What was left out and why, as sentences. */
  readonly skipped: readonly string[];
}

/** Forward passes that Grad-CAM may take once its session is there. */
const MOST_FOR_GRAD_CAM = 1.3;

/** The section of docs/benchmarks.md about all methods. */
export function formatMethods(
  { date, cores, rows, skipped }: MethodResults,
  { methodSeconds, methodRepeats }: BenchOptions,
): string {
  const parts = [
    '## Methods',
    `Written by \`npm run bench -- --only methods\` on ${date}; ${cores} cores. One explanation of one target with default options, over one ` +
      `bare forward pass of one picture (both medians of ${methodRepeats} turns taken together, each the average of what fits into ${methodSeconds * 0.15} s): the sessions and the answer to the picture are there already, as when a ` +
      `person asks about a second class; maps are read, and thrown away as the outputs of a bare pass are. Grad-CAM at the last feature map may take ${MOST_FOR_GRAD_CAM} passes, and is timed before any other method was asked for; its default for detectors is the neck, with all levels in one session. **~** marks what was stopped after ${methodSeconds} s and reckoned ` +
      'from its progress; – what does not fit the model. *others* is how much of all cores other programs took meanwhile: above some 10 % the ' +
      'figures say more about them.',
    disturbance(rows),
    methodTable(rows),
    '### Opening',
    'Milliseconds, each once: opening the model, listing its layers, asking for the shapes of all tensors; then, for the layers that Grad-CAM ' +
      'looks at by default (of a detector up to four levels of its pyramid) and for the picture, differentiating the graph (nodes added to those that it has) and creating the session. Peaks of ' +
      'the whole process in MB after each of the three.',
    openingTable(rows),
    refusals(rows),
    skipped.length > 0 ? ['Left out:', '', ...skipped.map((line) => `- ${line}`)].join('\n') : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Other programs that take more of the cores than this make figures of no use but as an upper bound. */
const DISTURBED = 0.15;

function disturbance(rows: readonly MethodRow[]): string {
  const most = Math.max(0, ...rows.map(({ speeds }) => speeds.otherWork));
  if (most <= DISTURBED) return '';
  return `**Other programs took up to ${Math.round(most * 100)} % of the cores during this run: take the ratios as rough, and measure again on a quiet machine.**`;
}

const title = ({ model, provider, adapter }: MethodRow) =>
  `${model} ${adapter === null ? provider : `${provider} (${adapter})`}`;

function methodTable(rows: readonly MethodRow[]): string {
  const names = [...new Set(rows.flatMap(({ speeds }) => speeds.methods.map(({ method }) => method)))];
  const cell = ({ speeds }: MethodRow, method: string) => {
    const found = speeds.methods.find((one) => one.method === method);
    if (!found) return '–';
    const verdict = method === AT_LAST_MAP && found.passes > MOST_FOR_GRAD_CAM ? ' (too much)' : '';
    return `${found.isEstimate ? '~' : ''}${passes(found.passes)}${verdict}`;
  };
  return table(
    ['', ...rows.map(title)],
    [
      ['forward pass', ...rows.map(({ speeds }) => `${speeds.forward.toPrecision(3)} ms`)],
      ...names.map((name) => [name, ...rows.map((row) => cell(row, name))]),
      ['others', ...rows.map(({ speeds }) => `${Math.round(speeds.otherWork * 100)} %`)],
    ],
  );
}

function passes(count: number): string {
  return count < 10 ? count.toFixed(2) : String(Math.round(count));
}

function openingTable(rows: readonly MethodRow[]): string {
  const head = [
    '',
    'open',
    'layers',
    'shapes',
    'to layer',
    'create',
    'to picture',
    'create',
    'opened',
    'layer',
    'picture',
  ];
  const built = ({ nodes, added, differentiate, create }: Differentiation) => [
    `${Math.round(differentiate)} (${nodes} + ${added})`,
    String(Math.round(create)),
  ];
  return table(
    head,
    rows.map((row) => {
      const { open, layers, shapes, toLayer, toPicture, ...peaks } = row.speeds.preparation;
      return [
        title(row),
        ...[open, layers, shapes].map((time) => String(Math.round(time))),
        ...built(toLayer),
        ...built(toPicture),
        ...[peaks.peakOpened, peaks.peakToLayer, peaks.peakToPicture].map(megabytes),
      ];
    }),
  );
}

/** Each reason once; providers do not differ in it. */
function refusals(rows: readonly MethodRow[]): string {
  const lines = rows.flatMap(({ model, speeds }) =>
    speeds.refused.map(({ method, reason }) => `- ${model}, ${method}: ${reason}`),
  );
  return lines.length > 0 ? ['What refused, and why:', '', ...new Set(lines)].join('\n') : '';
}
