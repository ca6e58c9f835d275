import { cholesky } from '../cholesky.ts';
import { once } from '../lazily.ts';
import { RATIOS, type Search } from './evidence.ts';
import { FewMasks } from './few-masks.ts';
import { ManyMasks } from './many-masks.ts';
import { MaskBasis } from './mask-basis.ts';
import { likeliestOf, type MaskFit, type MaskSolver, NOTHING } from './mask-fit.ts';
import { MaskPlaces } from './mask-places.ts';
import type { MaskSpec } from './spec.ts';

/** What a regression of scores on masks says of one target; maps are made when they are asked for, of the masks of then. */
export interface Regression {
  /** The covariance of score and mask at each pixel, length height x width: what `mean-subtracted` comes to with ever more masks. */
  map(): Float32Array;
  /** Standard error of each pixel, as long as the map. */
  error(): Float32Array;
  /** Expected squared correlation of the map with the truth, 0 to 1. */
  readonly reliability: number;
}

/** What a fit lacks by its own account is itself drawn towards 0: twice it holds peaks as often as it says (bench:masks). */
const LACKS = 2;
/** Of the mean square that places lack peaks make up the most: the others lack half of it. */
const PLACES_SHARE = 0.5;

/**
 * Maps by Bayesian linear regression: scores are taken for a linear function of the mask plus noise, the function's weights for
 * independent draws, of one variance or of less for fine patterns, whichever makes the scores likelier. Where the covariance of
 * masks is known, as here, regression takes out of a map what one part of the picture adds to another by the chance of few
 * masks. The ratio of noise to variance is the one of the greatest evidence (restricted maximum likelihood; Patterson and
 * Thompson, Biometrika 1971). The likeliest weights draw peaks towards 0, so the map's are fitted in three rounds (`fitAgain`).
 * Its errors are the greatest of what the chance of the masks does, what the fit lacks by its own account, and both on the
 * average of all places (as Nychka, "Bayesian confidence intervals for smoothing splines", JASA 1988).
 *
 * Masks are added at some 40 000 multiplications each and 256 a target, so that maps, errors and reliability of a growing run
 * can be asked for again and again.
 */
export class MaskRegression {
  readonly targets: number;
  readonly #basis: MaskBasis;
  readonly #places: MaskPlaces;
  /** The first masks, until they are handed on to the many; once for each prior. */
  #few: readonly FewMasks[] | null;
  readonly #many: ManyMasks;
  readonly #solversOfMany: readonly MaskSolver[];
  readonly #row: Float64Array;
  /** Of the map over all pixels: its mean and its mean square are products of the weights with these. */
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  /** The ratio of each target that was best at the last look, one list a prior: the first to try at the next. */
  readonly #lastRatios: readonly Int32Array[];
  /** The same of maps that were shown meanwhile: when that was hangs on the clock, and no result may hang on it. */
  readonly #shownRatios: readonly Int32Array[];
  /** How many masks there were when those were looked for. */
  #climbedAt = 0;

  constructor(spec: MaskSpec, targets: number) {
    this.targets = targets;
    this.#basis = new MaskBasis(spec);
    this.#places = new MaskPlaces(spec);
    const { size } = this.#basis;
    this.#row = new Float64Array(size);
    this.#mean = this.#basis.meanCovariance();
    // A little on the diagonal: patterns of no variance leave rounding errors.
    const products = this.#basis.meanProducts();
    const most = products.reduce((a, b) => Math.max(a, b), 0);
    for (let i = 0; i < size; i++) products[i * size + i] += 1e-12 * most;
    this.#square = cholesky(products, size);
    const priors = this.#basis.priors();
    this.#few = priors.map((scale, prior) => new FewMasks(size, targets, this.#square, prior, scale));
    this.#many = new ManyMasks(size, targets, products, priors);
    this.#solversOfMany = priors.map((_, prior) => this.#many.of(prior));
    const starts = () => priors.map(() => new Int32Array(targets).fill(RATIOS.length >> 1));
    this.#lastRatios = starts();
    this.#shownRatios = starts();
  }

  /** Masks added so far. */
  get count(): number {
    return this.#few?.[0].count ?? this.#many.count;
  }

  /** Adds mask number `index` with one score per target, `scores[at + target]`. */
  add(index: number, scores: ArrayLike<number>, at = 0): void {
    this.#basis.project(index, this.#row);
    const few = this.#few;
    if (few && few[0].count < few[0].capacity) for (const one of few) one.add(this.#row, scores, at);
    else this.#whole().add(this.#row, scores, at);
  }

  /** All masks among the many: what is final is worked out there, so that it does not hang on who asked when. */
  #whole(): ManyMasks {
    // In units of the first prior they are as they were.
    const few = this.#few?.[0];
    this.#few = null;
    if (few) for (let k = 0; k < few.count; k++) this.#many.add(few.row(k), few.scores(k), 0);
    return this.#many;
  }

