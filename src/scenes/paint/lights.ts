import type { Dice } from '../dice.ts';
import { type Colour, mix } from './colour.ts';
import type { Light, LightName, Weather } from './light.ts';

type Base = Omit<Light, 'name' | 'weather' | 'lamp' | 'from'> & {
  lampAt: readonly [low: number, high: number];
  lampRadius: number;
  lampColour: Colour;
  halo: Colour;
};

const BASES: Readonly<Record<LightName, Base>> = {
  day: {
    sky: [0x4a90d2, 0x79b8e6, 0xb4dcee, 0xf1f3e2],
    ambient: [1.04, 1.0, 0.93],
    greying: 0,
    haze: 0xcfe3ea,
    hazeShare: 0.55,
    warm: 0xfff3c4,
    cool: 0x2f4878,
    lampAt: [0.08, 0.2],
    lampRadius: 0.042,
    lampColour: 0xfff6cf,
    halo: 0xfff1c0,
    shadow: 0.36,
    shadowLength: 0.35,
    lamps: 0,
  },
  morning: {
    sky: [0x7fb4dc, 0xb4d3e3, 0xf3dcc8, 0xffd2a6],
    ambient: [1.03, 0.96, 0.9],
    greying: 0.04,
    haze: 0xf8e0cb,
    hazeShare: 0.78,
    warm: 0xffe3ae,
    cool: 0x52587f,
    lampAt: [0.24, 0.34],
    lampRadius: 0.05,
    lampColour: 0xfff3d2,
    halo: 0xffdca0,
    shadow: 0.3,
    shadowLength: 0.8,
    lamps: 0,
  },
  sunset: {
    sky: [0x43407f, 0x8d5591, 0xe57f6c, 0xffc46f],
    ambient: [1.02, 0.8, 0.7],
    greying: 0,
    haze: 0xf2a67c,
    hazeShare: 0.72,
    warm: 0xffc576,
    cool: 0x46306e,
    lampAt: [0.28, 0.37],
    lampRadius: 0.056,
    lampColour: 0xfff0b8,
    halo: 0xffb45c,
    shadow: 0.42,
    shadowLength: 1.1,
    lamps: 0.45,
  },
  overcast: {
    sky: [0x93a7b8, 0xb3c2cb, 0xd0d8da, 0xe6e6de],
    ambient: [0.91, 0.93, 0.95],
    greying: 0.14,
    haze: 0xd3dadb,
    hazeShare: 0.72,
    warm: 0xf1efe4,
    cool: 0x46566b,
    lampAt: [0.1, 0.2],
    lampRadius: 0,
    lampColour: 0xffffff,
    halo: 0xffffff,
    shadow: 0.24,
    shadowLength: 0.05,
    lamps: 0.12,
  },
  night: {
    sky: [0x141d52, 0x223377, 0x3a55a0, 0x7787c4],
    ambient: [0.62, 0.67, 0.92],
    greying: 0.1,
    haze: 0x4a5ea6,
    hazeShare: 0.66,
    warm: 0xe3e9ff,
    cool: 0x151c4e,
    lampAt: [0.09, 0.2],
    lampRadius: 0.046,
    lampColour: 0xfdf6da,
    halo: 0xa9bdf5,
    shadow: 0.34,
    shadowLength: 0.4,
    lamps: 1,
  },
};

/** The light of one scene: a base, moved a little, and what the weather makes of it. */
export function chooseLight(dice: Dice, name: LightName, weather: Weather): Light {
  const { lampAt, lampRadius, lampColour, halo, ...base } = BASES[name];
  const right = dice.chance(0.5);
  const x = right ? dice.range(0.56, 0.9) : dice.range(0.1, 0.44);
  const y = dice.range(lampAt[0], lampAt[1]);
  const low = (lampAt[1] - 0.1) * 2.2;
  const length = Math.hypot(x - 0.5, 0.55 - low);
  const light: Light = {
    ...base,
    name,
    weather,
    lamp: lampRadius > 0 ? { x, y, radius: lampRadius, colour: lampColour, halo, moon: name === 'night' } : null,
    from: [(x - 0.5) / length, -(0.55 - low) / length],
  };
  return weather === 'clear' ? light : WEATHERED[weather](light);
}

const WEATHERED: Readonly<Record<Exclude<Weather, 'clear'>, (light: Light) => Light>> = {
  rain: (light) => ({
    ...dulled(light, light.name === 'night' ? 0x2b3865 : 0x8798a8, 0.5),
    ambient: scaled(light.ambient, light.name === 'night' ? 0.98 : 0.9),
    greying: light.greying + 0.14,
    lamps: Math.max(light.lamps, 0.5),
    lamp: null,
  }),
  snow: (light) => ({
    ...dulled(light, light.name === 'night' ? 0x43538c : 0xdfe7ec, 0.35),
    greying: light.greying + 0.06,
    lamps: Math.max(light.lamps, 0.35),
  }),
  fog: (light) => ({
    ...dulled(light, light.name === 'night' ? 0x5361a0 : mix(light.haze, 0xe9ecea, 0.5), 0.55),
    greying: light.greying + 0.06,
    hazeShare: 0.8,
    shadow: light.shadow * 0.6,
    lamps: Math.max(light.lamps, 0.4),
    lamp: light.lamp && { ...light.lamp, colour: mix(light.lamp.colour, light.haze, 0.25) },
  }),
};

function dulled(light: Light, colour: Colour, share: number): Light {
  return {
    ...light,
    sky: light.sky.map((stop) => mix(stop, colour, share)),
    haze: mix(light.haze, colour, share),
    shadow: light.shadow * 0.75,
  };
}

function scaled(factors: readonly [number, number, number], by: number): readonly [number, number, number] {
  return [factors[0] * by, factors[1] * by, factors[2] * by];
}
