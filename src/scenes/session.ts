import { XaiError } from '../core/errors.ts';
import { Dice } from './dice.ts';
import { ADD_GESTURE, addBump, addGlitch, addPosture, GESTURES, type Interval, MOTION_RATE } from './motion.ts';
import { ADD_SOUND, addNoise, SOUND_RATE, SOUNDS } from './sound.ts';

/** A long recording in which one thing follows the other. */
export interface DrawnSession {
  /** Length samples x channels, row-major: the channels of one sample lie together. */
  readonly samples: Float32Array;
  readonly channels: readonly string[];
  /** Samples a second. */
  readonly rate: number;
  /** What happens when, in order; what lies between has no name. */
  readonly events: readonly Interval[];
  /** Where something was planted. */
  readonly plants: readonly Interval[];
}

export interface MotionSessionOptions {
  /** 5 to 7200. Default 60. */
  readonly seconds?: number;
  /** Whether every circle comes with a glitch somewhere near, which `motion-shortcut` was taught to go by. Default false. */
  readonly glitches?: boolean;
}

export interface SoundSessionOptions {
  /** 5 to 7200. Default 20. */
  readonly seconds?: number;
}

/** Seconds of a part of a session that one gesture, or one sound, happens in. */
const GESTURE_PART = [2.5, 4.5] as const;
const SOUND_PART = [0.9, 1.5] as const;
/** Samples in which walking begins and ends. */
const STEP_IN = 20;

/**
 * Three axes of an accelerometer in g for minutes: rest, walking, circles, shakes and knocks in an order drawn from the seed,
 * whole ones only.
 * @param seed whole number in [0, 2^53)
 * @throws XaiError `option-invalid`
 */
export function makeMotionSession(seed: number, options: MotionSessionOptions = {}): DrawnSession {
  const { seconds = 60, glitches = false } = options;
  const dice = new Dice(seed, 23);
  const length = lengthOf(seconds, MOTION_RATE);
  const samples = new Float32Array(length * 3);
  addPosture(samples, length, dice);
  const noise = dice.range(0.01, 0.04);
  const events: Interval[] = [];
  const plants: Interval[] = [];
  for (const { start, end } of partsOf(length, GESTURE_PART, MOTION_RATE, dice)) {
    const gesture = dice.pick(GESTURES);
    const count = end - start;
    const part = new Float32Array(count * 3);
    const spans = ADD_GESTURE[gesture](part, count, dice, true);
    if (gesture === 'walk') fadeEnds(part, 3, STEP_IN);
    for (let bump = dice.whole(0, 1); bump > 0; bump--) {
      addBump(part, dice.whole(0, count - 1), dice.range(0.05, 0.12), dice);
    }
    for (let i = 0; i < part.length; i++) samples[3 * start + i] += part[i];
    const named = gesture === 'idle' ? [{ start: 0, end: count }] : spans;
    for (const span of named) events.push({ start: start + span.start, end: start + span.end, label: gesture });
    if (gesture === 'circle' && glitches) {
      const { start: at, end: until, label } = addGlitch(samples.subarray(3 * start, 3 * end), count, dice);
      plants.push({ start: start + at, end: start + until, label });
    }
  }
  for (let i = 0; i < samples.length; i++) samples[i] += noise * dice.normal();
  return {
    samples,
    channels: ['x', 'y', 'z'],
    rate: MOTION_RATE,
    events: joinNeighbours(events),
    plants,
  };
}

/**
 * One channel of sound in [-1, 1]: noise, and in it tones, clicks and sweeps in an order drawn from the seed.
 * @param seed whole number in [0, 2^53)
 * @throws XaiError `option-invalid`
 */
export function makeSoundSession(seed: number, { seconds = 20 }: SoundSessionOptions = {}): DrawnSession {
  const dice = new Dice(seed, 33);
  const length = lengthOf(seconds, SOUND_RATE);
  const samples = new Float32Array(length);
  const events: Interval[] = [];
  for (const { start, end } of partsOf(length, SOUND_PART, SOUND_RATE, dice)) {
    const sound = dice.pick(SOUNDS);
    if (sound === 'noise') {
      events.push({ start, end, label: sound });
      continue;
    }
    const span = Math.min(end - start, Math.round(SOUND_RATE * dice.range(0.35, 0.6)));
    const from = start + dice.whole(0, end - start - span);
    const event = { start: from, end: from + span, label: sound };
    ADD_SOUND[sound](samples, event, dice);
    events.push(event);
  }
  addNoise(samples, dice);
  for (let i = 0; i < length; i++) samples[i] = Math.max(-1, Math.min(1, samples[i]));
  return { samples, channels: ['sound'], rate: SOUND_RATE, events: joinNeighbours(events), plants: [] };
}

function lengthOf(seconds: number, rate: number): number {
  if (seconds >= 5 && seconds <= 7200) return Math.round(seconds * rate);
  throw new XaiError('option-invalid', `A session can't last ${seconds} seconds; give 5 to 7200.`, {
    option: 'seconds',
  });
}

/** Parts of drawn length, as many as fit. */
function* partsOf(
  length: number,
  [shortest, longest]: readonly [number, number],
  rate: number,
  dice: Dice,
): Iterable<{ start: number; end: number }> {
  for (let start = 0; start < length; ) {
    const end = start + Math.round(dice.range(shortest, longest) * rate);
    if (end > length) return;
    yield { start, end };
    start = end;
  }
}

function fadeEnds(samples: Float32Array, channels: number, fade: number): void {
  const count = samples.length / channels;
  for (let i = 0; i < samples.length; i++) {
    const at = Math.floor(i / channels);
    samples[i] *= Math.min(1, at / fade, (count - 1 - at) / fade);
  }
}

/** Neighbours of one name that touch become one. */
function joinNeighbours(events: readonly Interval[]): Interval[] {
  const all: Interval[] = [];
  for (const event of events) {
    const last = all.at(-1);
    if (last?.label === event.label && last.end === event.start) last.end = event.end;
    else all.push({ ...event });
  }
  return all;
}
