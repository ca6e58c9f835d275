import { mean } from '../../src/core/statistics.ts';
import { ADAPTIVE } from './adaptive.ts';
import { byForm, chosenMasks, controlVariates, divided, type Estimator, regression } from './estimators.ts';
import { independence, sobol } from './indices.ts';
import type { Pair } from './pairs.ts';
import { toSide } from './plane.ts';
import type { Part } from './stream-run.ts';

/** A way from masked passes to a map. */
export interface Way {
  readonly name: string;
  readonly method: Pair['method'] | 'both';
  /** The streams that it takes passes of; all are to be there. */
  readonly streams: readonly string[];
  /** What it converges to, where that is not what the default masks do: correlation is to that then. */
  readonly ownLimit?: Estimator;
  /** One of those between which the default is chosen. */
  readonly isMain: boolean;
  /** Its masks are made for the best target alone. */
  readonly firstOnly?: boolean;
  /** Maps after so many passes, of all streams together; null where the parts are too short. */
  maps(parts: readonly Part[], marks: readonly number[]): (Float32Array | null)[];
}

export const PAPER = 'raw (the paper’s form)';
export const PLAIN = 'mean-subtracted';
export const OURS = 'regression';

const MAIN: ReadonlySet<string> = new Set([PAPER, PLAIN, OURS]);

function way(
  name: string,
  stream: string,
  estimator: Estimator,
  method: Way['method'] = 'both',
  ownLimit?: Estimator,
): Way {
  return {
    name,
    method,
    isMain: MAIN.has(name),
    streams: [stream],
    ...(ownLimit && { ownLimit }),
    maps: ([part], marks) => within(part, marks, estimator),
  };
}

/** Maps at the marks that a part reaches. */
function within(part: Part, marks: readonly number[], estimator: Estimator): (Float32Array | null)[] {
  const reached = marks.filter((mark) => mark <= part.numbers.length);
  const made = reached.length > 0 ? estimator(part, reached) : [];
  return marks.map((_, k) => (k < made.length && Number.isFinite(made[k].data[0]) ? toSide(made[k]) : null));
}

const subtracted = byForm('mean-subtracted');
const raw = byForm('raw');

/** Passes with each keep probability before one is chosen, at most; an eighth of all where there are few. */
const PROBES = 50;

/** The keep probability whose first masks spread the scores most; all probes are paid for. */
function probed(name: string, estimator: Estimator): Way {
  return {
    name,
    method: 'both',
    isMain: false,
    streams: ['keep .25', 'default', 'keep .75'],
    maps: (parts, marks) =>
      marks.map((mark) => {
        const probes = Math.min(PROBES, Math.floor(mark / 8));
        const spreads = parts.map(({ scores }) => deviation(scores.subarray(0, probes)));
        const best = parts[spreads.indexOf(Math.max(...spreads))];
        return within(best, [mark - 2 * probes], estimator)[0];
      }),
  };
}

/** Half of the passes on cells of twice the size; both maps in units of their own spread. */
function coarseToFine(name: string, estimator: Estimator): Way {
  return {
    name,
    method: 'both',
    isMain: false,
    streams: ['half the cells', 'default'],
    maps: (parts, marks) =>
      marks.map((mark) => {
        const [coarse, fine] = parts.map((part) => within(part, [mark / 2], estimator)[0]);
        if (!coarse || !fine) return null;
        const [a, b] = [1 / (deviation(coarse) || 1), 1 / (deviation(fine) || 1)];
        return coarse.map((value, k) => a * value + b * fine[k]);
      }),
  };
}

function deviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  return Math.sqrt(mean(Float64Array.from(values, (value) => (value - centre) ** 2)));
}

export const WAYS: readonly Way[] = [
  way(PAPER, 'default', raw),
  way('keep-subtracted', 'default', byForm('keep-subtracted')),
  way('ratio', 'default', byForm('ratio')),
  way(PLAIN, 'default', subtracted),
  way(OURS, 'default', regression),
  way('control variates', 'default', controlVariates),
  way('regression, masks chosen by running scores', 'default', chosenMasks),
  way('over the standard deviation', 'default', divided(0.5), 'both', divided(0.5)),
  way('over the variance', 'default', divided(1), 'both', divided(1)),
  way('preset paper', 'paper', raw, 'd-rise'),
  way('preset microsoft', 'microsoft', subtracted, 'd-rise'),
  way('preset hysts', 'hysts', raw, 'd-rise'),
  way('preset xaitk', 'xaitk', byForm('ratio'), 'd-rise'),
  way('preset xaitk', 'xaitk', byForm('keep-subtracted'), 'rise'),
  way('preset eclique', 'eclique', byForm('rise'), 'rise'),
  way('preset openvino', 'openvino', raw, 'rise'),
  way('keep .25', 'keep .25', subtracted),
  way('keep .25, regression', 'keep .25', regression),
  way('keep .75', 'keep .75', subtracted),
  way('keep .75, regression', 'keep .75', regression),
  probed('keep chosen by probes', subtracted),
  probed('keep chosen by probes, regression', regression),
  way('half the cells', 'half the cells', subtracted),
  way('half the cells, regression', 'half the cells', regression),
  coarseToFine('coarse to fine', subtracted),
  coarseToFine('coarse to fine, regression', regression),
  { ...way('finer near the target', 'finer near the target', subtracted, 'd-rise'), firstOnly: true },
  way('smooth shapes', 'smooth shapes', subtracted),
  way('mean colour', 'mean colour', subtracted),
  way('mean colour, regression', 'mean colour', regression),
  way('blurred', 'blurred', subtracted),
  way('blurred, regression', 'blurred', regression),
  way('no objectness', 'no objectness', subtracted, 'd-rise'),
  way('Sobol indices', 'sobol', sobol),
  way('HSIC', 'cells that stay', independence),
];

/** Names of all ways that are judged, in the order of the report. */
export const NAMES = [...new Set([...WAYS.map(({ name }) => name), ADAPTIVE])];

/** The ways of a method. */
export function waysOf({ method }: Pair): Way[] {
  return WAYS.filter((one) => one.method === 'both' || one.method === method);
}
