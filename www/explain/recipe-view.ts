/** The fields of a complete recipe that are shown and edited; see the recipe schema. */
export interface PictureRecipe {
  readonly task: string;
  readonly labels?: readonly string[];
  readonly scoreThreshold: number;
  readonly iouThreshold: number;
  readonly input: PictureInput;
  readonly output: { readonly format: string; readonly activation?: string };
}

export interface PictureInput {
  readonly width: number;
  readonly height: number;
  readonly channels: string;
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly resize: string;
}

/** Usual ways to bring colours of 0 to 255 into a model: (pixel x scale - mean) / std. */
export const COLOUR_RANGES = {
  unit: { scale: 1 / 255, mean: [0], std: [1] },
  signed: { scale: 1 / 255, mean: [0.5], std: [0.5] },
  bytes: { scale: 1, mean: [0], std: [1] },
  centred: { scale: 1, mean: [128], std: [1] },
  imagenet: { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
} as const;

export type ColourRange = keyof typeof COLOUR_RANGES | 'other';

/** Which of the usual ways it is, in whatever form it is written. */
export function colourRangeOf({ scale, mean, std }: PictureInput): ColourRange {
  const lines = (range: Pick<PictureInput, 'scale' | 'mean' | 'std'>) =>
    [0, 1, 2].map((channel) => {
      const spread = range.std[channel] ?? range.std[0];
      return [range.scale / spread, (range.mean[channel] ?? range.mean[0]) / spread];
    });
  const own = lines({ scale, mean, std }).flat();
  const isSame = (other: readonly number[]) => other.every((value, at) => Math.abs(value - own[at]) < 1e-3);
  const names = Object.keys(COLOUR_RANGES) as (keyof typeof COLOUR_RANGES)[];
  return names.find((name) => isSame(lines(COLOUR_RANGES[name]).flat())) ?? 'other';
}

/** A recipe for pictures; null for one for recordings, which has other fields. */
export function asPictureRecipe(recipe: Readonly<Record<string, unknown>>): PictureRecipe | null {
  const { input } = recipe as { input?: Partial<PictureInput> };
  return input?.width && input.height ? (recipe as unknown as PictureRecipe) : null;
}

/** Whether answers are objects with scores, of which those below a threshold are left out; others are shown as they are. */
export function findsBoxes(task: string): boolean {
  return task === 'detection' || task === 'instance-segmentation';
}
