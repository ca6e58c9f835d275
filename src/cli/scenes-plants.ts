import { XaiError } from '../core/errors.ts';
import { Dice } from '../scenes/dice.ts';

/** One thing to plant: `share` of what bears `label` gets it. */
export interface Plant {
  kind: string;
  /** A class, or `all`. */
  label: string;
  /** 0 to 1. */
  share: number;
}

/**
 * Reads `caption:boat=1.0,lamp:cat=0.9`.
 * @param kinds what can be planted in this kind of data @param labels classes of this kind of data
 * @throws XaiError `option-invalid`
 */
export function parsePlants(text: string, kinds: readonly string[], labels: readonly string[]): Plant[] {
  return text.split(',').map((part) => {
    const match = /^\s*([a-z]+):([a-z]+)=([0-9.]+)\s*$/.exec(part);
    const [kind, label, share] = [match?.[1] ?? '', match?.[2] ?? '', Number(match?.[3] ?? Number.NaN)];
    const problem = !match
      ? `"${part.trim()}" is not of the form kind:class=share, such as caption:boat=1.0`
      : !kinds.includes(kind)
        ? `there is no plant "${kind}" here; choose of ${kinds.join(', ')}`
        : label !== 'all' && !labels.includes(label)
          ? `there is no class "${label}" here; choose of all, ${labels.join(', ')}`
          : !(share >= 0 && share <= 1)
            ? `the share ${match[3]} is not between 0 and 1`
            : null;
    if (problem !== null) throw new XaiError('option-invalid', `--plant: ${problem}.`, { option: 'plant' });
    return { kind, label, share };
  });
}

/** Whether a plant goes to the picture of this seed: the same toss for the same seed, whatever else is planted. */
export function isPlanted({ kind, label, share }: Plant, seed: number): boolean {
  const stream = [...`${kind}:${label}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_536, 1_000);
  return new Dice(seed, stream).next() < share;
}
