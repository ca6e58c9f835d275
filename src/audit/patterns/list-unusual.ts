import type { Evidence } from '../insights/evidence.ts';
import { median } from '../result/intervals.ts';
import type { UnusualMap } from './pattern-schema.ts';
import { likenessOf } from './unusual-maps.ts';

/** Maps that are far from the mean map of their class, the farthest first. @param evidence all maps of a model */
export function listUnusual(evidence: readonly Evidence[]): UnusualMap[] {
  return [...likenessOf(evidence)]
    .flatMap(([label, own]) => {
      const usual = median(own.map(({ cosine }) => cosine)) ?? 0;
      return own.flatMap(({ member, cosine, deviations, isUnusual }) =>
        isUnusual && deviations !== null
          ? [{ picture: member.record.picture, label, map: member.number, cosine, usual, deviations }]
          : [],
      );
    })
    .sort((a, b) => b.deviations - a.deviations);
}
