import type { Dice } from '../dice.ts';
import type { ClassName, Figure } from '../figure.ts';
import type { World } from '../world.ts';
import { chooseBalloon } from './balloon.ts';
import { chooseBicycle } from './bicycle.ts';
import { chooseBoat } from './boat.ts';
import { chooseBus } from './bus.ts';
import { chooseCar } from './car.ts';
import { chooseCat } from './cat.ts';
import { chooseDog } from './dog.ts';
import { choosePerson } from './person.ts';
import { choosePlane } from './plane.ts';

export function chooseFigure(name: ClassName, dice: Dice, world: World, afloat: boolean): Figure {
  const lit = world.light.lamps > 0.4;
  switch (name) {
    case 'person':
      return choosePerson(dice, { weather: world.light.weather, night: world.night });
    case 'bicycle':
      return chooseBicycle(dice, lit);
    case 'car':
      return chooseCar(dice, lit);
    case 'bus':
      return chooseBus(dice, lit);
    case 'boat':
      return chooseBoat(dice, lit, afloat);
    case 'plane':
      return choosePlane(dice, world.night);
    case 'dog':
      return chooseDog(dice);
    case 'cat':
      return chooseCat(dice);
    case 'balloon':
      return chooseBalloon(dice, world.light.lamps);
  }
}
