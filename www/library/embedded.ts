import type { ExampleName } from '../explain/examples.ts';
import { TIMELINE_EXAMPLES, type TimelineExample } from '../timeline/timeline-examples.ts';

/** A model that comes with the app. */
export interface EmbeddedEntry {
  /** What follows `embedded:`, and the key of its words. */
  readonly name: string;
  readonly task: string;
  /** The pictures that it was made for. */
  readonly pictures: ExampleName;
}

const scene = (name: string, task: string): EmbeddedEntry => ({ name, task, pictures: 'scenes' });
const crop = (name: string): EmbeddedEntry => ({ name, task: 'classification', pictures: 'caption' });

/** Those that look at pictures, the best to begin with first. */
export const EMBEDDED: readonly EmbeddedEntry[] = [
  scene('detector', 'detection'),
  scene('segmenter', 'semantic-segmentation'),
  scene('tagger', 'tagging'),
  crop('classifier-fair'),
  crop('classifier-biased'),
  crop('classifier-25'),
  crop('classifier-50'),
  crop('classifier-75'),
  crop('classifier-100'),
  crop('classifier-flat'),
  crop('vit'),
  crop('windowed'),
  crop('yolov8-cls'),
  { name: 'attributes', task: 'attributes', pictures: 'caption' },
  scene('detector-shortcut', 'detection'),
  scene('detector-nms', 'detection'),
  scene('detector-at-2', 'detection'),
  scene('detector-at-6', 'detection'),
  scene('detector-at-20', 'detection'),
  scene('detector-at-50', 'detection'),
];

/** One that reads recordings: it opens on the timeline, on a session that the page draws. */
export interface EmbeddedSeries {
  readonly name: TimelineExample;
  readonly task: 'series';
}

export const EMBEDDED_SERIES: readonly EmbeddedSeries[] = TIMELINE_EXAMPLES.map((name) => ({ name, task: 'series' }));

/** Whether an address is that of a model of the app that reads recordings. */
export function isSeriesAddress(address: unknown): boolean {
  return EMBEDDED_SERIES.some(({ name }) => address === `embedded:${name}`);
}
