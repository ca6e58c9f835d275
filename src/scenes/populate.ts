import type { Dice } from './dice.ts';
import { CLASSES, type ClassName, type Figure } from './figure.ts';
import { chooseFigure } from './objects/choose-figure.ts';
import { depthAt, type Lane, metreAt, type Prop, type Stage, type World } from './world.ts';

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A figure in its place: its base at (x, y), `scale` units of the picture per metre. */
export interface PlacedFigure {
  label: ClassName;
  figure: Figure;
  lane: Lane['name'];
  x: number;
  y: number;
  scale: number;
  flip: boolean;
  depth: number;
  /** Where it lies in the picture, roughly. */
  box: Box;
  /** Stands where its kind does not belong. */
  outOfContext: boolean;
}

/** Tuned so that over many scenes the classes come out about equally often. */
const WEIGHTS: Readonly<Record<ClassName, number>> = {
  person: 1.15,
  bicycle: 1.05,
  car: 2.2,
  bus: 5,
  boat: 2.6,
  plane: 0.9,
  dog: 1,
  cat: 1.05,
  balloon: 0.85,
};
const COUNTS = { 1: 5, 2: 12, 3: 19, 4: 20, 5: 18, 6: 13, 7: 8, 8: 5 };
const OUT_OF_CONTEXT = 0.14;
/** Who may stray where. */
const STRAYS: Readonly<Record<Lane['name'], readonly ClassName[]>> = {
  road: ['dog', 'cat', 'boat', 'plane', 'balloon'],
  pavement: ['boat', 'balloon', 'car'],
  grass: ['car', 'bus', 'boat', 'plane', 'balloon'],
  sand: ['car', 'bus', 'boat', 'plane', 'balloon'],
  water: [],
  sky: [],
};

/** Scenery without the pieces that would stand in each other's way. */
export function clearProps(world: World, props: readonly Prop[]): Prop[] {
  const kept: Prop[] = [];
  for (const prop of props) {
    const scale = metreAt(world, prop.y);
    const blocked = kept.some(
      (other) =>
        Math.abs(other.y - prop.y) < 0.03 && Math.abs(other.x - prop.x) < (other.foot + prop.foot) * scale * 1.25,
    );
    if (!blocked) kept.push(prop);
  }
  return kept;
}

/** Puts figures on the lanes of a stage, none through another or through the scenery. */
export function populate(dice: Dice, world: World, stage: Stage, props: readonly Prop[]): PlacedFigure[] {
  const placed: PlacedFigure[] = [];
  const wanted = Number(dice.weighted<keyof typeof COUNTS & string>(COUNTS as never));
  for (let tries = 0; placed.length < wanted && tries < wanted * 14; tries++) {
    const candidate = propose(dice, world, stage);
    if (candidate !== null && fits(candidate, placed, props, world)) placed.push(candidate);
  }
  return placed;
}

function propose(dice: Dice, world: World, stage: Stage): PlacedFigure | null {
  const stray = dice.chance(OUT_OF_CONTEXT);
  const [label, lane] = stray ? chooseStray(dice, stage) : chooseNative(dice, stage);
  if (lane === null) return null;
  const y = dice.range(lane.y[0], lane.y[1]);
  const x = dice.range(lane.x[0], lane.x[1]);
  const figure = chooseFigure(label, dice.part(dice.seedFor()), world, lane.name === 'water');
  const flip = lane.heading === 0 || stray ? dice.chance(0.5) : lane.heading < 0;
  const jitter = dice.range(0.92, 1.1);
  if (lane.name === 'sky') return placeAloft(dice, world, label, figure, x, y, flip);
  const scale = metreAt(world, y) * jitter * (lane.name === 'water' ? 1.12 : 1);
  const lift = label === 'plane' ? 0.7 * scale : 0;
  const [half, height] = [(figure.width / 2) * scale, (label === 'plane' ? 1.2 : figure.height) * scale];
  return {
    label,
    figure,
    lane: lane.name,
    x,
    y: y - lift,
    scale,
    flip,
    depth: depthAt(world, y) * 0.8,
    box: { x0: x - half, y0: y - height, x1: x + half, y1: y },
    outOfContext: stray,
  };
}

