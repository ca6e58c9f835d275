import { euclidean, euclideanDistances } from '../../core/clusters/distances.ts';
import { kMedoids, nearestMedoids } from '../../core/clusters/k-medoids.ts';
import { silhouette } from '../../core/clusters/silhouette.ts';
import { chanceOfOneCloud } from './valley.ts';

/** Points below which no groups are looked for. */
const FEWEST_POINTS = 12;
/** Groups that are tried: 2 to this. */
const MOST_GROUPS = 6;
/** Points that groups are found in; of more an even choice, and the others join the nearest group. */
const MOST_POINTS = 256;
/** Most that the chance of one cloud may be for any two groups; five divisions are tried, so it comes to .05. */
const MOST_CHANCE = 0.01;
/** Silhouette below which Kaufman and Rousseeuw (1990) see no structure. */
const LEAST_SILHOUETTE = 0.25;

/** How points fall into groups. */
export interface Groups {
  /** Of the division into these groups or, without any, of the one that parts best. */
  readonly silhouette: number;
  /** Greatest chance, over any two groups of that division, that they are halves of one cloud. */
  readonly chance: number;
  /** Group of each point, the largest group first; null where no division stands apart. */
  readonly groups: readonly number[] | null;
  /** Point in the middle of each group; empty without groups. */
  readonly middles: readonly number[];
}

interface Division {
  readonly medoids: readonly number[];
  readonly silhouette: number;
  readonly chance: number;
}

/**
 * Divides points into as many groups as they honestly have: k-medoids for each number from 2 to 6, and of the divisions whose groups
 * all have a valley between them the one with the greatest silhouette. The same points give the same groups.
 * @param points of one length; null for fewer than twelve
 */
export function findGroups(points: readonly Float64Array[]): Groups | null {
  if (points.length < FEWEST_POINTS) return null;
  const chosen = evenChoice(points.length);
  const divisions = divisionsOf(chosen.map((at) => points[at])).sort((a, b) => b.silhouette - a.silhouette);
  const best = divisions.find((one) => one.silhouette >= LEAST_SILHOUETTE && one.chance <= MOST_CHANCE);
  if (!best) {
    const [{ silhouette: value, chance }] = divisions;
    return { silhouette: value, chance, groups: null, middles: [] };
  }
  const middles = best.medoids.map((at) => chosen[at]);
  const nearest = points.map((point) => {
    const distances = middles.map((at) => euclidean(point, points[at]));
    return distances.indexOf(Math.min(...distances));
  });
  const sizes = middles.map((_, group) => nearest.filter((own) => own === group).length);
  const order = middles.map((_, group) => group).sort((a, b) => sizes[b] - sizes[a] || middles[a] - middles[b]);
  return {
    silhouette: best.silhouette,
    chance: best.chance,
    groups: nearest.map((group) => order.indexOf(group)),
    middles: order.map((group) => middles[group]),
  };
}

function evenChoice(count: number): number[] {
  const taken = Math.min(count, MOST_POINTS);
  return Array.from({ length: taken }, (_, k) => Math.floor((k * count) / taken));
}

function divisionsOf(points: readonly Float64Array[]): Division[] {
  const distances = euclideanDistances(points);
  return Array.from({ length: MOST_GROUPS - 1 }, (_, at): Division => {
    const medoids = kMedoids(distances, at + 2);
    const groups = nearestMedoids(distances, medoids);
    const members = medoids.map((_, group) => points.filter((_, one) => groups[one] === group));
    const chances = members.flatMap((own, k) => members.slice(k + 1).map((other) => chanceOfOneCloud(own, other)));
    return { medoids, silhouette: silhouette(distances, groups), chance: Math.max(...chances) };
  });
}
