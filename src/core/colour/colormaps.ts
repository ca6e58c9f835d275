import { COLOUR_STOPS } from './stops.ts';

/**
 * Colour maps by name. viridis, cividis, magma and inferno are perceptually uniform, turbo nearly; `blue-red` is
 * diverging, for signed scores (ColorBrewer's RdBu, turned round so that red is high); jet is no help in reading a map
 * and is here because people ask for red-to-blue.
 */
export const COLORMAP_NAMES = ['viridis', 'cividis', 'magma', 'inferno', 'turbo', 'blue-red', 'jet', 'greys'] as const;

export type ColormapName = (typeof COLORMAP_NAMES)[number];

/** Code of the letter for a curve that goes straight on. */
const STRAIGHT = 64;

interface ColourStops {
  readonly from: readonly number[];
  readonly bends: string;
}

const tables = new Map<ColormapName, Uint8Array>();

/** The 256 colours of a map from lowest to highest: red, green, blue, length 768. Shared: not to be written to. */
export function colormapTable(name: ColormapName): Uint8Array {
  let table = tables.get(name);
  if (!table) {
    table = name === 'jet' ? jet() : name === 'greys' ? greys() : interpolateStops(COLOUR_STOPS[name]);
    tables.set(name, table);
  }
  return table;
}

function interpolateStops({ from, bends }: ColourStops): Uint8Array {
  const bent = bends.length / 3;
  const last = bent + 1;
  const table = new Uint8Array(768);
  for (let channel = 0; channel < 3; channel++) {
    const levels = [from[channel], from[channel + 3]];
    for (let at = 0; at < bent; at++) {
      const bend = bends.charCodeAt(channel * bent + at) - STRAIGHT;
      levels.push(2 * levels[at + 1] - levels[at] + bend);
    }
    for (let k = 0; k < 256; k++) {
      const position = (k / 255) * last;
      const before = Math.min(last - 1, Math.floor(position));
      const step = levels[before + 1] - levels[before];
      table[k * 3 + channel] = Math.round(levels[before] + (position - before) * step);
    }
  }
  return table;
}

/** Three trapezia of slope 4, centred on 3/4 (red), 1/2 (green) and 1/4 (blue). */
function jet(): Uint8Array {
  const level = (t: number, centre: number) => Math.min(1, Math.max(0, 1.5 - Math.abs(4 * (t - centre))));
  return Uint8Array.from({ length: 768 }, (_, at) =>
    Math.round(255 * level(Math.floor(at / 3) / 255, 0.75 - 0.25 * (at % 3))),
  );
}

function greys(): Uint8Array {
  return Uint8Array.from({ length: 768 }, (_, at) => Math.floor(at / 3));
}
