import { Dice } from './dice.ts';
import type { Brush } from './paint/brush.ts';
import type { LightName, Weather } from './paint/light.ts';
import { chooseLight } from './paint/lights.ts';
import { clearProps, type PlacedFigure, populate } from './populate.ts';
import { composeCoast } from './settings/coast.ts';
import { composeCountry } from './settings/country.ts';
import { composeLake } from './settings/lake.ts';
import { composePark } from './settings/park.ts';
import { composeStreet } from './settings/street.ts';
import type { ComposeStage, Prop, Season, SettingName, World } from './world.ts';

/** Fixes what the seed would else decide. */
export interface SceneChoice {
  setting?: SettingName;
  light?: LightName;
  weather?: Weather;
  season?: Season;
}

/** Everything that a scene is before it is drawn; lengths in units of the picture, so that it has no size. */
export interface ScenePlan {
  seed: number;
  setting: SettingName;
  world: World;
  props: readonly Prop[];
  figures: readonly PlacedFigure[];
  paintBackdrop(brush: Brush): void;
}

const STAGES: Readonly<
  Record<SettingName, { compose: ComposeStage; horizon: readonly [number, number]; zoom: readonly [number, number] }>
> = {
  street: { compose: composeStreet, horizon: [0.4, 0.48], zoom: [0.78, 1.16] },
  park: { compose: composePark, horizon: [0.36, 0.45], zoom: [0.8, 1.26] },
  coast: { compose: composeCoast, horizon: [0.35, 0.43], zoom: [0.8, 1.26] },
  country: { compose: composeCountry, horizon: [0.36, 0.44], zoom: [0.78, 1.16] },
  lake: { compose: composeLake, horizon: [0.34, 0.42], zoom: [0.8, 1.26] },
};

const LIGHT_WEIGHTS: Readonly<Record<LightName, number>> = {
  day: 30,
  morning: 17,
  sunset: 20,
  overcast: 14,
  night: 19,
};

/** Decides on a scene. @param seed whole number in [0, 2^53): one seed, one scene */
export function planScene(seed: number, choice: SceneChoice = {}): ScenePlan {
  const dice = new Dice(seed, 1);
  const drawn = {
    setting: dice.weighted<SettingName>({ street: 27, country: 22, coast: 20, park: 17, lake: 14 }),
    light: dice.weighted<LightName>(LIGHT_WEIGHTS),
    weather: dice.weighted<Weather>({ clear: 66, rain: 11, snow: 12, fog: 11 }),
    season: dice.weighted<Season>({ spring: 3, summer: 4, autumn: 3 }),
  };
  const { setting, light: lightName, weather, season } = { ...drawn, ...choice };
  const light = chooseLight(dice.part(2), lightName, weather);
  const { compose, horizon, zoom } = STAGES[setting];
  const world: World = {
    light,
    season: weather === 'snow' ? 'winter' : season,
    snowy: weather === 'snow',
    night: lightName === 'night',
    wet: weather === 'rain',
    horizon: dice.range(horizon[0], horizon[1]),
    zoom: dice.range(zoom[0], zoom[1]),
  };
  const stage = compose(dice.part(3), world);
  const props = clearProps(world, stage.props);
  return {
    seed,
    setting,
    world,
    props,
    figures: populate(dice.part(4), world, stage, props),
    paintBackdrop: stage.paintBackdrop,
  };
}
