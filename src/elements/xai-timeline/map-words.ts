import type { Scene } from './scene.ts';
import { describeMap } from './timeline-legend.ts';

/** The finished map in words; made once for each. */
export class MapWords {
  #of: unknown = null;
  #labels: unknown = null;
  #text = '';

  /** @param isBusy something is being dragged: of a map of hours the words wait until it is let go */
  say(scene: Scene, isBusy: boolean): string {
    const { mapPlane, parts } = scene;
    if (!mapPlane) return '';
    if (this.#of !== mapPlane || (this.#labels !== parts.labels && !isBusy)) {
      this.#of = mapPlane;
      this.#labels = parts.labels;
      this.#text = describeMap(scene, mapPlane);
    }
    return this.#text;
  }
}
