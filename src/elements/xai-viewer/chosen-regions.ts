import type { NumberMap } from '../../core/colour/segments.ts';
import { commonClass } from '../../core/regions.ts';
import type { RegionArea } from '../../core/targets.ts';
import type { Finding, PredictionInfo } from '../../engine/info.ts';
import { strings } from '../strings.ts';

/** The class map of a prediction with its size; null for other tasks. */
export function classMapOf({ segmentation, width, height }: PredictionInfo): NumberMap | null {
  return segmentation ? { width, height, data: segmentation.classMap } : null;
}

/**
 * What a person asks with an area: the class that most of its pixels have.
 * @returns null where the model gives no class to any pixel of it
 */
export function findRegion(prediction: PredictionInfo, area: RegionArea): Finding | null {
  const map = classMapOf(prediction);
  if (!map || !prediction.segmentation) return null;
  const { labels } = prediction.segmentation;
  const classIndex = commonClass(map, labels, area);
  if (classIndex < 0) return null;
  const { regionKinds } = strings;
  const words = area.pixel ? regionKinds.pixel : area.mask ? regionKinds.mask : regionKinds.box;
  return {
    label: `${labels[classIndex]} ${words}`,
    classIndex,
    score: null,
    box: area.box ?? null,
    origin: null,
    spec: { kind: 'region', class: classIndex, ...area },
  };
}
