import type { Box } from '../../core/boxes.ts';
import { strings } from '../strings.ts';
import type { DrawingTakers } from './box-drawing.ts';
import type { LaterParts } from './later-parts.ts';
import type { PictureTools, ToolsHost } from './picture-tools.ts';

/** What becomes of a box or a pixel that a person has drawn: a finding, or the part that is asked about. */
export function takeDrawn(host: ToolsHost, taker: PictureTools, parts: LaterParts): DrawingTakers {
  return {
    box(box: Box): void {
      const task = host.prediction?.task;
      if (task === 'semantic-segmentation') parts.segments.part?.takeRegion({ box });
      else if (task === 'attributes') taker.askAbout(box);
      else taker.take({ label: strings.handDrawn, classIndex: -1, score: null, box, origin: null });
    },
    pixel(x: number, y: number): void {
      if (!host.prediction?.segmentation) return;
      parts.tools.part?.drawing.stop();
      parts.segments.part?.takeRegion({ pixel: [x, y] });
    },
  };
}