  /** One a prior. */
  get #solvers(): readonly MaskSolver[] {
    return this.#few ?? this.#solversOfMany;
  }

  /** The fit of a target under the prior that suits it; the ratios that were best are kept in `starts`. */
  #fit(target: number, starts: readonly Int32Array[], search: Search): MaskFit {
    const fits = this.#solvers.map((solver, prior) => solver.fit(target, starts[prior][target], search));
    fits.forEach((fit, prior) => {
      if (fit !== NOTHING) starts[prior][target] = fit.ratio;
    });
    return likeliestOf(fits);
  }

  #fits(starts: readonly Int32Array[], search: Search): MaskFit[] {
    return Array.from({ length: this.targets }, (_, target) => this.#fit(target, starts, search));
  }

  /** What the masks so far say of each target, worked out when it is first asked for: no mask may be added before. */
  fit(): Regression[] {
    const whole = this.#whole();
    const fits = Array.from({ length: this.targets }, (_, target) =>
      once(() => this.#fit(target, this.#lastRatios, 'far')),
    );
    return this.#read(whole, fits);
  }

  /**
   * The same of a target that was not asked for when the masks were added, numbers 0 to {@link count} - 1.
   * @param scores one a mask
   */
  fitOf(scores: Float32Array): Regression {
    const whole = this.#whole();
    const project = (k: number, out: Float64Array, at: number) => this.#basis.project(k, out, at);
    return this.#read(whole, [once(() => whole.fitOf(scores, RATIOS.length >> 1, project))])[0];
  }

  #read(whole: ManyMasks, fits: readonly (() => MaskFit)[]): Regression[] {
    const { lackOf, covariancesOf } = whole.errors();
    const spreads = new Map<string, { readonly chance: Float32Array; readonly whole: Float32Array }>();
    const spreadOf = ({ prior, ratio }: MaskFit) => {
      const { x, y } = this.#places;
      const enlarged = (errors: Float64Array) => this.#places.enlarge(this.#basis.variances(errors, x, y));
      const known = spreads.get(`${prior} ${ratio}`);
      if (known) return known;
      const errors = covariancesOf(prior, ratio);
      const spread = { chance: enlarged(errors.chance), whole: enlarged(errors.whole) };
      spreads.set(`${prior} ${ratio}`, spread);
      return spread;
    };
    const error = (fit: MaskFit) => {
      const lacks = this.#mapOf(lackOf(fit));
      if (fit === NOTHING) return lacks;
      const spread = spreadOf(fit);
      const sure = (k: number) => fit.noise * Math.max(spread.chance[k], PLACES_SHARE * spread.whole[k]);
      return lacks.map((lack, k) => Math.sqrt(Math.max(sure(k), (LACKS * lack) ** 2)));
    };
    const reliabilityOf = this.#reliabilityReader();
    return fits.map((fit) => ({
      map: () => this.#mapOf(fit().weights()),
      error: () => error(fit()),
      get reliability() {
        return reliabilityOf(fit());
      },
    }));
  }

  /** How reliable the maps are. */
  reliabilities(): number[] {
    return this.#fits(this.#lastRatios, 'far').map(this.#reliabilityReader());
  }

  /** The maps alone, each made when it is asked for, of the masks so far. */
  maps(): (() => Float32Array)[] {
    // Ratios move slowly, so they are not looked for again before there are twice as many masks, and then near by; no more
    // once masks are many, whose factors take longest.
    const stay = this.count < 2 * this.#climbedAt || (this.#climbedAt > 0 && !this.#few);
    const search = stay ? 'none' : this.#climbedAt === 0 ? 'far' : 'near';
    if (search !== 'none') this.#climbedAt = this.count;
    return this.#fits(this.#shownRatios, search).map(
      ({ weights }) =>
        () =>
          this.#mapOf(weights()),
    );
  }

  #mapOf(weights: Float64Array | null): Float32Array {
    const { width, height } = this.#basis.spec;
    return weights ? this.#basis.covariance(weights) : new Float32Array(width * height);
  }

  /** Tells how reliable the map of a fit is; fits to the same masks have much in common. */
  #reliabilityReader(): (fit: MaskFit) => number {
    const doubts = new Map<string, number>();
    return ({ prior, ratio, noise, likeliest }) => {
      const weights = likeliest();
      if (!weights) return 0;
      const doubt = doubts.get(`${prior} ${ratio}`) ?? this.#solvers[prior].meanSpread(ratio);
      doubts.set(`${prior} ${ratio}`, doubt);
      const power = this.#variance(weights);
      return power > 0 ? power / (power + noise * doubt) : 0;
    };
  }

  /** Variance over all pixels of the map with these weights. */
  #variance(weights: Float64Array): number {
    const { size } = this.#basis;
    let mean = 0;
    let square = 0;
    for (let j = 0; j < size; j++) {
      mean += this.#mean[j] * weights[j];
      let sum = 0;
      for (let i = j; i < size; i++) sum += this.#square[i * size + j] * weights[i];
      square += sum * sum;
    }
    return Math.max(0, square - mean * mean);
  }
}

/**
 * {@link MaskRegression} of scores that are all there.
 * @param scores masks x targets, row-major
 * @param masks the number of each mask; without it mask k is number k
 */
export function regress(
  spec: MaskSpec,
  scores: Float32Array,
  targets: number,
  masks?: ArrayLike<number>,
): Regression[] {
  const regression = new MaskRegression(spec, targets);
  const count = scores.length / targets;
  for (let n = 0; n < count; n++) regression.add(masks?.[n] ?? n, scores, n * targets);
  return regression.fit();
}
