import { XaiError } from '../core/errors.ts';
import { Dice } from './dice.ts';

export const GESTURES = ['idle', 'walk', 'circle', 'shake', 'knock'] as const;
export type Gesture = (typeof GESTURES)[number];
export const MOTION_RATE = 50;
export const AXES = ['x', 'y', 'z'] as const;

/** A half-open run of samples. */
export interface Interval {
  start: number;
  end: number;
  label: string;
}

export interface Recording {
  /** Length samples x channels, row-major: the channels of one sample lie together. */
  samples: Float32Array;
  channels: number;
  /** Samples a second. */
  rate: number;
  label: string;
  classIndex: number;
  /** Where the event is that the label names; empty for what fills the whole recording or none of it. */
  events: Interval[];
  /** Where something was planted; empty without. */
  plants: Interval[];
}

export interface MotionOptions {
  /** Default: drawn from the seed. */
  gesture?: Gesture;
  /** Samples at 50 Hz, 20 to 100 000; default 100 (2 s). */
  length?: number;
  /** A glitch on the y axis: three samples that jump to 2.5 g, such as a loose contact gives. */
  glitch?: boolean;
}

/**
 * Three axes of an accelerometer in g, held at some tilt, with noise, drift and, as distraction, single bumps; and in it
 * one gesture. Idle and walk fill the recording, the others begin and end in it or are cut by its ends.
 * @param seed whole number in [0, 2^53)
 * @throws XaiError `option-invalid`
 */
export function makeMotion(seed: number, options: MotionOptions = {}): Recording {
  const dice = new Dice(seed, 21);
  const drawn = dice.pick(GESTURES);
  const { gesture = drawn, length = 100, glitch = false } = options;
  if (!Number.isInteger(length) || length < 20 || length > 100_000) {
    throw new XaiError(
      'option-invalid',
      `A recording can't have ${length} samples; give a whole number from 20 to 100000.`,
      { option: 'length' },
    );
  }
  const samples = new Float32Array(length * 3);
  addPosture(samples, length, dice);
  const events = ADD_GESTURE[gesture](samples, length, dice);
  for (let i = dice.whole(0, 2); i > 0; i--) addBump(samples, dice.whole(0, length - 1), dice.range(0.05, 0.16), dice);
  const noise = dice.range(0.01, 0.06);
  for (let i = 0; i < samples.length; i++) samples[i] += noise * dice.normal();
  // Drawn from a stream of its own, so that the recording is the same with and without it.
  const plants = glitch ? [addGlitch(samples, length, new Dice(seed, 22))] : [];
  return {
    samples,
    channels: 3,
    rate: MOTION_RATE,
    label: gesture,
    classIndex: GESTURES.indexOf(gesture),
    events: events.map((event) => ({ ...event, label: gesture })),
    plants,
  };
}

/** Gravity at a tilt that wanders slowly. */
export function addPosture(samples: Float32Array, length: number, dice: Dice): void {
  const [pitch, roll] = [dice.range(-0.6, 0.6), dice.range(-0.6, 0.6)];
  const [sway, phase, rate] = [dice.range(0.01, 0.06), dice.range(0, 6.28), dice.range(0.2, 0.6)];
  for (let i = 0; i < length; i++) {
    const wander = sway * Math.sin((2 * Math.PI * rate * i) / MOTION_RATE + phase);
    samples[3 * i] += Math.sin(pitch + wander);
    samples[3 * i + 1] += Math.sin(roll - wander) * Math.cos(pitch);
    samples[3 * i + 2] += Math.cos(pitch) * Math.cos(roll);
  }
}

type Span = Omit<Interval, 'label'>;
/**
 * Adds a gesture to a stretch of a recording, and says where it is.
 * @param whole whether it must not be cut by the ends of the stretch
 */
type AddGesture = (samples: Float32Array, length: number, dice: Dice, whole?: boolean) => Span[];

export const ADD_GESTURE: Readonly<Record<Gesture, AddGesture>> = {
  idle: () => [],
  walk: addWalk,
  circle: addCircle,
  shake: addShake,
  knock: addKnock,
};

