import type { Brush } from './paint/brush.ts';
import type { Weather } from './paint/light.ts';

export const CLASSES = ['person', 'bicycle', 'car', 'bus', 'boat', 'plane', 'dog', 'cat', 'balloon'] as const;
export type ClassName = (typeof CLASSES)[number];

export interface Attributes {
  colour: string;
  kind: string;
  pose: string;
}

/** One labelled object, chosen and ready to paint: base at (0, 0), facing right, in metres, y down. */
export interface Figure {
  attributes: Attributes;
  /** Metres that it covers, roughly. */
  width: number;
  height: number;
  paint(brush: Brush): void;
}

/** What a figure may want to know of its scene before it is chosen. */
export interface Surroundings {
  weather: Weather;
  night: boolean;
}