function chooseNative(dice: Dice, { lanes }: Stage): [ClassName, Lane | null] {
  const weights: Partial<Record<ClassName, number>> = {};
  for (const name of CLASSES) if (lanes.some((lane) => lane.classes[name] !== undefined)) weights[name] = WEIGHTS[name];
  const label = dice.weighted<ClassName>(weights);
  const index = dice.weighted(Object.fromEntries(lanes.map((lane, i) => [String(i), lane.classes[label] ?? 0])));
  return [label, lanes[Number(index)]];
}

function chooseStray(dice: Dice, { lanes }: Stage): [ClassName, Lane | null] {
  const lane = dice.pick(lanes);
  const labels = STRAYS[lane.name].filter((name) => lane.classes[name] === undefined);
  return labels.length === 0 ? ['person', null] : [dice.pick(labels), lane];
}

function placeAloft(
  dice: Dice,
  world: World,
  label: ClassName,
  figure: Figure,
  x: number,
  y: number,
  flip: boolean,
): PlacedFigure {
  const far = dice.next() ** 0.9;
  const scale = label === 'plane' ? 0.115 - 0.07 * far : 0.115 - 0.07 * far;
  const [half, height] = [(figure.width / 2) * scale, figure.height * scale];
  const base = label === 'plane' ? y : Math.max(y + height / 2, height * 0.85);
  const box =
    label === 'plane'
      ? { x0: x - half, y0: y - height / 2, x1: x + half, y1: y + height / 2 }
      : { x0: x - half, y0: base - height, x1: x + half, y1: base };
  return {
    label,
    figure,
    lane: 'sky',
    x,
    y: base,
    scale,
    flip,
    depth: (0.35 + 0.45 * far) * (world.light.weather === 'fog' ? 0.8 : 0.72),
    box,
    outOfContext: false,
  };
}

function fits(candidate: PlacedFigure, placed: readonly PlacedFigure[], props: readonly Prop[], world: World): boolean {
  const { box, lane } = candidate;
  const inside = (Math.min(1, box.x1) - Math.max(0, box.x0)) * (Math.min(1, box.y1) - Math.max(0, box.y0));
  if (inside < 0.45 * area(box) || box.x1 - box.x0 > 1.02) return false;
  for (const other of placed) {
    const share = overlap(box, other.box) / Math.min(area(box), area(other.box));
    if (share > 0.55) return false;
    if (
      share > 0.03 &&
      (lane === 'sky') === (other.lane === 'sky') &&
      (lane === 'sky' || Math.abs(other.y - candidate.y) < 0.022)
    )
      return false;
    if (share > 0.25 && (lane === 'sky' || other.lane === 'sky')) return false;
  }
  if (lane === 'sky') return true;
  return props.every((prop) => {
    const scale = metreAt(world, prop.y);
    const near = Math.abs(prop.x - candidate.x) < (prop.foot + candidate.figure.width * 0.42) * scale;
    if (near && Math.abs(prop.y - candidate.y) < 0.028) return false;
    if (prop.y <= candidate.y) return true;
    return overlap(box, boxOfProp(prop, scale)) < 0.5 * area(box);
  });
}

export function boxOfProp(prop: Prop, scale: number): Box {
  const half = (prop.width / 2) * scale;
  return { x0: prop.x - half, y0: prop.y - prop.height * scale, x1: prop.x + half, y1: prop.y };
}

function area(box: Box): number {
  return (box.x1 - box.x0) * (box.y1 - box.y0);
}

function overlap(a: Box, b: Box): number {
  return (
    Math.max(0, Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0)) * Math.max(0, Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0))
  );
}
