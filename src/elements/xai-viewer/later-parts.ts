import type { Box } from '../../core/boxes.ts';
import type { XaiError } from '../../core/errors.ts';
import type { ComparisonHost } from './comparison.ts';
import { Later } from './later.ts';
import type { PictureTools, ToolsHost } from './picture-tools.ts';
import type { ViewerSegments } from './segments.ts';
import type { ViewerTools } from './tools.ts';
import type { ViewerTasks } from './viewer-tasks.ts';
import type { ZoomingHost } from './zooming.ts';

/** What the parts need of their element. */
export interface LaterHost extends ToolsHost, ComparisonHost, ZoomingHost {
  /** The box of what is chosen, as shares of the picture; null where that is the whole picture. */
  readonly chosenShare: Box | null;
}

/** The parts of a viewer that lie in files of their own: what a person asks for, and classes of every pixel. */
export class LaterParts {
  readonly tools: Later<typeof import('./tools.ts'), ViewerTools>;
  readonly segments: Later<typeof import('./segments.ts'), ViewerSegments>;
  readonly #tasks: ViewerTasks;

  constructor(tasks: ViewerTasks, viewer: LaterHost, taker: PictureTools) {
    this.#tasks = tasks;
    const { host } = tasks;
    this.tools = new Later(
      host,
      'xai-viewer-tools.js',
      () => import('./tools.ts'),
      ({ ViewerTools }) => new ViewerTools({ tasks, viewer, taker, parts: this }),
    );
    this.segments = new Later(
      host,
      'xai-viewer-segments.js',
      () => import('./segments.ts'),
      ({ ViewerSegments }) => new ViewerSegments({ viewer, taker }),
    );
  }

  /** Why a part did not come, or null. */
  get error(): XaiError | null {
    return this.tools.error ?? this.segments.error;
  }

  /** Asks for the parts that what is set or answered cannot be shown without. */
  wantShown({ compare, viewport }: LaterHost): void {
    const { host, info, prediction } = this.#tasks;
    if (compare.length > 0 || host.whatIf || host.preview || viewport.scale > 1) this.tools.want();
    if (prediction?.segmentation || info?.task === 'semantic-segmentation') this.segments.want();
  }

  retry(): void {
    this.tools.retry();
    this.segments.retry();
  }
}
