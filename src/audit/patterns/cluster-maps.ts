import { euclidean } from '../../core/clusters/distances.ts';
import { packGrid } from '../../core/packed-grid.ts';
import { byLabel, type Evidence } from '../insights/evidence.ts';
import { meanMaps } from '../insights/mean-maps.ts';
import { shareCorrect } from '../result/share-correct.ts';
import { findGroups } from './find-groups.ts';
import { type Frame, frameOf, mapFeatures } from './map-features.ts';
import type { Cluster, Clusters } from './pattern-schema.ts';

const MOST_EXAMPLES = 8;

interface Placed {
  readonly one: Evidence;
  readonly point: Float64Array;
}

/**
 * Groups the maps of a model, whatever their class, by where their weight lies.
 * @param evidence all maps of the model
 * @returns null for too few maps to look for groups in
 */
export function clusterMaps(evidence: readonly Evidence[]): Clusters | null {
  const frame = frameOf(evidence);
  const placed = evidence.flatMap((one): Placed[] => {
    const point = mapFeatures(one, frame);
    return point ? [{ one, point }] : [];
  });
  const found = findGroups(placed.map(({ point }) => point));
  if (!found) return null;
  const { groups, middles } = found;
  const clusters = middles.map((middle, group) =>
    describe(
      placed.filter((_, k) => groups?.[k] === group),
      placed[middle].point,
      frame,
    ),
  );
  const counts = { maps: placed.length, left: evidence.length - placed.length };
  return { frame, ...counts, silhouette: found.silhouette, chance: found.chance, clusters };
}

function describe(members: readonly Placed[], middle: Float64Array, frame: Frame): Cluster {
  const evidence = members.map(({ one }) => one);
  const means = meanMaps(evidence);
  const nearest = [...members].sort((a, b) => euclidean(a.point, middle) - euclidean(b.point, middle));
  return {
    maps: members.length,
    pictures: new Set(evidence.map(({ record }) => record.picture)).size,
    classes: [...byLabel(evidence)]
      .map(([label, own]) => ({ label, maps: own.length }))
      .sort((a, b) => b.maps - a.maps),
    correct: shareCorrect(evidence.map(({ explanation }) => explanation)),
    mean: packGrid((frame === 'object' && means.object) || means.picture),
    examples: nearest.slice(0, MOST_EXAMPLES).map(({ one: { record, explanation, number } }) => ({
      picture: record.picture,
      label: explanation.label,
      map: number,
    })),
    members: evidence.map(({ number }) => number),
  };
}
