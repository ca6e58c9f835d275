import { blue, type Colour, green, mix, red, rgb } from './colour.ts';

export const LIGHTS = ['day', 'morning', 'sunset', 'overcast', 'night'] as const;
export type LightName = (typeof LIGHTS)[number];
export const WEATHERS = ['clear', 'rain', 'snow', 'fog'] as const;
export type Weather = (typeof WEATHERS)[number];

/** How a moment of the day colours everything: the one place where ambient tint and haze are applied. */
export interface Light {
  name: LightName;
  weather: Weather;
  /** Colours of the sky from the zenith to the horizon. */
  sky: readonly Colour[];
  /** What every colour is multiplied by, one factor for each of red, green, blue. */
  ambient: readonly [number, number, number];
  /** Share of grey taken into every colour. */
  greying: number;
  /** Colour of the air and how much of it lies before the horizon, 0 to 1. */
  haze: Colour;
  hazeShare: number;
  /** Colours into which lit and shaded sides lean. */
  warm: Colour;
  cool: Colour;
  /** Sun or moon, in units of the picture; null under clouds. */
  lamp: { x: number; y: number; radius: number; colour: Colour; halo: Colour; moon: boolean } | null;
  /** Direction from which the light comes, as a unit vector in the picture (y down). */
  from: readonly [number, number];
  /** Darkness of shadows on the ground, 0 to 1, and their length as a share of what casts them. */
  shadow: number;
  shadowLength: number;
  /** How much lamps and windows shine, 0 to 1. */
  lamps: number;
}

/** A colour as this light shows it. @param depth 0 in front, 1 at the horizon @param k 1 as it is, less in shade, more in light */
export function underLight(light: Light, colour: Colour, depth: number, k: number): Colour {
  let shaded = colour;
  if (k < 1) {
    const dark = rgb(red(colour) * k, green(colour) * k, blue(colour) * k);
    shaded = mix(dark, light.cool, (1 - k) * 0.34);
  } else if (k > 1) {
    shaded = mix(colour, light.warm, Math.min(0.85, (k - 1) * 1.15));
  }
  const grey = 0.3 * red(shaded) + 0.59 * green(shaded) + 0.11 * blue(shaded);
  const toned = rgb(
    (red(shaded) + (grey - red(shaded)) * light.greying) * light.ambient[0],
    (green(shaded) + (grey - green(shaded)) * light.greying) * light.ambient[1],
    (blue(shaded) + (grey - blue(shaded)) * light.greying) * light.ambient[2],
  );
  return mix(toned, light.haze, Math.min(0.96, light.hazeShare * depth ** 1.5));
}
