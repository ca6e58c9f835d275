import { type GridReach, gridReach } from '../../core/axis-reach.ts';
import { isBackground } from '../../core/colour/categories.ts';
import type { NumberMap } from '../../core/colour/segments.ts';
import { XaiError } from '../../core/errors.ts';
import type { Placement } from '../../core/placement.ts';
import { commonClass } from '../../core/regions.ts';
import type { RegionArea } from '../../core/targets.ts';
import type { ClassScore } from '../classes.ts';
import { type CellWeights, sumScores, weighArea } from './area.ts';
import type { ClassGrid } from './class-grid.ts';
import { type ClassMap, paintClassMap } from './class-map.ts';

/** A class that a semantic segmenter sees in a picture. */
export interface Segment extends ClassScore {
  /** Mean score of the class over its pixels. */
  readonly score: number;
  /** Share of the pixels that the model saw, in [0, 1]. */
  readonly share: number;
}

/** What a semantic segmenter says of one picture. */
export class Segmentation {
  /** Length picture height x width, row-major: class index of each pixel; 255 (65535 in 16 bits): none, or not seen. */
  readonly classMap: ClassMap;
  /** The classes that have pixels, by falling share; a background comes last. */
  readonly segments: readonly Segment[];
  /** The scores as the model gave them, at the resolution of its output. */
  readonly grid: ClassGrid;
  readonly #picture: Placement['picture'];
  readonly #reach: GridReach;

  constructor(grid: ClassGrid, placement: Placement) {
    const { picture } = placement;
    this.grid = grid;
    this.#picture = picture;
    this.#reach = gridReach(placement, grid.columns, grid.rows);
    this.classMap = paintClassMap(grid, this.#reach, picture.width, picture.height);
    this.segments = this.#measure();
  }

  /** Labels in class order. */
  get labels(): readonly string[] {
    return this.grid.labels;
  }

  /**
   * Mean score of a class, after activation, over an area of the picture.
   * @param area picture pixels. Default: the pixels that the model gives to the class.
   * @throws XaiError `target-missing` for a class or an area that is not there
   */
  scoreOf(classIndex: number, area: RegionArea = {}): number {
    const { cells, weights } = this.weigh(classIndex, area);
    return cells.reduce((sum, cell, k) => sum + weights[k] * this.grid.score(classIndex, cell), 0);
  }

  /**
   * What each cell of the output counts for that mean.
   * @throws XaiError `target-missing`, `option-invalid`
   */
  weigh(classIndex: number, area: RegionArea = {}): CellWeights {
    const { classes } = this.grid;
    if (!(Number.isInteger(classIndex) && classIndex >= 0 && classIndex < classes)) {
      throw new XaiError('target-missing', `There is no class ${classIndex}; the model has ${classes} classes.`, {
        option: 'targets',
      });
    }
    return weighArea(area, classIndex, this.#map, this.#reach);
  }

  /**
   * The class that most pixels of an area have; a background only where there is nothing else.
   * @throws XaiError `target-missing` where no pixel of it has a class
   */
  commonClass(area: RegionArea): number {
    const found = commonClass(this.#map, this.labels, area);
    if (found >= 0) return found;
    throw new XaiError('target-missing', 'The model gives no class to any pixel there; choose another place.', {
      option: 'targets',
    });
  }

  get #map(): NumberMap {
    return { ...this.#picture, data: this.classMap };
  }

  #measure(): Segment[] {
    const { grid } = this;
    const { across, down } = this.#reach;
    const seen = (across.end - across.start) * (down.end - down.start);
    const segments = sumScores(grid, this.classMap, this.#reach, this.#picture.width).map(
      ({ classIndex, pixels, sum }) => ({
        label: grid.labels[classIndex],
        classIndex,
        score: sum / pixels,
        share: pixels / seen,
      }),
    );
    const isLast = ({ label }: Segment) => Number(isBackground(label));
    return segments.sort((a, b) => isLast(a) - isLast(b) || b.share - a.share || a.classIndex - b.classIndex);
  }
}
