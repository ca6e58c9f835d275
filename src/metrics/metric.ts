import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import type { Region } from '../core/region.ts';
import type { Saliency } from '../core/saliency.ts';
import type { Model } from '../tasks/model.ts';
import type { Probe } from '../tasks/probe.ts';

/**
 * Explains the same target of another picture, or by another model, in the same way as the map that is judged.
 * @param model default: the one that the map is about
 * @param seed of methods that draw by chance. Default: the map's
 */
export type ExplainAgain = (picture: Picture, model?: Model, seed?: number) => Promise<Saliency>;

/** The explanation that is judged, and what it is judged by. */
export interface Judged {
  readonly map: Saliency;
  /** The picture that it is a map of. */
  readonly picture: Picture;
  /** Where the object is. */
  readonly object?: Region;
  /** The model, asked about the map's target. */
  readonly probe?: Probe;
  readonly explain?: ExplainAgain;
  /** The model that the map is about, to make changed copies of. */
  readonly model?: Model;
  /** Other maps of the same target: of other methods, or other seeds. */
  readonly others?: readonly Saliency[];
  readonly signal?: AbortSignal;
}

/** What a metric may ask for beside the map. */
export type Need = 'object' | 'probe' | 'explain' | 'model' | 'others';

export interface MetricValue {
  /** Null where the metric is not defined: a map without positive weight, a score of 0. */
  readonly value: number | null;
  /** What it was made of, by name. */
  readonly parts: Readonly<Record<string, number | readonly number[] | null>>;
}

/** What a metric gives where it is not defined. */
export const NOT_DEFINED: MetricValue = { value: null, parts: {} };

/** What one measurement runs: forward passes of the model, and explanations. */
export interface Cost {
  readonly passes: number;
  readonly explanations: number;
}

/** A number that says something about an explanation. */
export interface Metric<Options = object> {
  /** Lower case with hyphens. */
  readonly name: string;
  readonly title: string;
  /** What it asks, in plain words. */
  readonly question: string;
  /** The paper or implementation that it follows. */
  readonly source: string;
  /** Least and greatest value. */
  readonly range: readonly [number, number];
  readonly better: 'higher' | 'lower';
  readonly needs: readonly Need[];
  /** What it costs, as a phrase. */
  readonly cost: string;
  /**
   * The same in numbers.
   * @param input size of the model's input, pixels
   */
  count(options: Options, input: { readonly width: number; readonly height: number }): Cost;
  /** @throws XaiError `option-invalid` for a bad option, or where something is missing that it needs */
  measure(subject: Judged, options?: Options): Promise<MetricValue>;
}

/** The subject with what a metric needs. */
export function having<K extends Need>(
  subject: Judged,
  metric: string,
  ...needs: readonly K[]
): Judged & Required<Pick<Judged, K>> {
  for (const need of needs) {
    if (subject[need] === undefined) {
      throw new XaiError('option-invalid', `${metric} needs ${MISSING[need]}.`, { option: need });
    }
  }
  return subject as Judged & Required<Pick<Judged, K>>;
}

const MISSING: Readonly<Record<Need, string>> = {
  object: 'to know where the object is; give its box or mask',
  probe: 'to ask the model about changed pictures; give a probe',
  explain: 'to explain again; give the function that does',
  model: 'the model itself; give it',
  others: 'other maps of the same target; give one at least',
};
