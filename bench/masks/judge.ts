import { createMaskSum } from '../../src/core/masks/create-mask-sum.ts';
import { reliabilityOfHalves } from '../../src/core/masks/reliability.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { mean, pearson } from '../../src/core/statistics.ts';
import { ENERGY_POINTING_GAME } from '../../src/metrics/energy-pointing-game.ts';
import { POINTING_GAME } from '../../src/metrics/pointing-game.ts';
import { ADAPTIVE, adaptiveKey, storedAdaptive } from './adaptive.ts';
import { byForm, type Estimator } from './estimators.ts';
import type { Fidelity, JudgeMap } from './fidelity.ts';
import type { Pair } from './pairs.ts';
import { toSaliency, toSide } from './plane.ts';
import { masksOf, type Part, partOf, type StreamRun, targetNames } from './stream-run.ts';
import { PARTS, type Stream } from './streams.ts';
import { type Way, waysOf } from './ways.ts';

/** Numbers of passes at which maps are looked at. */
export const MARKS = [64, 128, 256, 512, 1024, 2048, 4096, 6400];
/** Those at which the model is asked what it thinks of a map. */
export const ASKED_MARKS = [256, 512, 1024];
/** Targets and parts of which it is asked; of what was tried beside the main ways a first part with the fewest passes says enough. */
const ASKED_TARGETS = 2;
const ASKED_PARTS = 3;

/** One way's maps of one target, judged; each list one value a part, by mark. */
export interface Judgement {
  readonly target: string;
  readonly way: string;
  readonly correlation: readonly (readonly number[])[];
  readonly pointing: readonly (readonly number[])[];
  readonly energy: readonly (readonly number[])[];
  readonly insertion: readonly (readonly number[])[];
  readonly deletion: readonly (readonly number[])[];
  /** Milliseconds a masked pass. */
  readonly pace: number;
}

/** What all masks of a pair's default stream say of one target. */
export interface Reference {
  readonly target: string;
  readonly map: Float32Array;
  readonly reliability: number;
}

export type Streams = ReadonlyMap<string, { readonly stream: Stream; readonly run: StreamRun }>;

const subtracted = byForm('mean-subtracted');

function whole(estimator: Estimator, part: Part): Float32Array {
  return toSide(estimator(part, [part.numbers.length])[0]);
}

function without(all: Part, left: Part): Part {
  const gone = new Set(left.numbers);
  const stays = Array.from(all.numbers.keys()).filter((k) => !gone.has(all.numbers[k]));
  return {
    ...all,
    numbers: Int32Array.from(stays, (k) => all.numbers[k]),
    scores: Float32Array.from(stays, (k) => all.scores[k]),
  };
}

export function referencesOf({ stream, run }: { stream: Stream; run: StreamRun }): Reference[] {
  return targetNames(run).map((name, target) => {
    const all = partOf(stream, run, target, 'all');
    const { spec } = all;
    if (!spec) throw new Error('References are made of the default masks.');
    const halves = [0, 1].map((half) => {
      const sum = createMaskSum(spec, 1);
      for (let k = half; k < all.numbers.length; k += 2) sum.add(all.numbers[k], all.scores, k);
      return sum.map(0, 'mean-subtracted');
    });
    return { target: name, map: whole(subtracted, all), reliability: reliabilityOfHalves(halves[0], halves[1]) };
  });
}

/**
 * Judges all ways of a pair of which the passes are there.
 * @param askAll ask the model about the maps of all ways, not of the main ones alone
 */
export async function judgePair(pair: Pair, streams: Streams, ask: JudgeMap, askAll: boolean): Promise<Judgement[]> {
  const base = streams.get('default');
  if (!base) return [];
  const out: Judgement[] = [];
  const names = targetNames(base.run);
  const adaptive = storedAdaptive(pair);
  for (const [target, about] of base.run.targets.entries()) {
    const parts = new Map<string, Part[]>();
    const all = partOf(base.stream, base.run, target, 'all');
    for (const [name, { stream, run }] of streams) {
      parts.set(
        name,
        Array.from({ length: PARTS }, (_, part) => partOf(stream, run, target, part)),
      );
    }
    const unseen = (parts.get('default') as Part[]).map((part) => without(all, part));
    const limits = new Map<Estimator, Float32Array[]>();
    const limitOf = (estimator: Estimator) => {
      const known = limits.get(estimator) ?? unseen.map((rest) => whole(estimator, rest));
      limits.set(estimator, known);
      return known;
    };
    for (const way of waysOf(pair)) {
      if ((way.firstOnly && target > 0) || way.streams.some((name) => !streams.has(name))) continue;
      const rows = emptyRows();
      const references = limitOf(way.ownLimit ?? subtracted);
      for (let part = 0; part < PARTS; part++) {
        const own = way.streams.map((name) => (parts.get(name) as Part[])[part]);
        const maps = way.maps(own, MARKS);
        for (const [at, map] of maps.entries()) {
          if (!map) continue;
          rows.correlation[at].push(pearson(map, references[part]));
          const saliency = toSaliency(map, base.run.placement, about);
          await point(saliency, rows, at);
          const isAsked = way.isMain
            ? part < ASKED_PARTS && ASKED_MARKS.includes(MARKS[at])
            : part === 0 && ASKED_MARKS[0] === MARKS[at];
          if (isAsked && target < ASKED_TARGETS) {
            const { insertion, deletion }: Fidelity = await ask(saliency, map, target, askAll || way.isMain);
            rows.insertion[at].push(insertion);
            rows.deletion[at].push(deletion);
          }
        }
      }
      out.push({ target: names[target], way: way.name, ...rows, pace: paceOf(way, streams) });
    }
    const rows = emptyRows();
    for (const [at, mark] of MARKS.entries()) {
      const map = adaptive?.get(adaptiveKey(target, mark));
      if (!map) continue;
      rows.correlation[at].push(pearson(map, limitOf(subtracted)[0]));
      const saliency = toSaliency(map, base.run.placement, about);
      await point(saliency, rows, at);
      const { insertion, deletion } = await ask(saliency, map, target, true);
      rows.insertion[at].push(insertion);
      rows.deletion[at].push(deletion);
    }
    if (rows.correlation.some(({ length }) => length > 0))
      out.push({ target: names[target], way: ADAPTIVE, ...rows, pace: base.run.pace });
  }
  return out;
}

type Rows = Record<'correlation' | 'pointing' | 'energy' | 'insertion' | 'deletion', number[][]>;

function emptyRows(): Rows {
  const empty = () => MARKS.map((): number[] => []);
  return { correlation: empty(), pointing: empty(), energy: empty(), insertion: empty(), deletion: empty() };
}

/** Whether a map's peak lies in the box, and how much of its weight: nothing is known of other targets. */
async function point(map: Saliency, rows: Rows, at: number): Promise<void> {
  const { box } = map.target;
  if (!box) return;
  const subject = { map, picture: null as never, object: { kind: 'box', box } } as const;
  const [peak, energy] = [await POINTING_GAME.measure(subject), await ENERGY_POINTING_GAME.measure(subject)];
  rows.pointing[at].push(peak.value ?? 0);
  rows.energy[at].push(energy.value ?? 0);
}

function paceOf({ streams: names }: Way, streams: Streams): number {
  return mean(names.map((name) => (streams.get(name) as { run: StreamRun }).run.pace));
}

export { masksOf };