function addWalk(samples: Float32Array, length: number, dice: Dice): Span[] {
  const [rate, strength, phase] = [dice.range(1.5, 2.2), dice.range(0.18, 0.36), dice.range(0, 6.28)];
  for (let i = 0; i < length; i++) {
    const turn = (2 * Math.PI * rate * i) / MOTION_RATE + phase;
    samples[3 * i + 2] += strength * (Math.sin(turn) + 0.35 * Math.sin(2 * turn + 0.6));
    samples[3 * i] += strength * 0.4 * Math.sin(turn + 1.2);
    samples[3 * i + 1] += strength * 0.35 * Math.sin(turn / 2);
  }
  return [{ start: 0, end: length }];
}

/** A window for a gesture of so many seconds, which the ends of the recording may cut by a third unless it is to be whole. */
function place(
  length: number,
  seconds: number,
  dice: Dice,
  whole: boolean,
): { from: number; span: number; shown: Span } {
  const span = Math.min(Math.round(seconds * MOTION_RATE), Math.round(length * (whole ? 1 : 1.2)));
  const from = Math.round(whole ? dice.range(0, length - span) : dice.range(-span / 3, length - (span * 2) / 3));
  return { from, span, shown: { start: Math.max(0, from), end: Math.min(length, from + span) } };
}

function addCircle(samples: Float32Array, length: number, dice: Dice, whole = false): Span[] {
  const { from, span, shown } = place(length, dice.range(1.0, 1.5), dice, whole);
  const [turns, strength, sense] = [dice.range(0.9, 1.3), dice.range(0.45, 0.8), dice.chance(0.5) ? 1 : -1];
  for (let i = shown.start; i < shown.end; i++) {
    const t = (i - from) / span;
    const turn = 2 * Math.PI * turns * t;
    const envelope = Math.sin(Math.PI * t) ** 0.6;
    samples[3 * i] += strength * envelope * Math.cos(turn);
    samples[3 * i + 1] += sense * strength * envelope * Math.sin(turn);
  }
  return [shown];
}

function addShake(samples: Float32Array, length: number, dice: Dice, whole = false): Span[] {
  const { from, span, shown } = place(length, dice.range(0.8, 1.2), dice, whole);
  const [rate, strength] = [dice.range(4.5, 6.5), dice.range(0.8, 1.4)];
  for (let i = shown.start; i < shown.end; i++) {
    const t = (i - from) / span;
    const swing = strength * Math.sin(Math.PI * t) * Math.sin((2 * Math.PI * rate * (i - from)) / MOTION_RATE);
    samples[3 * i] += swing;
    samples[3 * i + 1] += swing * 0.35;
  }
  return [shown];
}

/** Two or three short blows. */
function addKnock(samples: Float32Array, length: number, dice: Dice): Span[] {
  const [blows, gap, strength] = [dice.whole(2, 3), dice.whole(9, 13), dice.range(0.6, 1.1)];
  const span = (blows - 1) * gap + 8;
  const from = dice.whole(0, length - Math.min(length, span));
  for (let blow = 0; blow < blows; blow++)
    addBump(samples, from + 2 + blow * gap, strength * dice.range(0.85, 1.15), dice);
  return [{ start: from, end: Math.min(length, from + span) }];
}

/** One blow: a spike that rings off in a few samples. */
export function addBump(samples: Float32Array, at: number, strength: number, dice: Dice): void {
  const lean = dice.range(-0.3, 0.3);
  for (let i = 0; i < 6 && at + i < samples.length / 3; i++) {
    const ring = strength * Math.exp(-i / 1.4) * Math.cos(2.4 * i);
    samples[3 * (at + i) + 2] += ring;
    samples[3 * (at + i)] += ring * lean;
  }
}

export function addGlitch(samples: Float32Array, length: number, dice: Dice): Interval {
  const start = dice.whole(2, length - 6);
  for (let i = start; i < start + 3; i++) samples[3 * i + 1] = 2.5;
  return { start, end: start + 3, label: 'glitch' };
}
