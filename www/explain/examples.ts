import type { Drawing } from '../drawing/drawing.ts';

export const EXAMPLE_NAMES = ['scenes', 'caption'] as const;
export type ExampleName = (typeof EXAMPLE_NAMES)[number];

/** Something to see before a person has given anything: models of this project on pictures drawn here. */
export interface Example {
  /** The first is shown first. */
  readonly models: readonly string[];
  readonly drawings: readonly Drawing[];
}

/** Chosen by eye for variety; none was among the scenes that the models were trained on. */
const SCENES = [53, 41, 34, 24, 46, 58, 61, 67, 72, 35, 69, 22];

/** Scenes with such an object whole and large. */
const CROPS = [
  { seed: 35, label: 'boat' },
  { seed: 53, label: 'car' },
  { seed: 24, label: 'bus' },
  { seed: 41, label: 'cat' },
] as const;

export const EXAMPLES: Readonly<Record<ExampleName, Example>> = {
  scenes: {
    models: ['embedded:detector'],
    drawings: SCENES.map((seed) => ({ kind: 'scene', seed })),
  },
  caption: {
    models: ['embedded:classifier-biased', 'embedded:classifier-fair'],
    drawings: CROPS.flatMap((crop) =>
      [true, false].map((captioned) => ({ kind: 'crop', ...crop, captioned }) as const),
    ),
  },
};
