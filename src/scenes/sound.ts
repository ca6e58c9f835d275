import { XaiError } from '../core/errors.ts';
import { Dice } from './dice.ts';
import type { Interval, Recording } from './motion.ts';

export const SOUNDS = ['noise', 'tone', 'clicks', 'sweep'] as const;
export type SoundName = (typeof SOUNDS)[number];
export const SOUND_RATE = 16_000;

export interface SoundOptions {
  /** Default: drawn from the seed. */
  sound?: SoundName;
  /** Samples at 16 kHz, 1600 to 10 000 000; default 16 000 (1 s). */
  length?: number;
  /** A faint 6 kHz whistle through the whole recording, such as a bad cable gives. */
  whistle?: boolean;
}

/**
 * One channel of sound in [-1, 1]: coloured noise, and in it a tone with overtones, a run of clicks or a sweep, each with
 * its exact interval. The default length leaves room before and behind.
 * @param seed whole number in [0, 2^53)
 * @throws XaiError `option-invalid`
 */
export function makeSound(seed: number, options: SoundOptions = {}): Recording {
  const dice = new Dice(seed, 31);
  const drawn = dice.pick(SOUNDS);
  const { sound = drawn, length = SOUND_RATE, whistle = false } = options;
  if (!Number.isInteger(length) || length < 1600 || length > 10_000_000) {
    throw new XaiError(
      'option-invalid',
      `A sound can't have ${length} samples; give a whole number from 1600 to 10000000.`,
      { option: 'length' },
    );
  }
  const samples = new Float32Array(length);
  const span = Math.round(Math.min(length * 0.7, SOUND_RATE * dice.range(0.25, 0.55)));
  const start = dice.whole(0, length - span);
  const interval = { start, end: start + span, label: sound };
  ADD_SOUND[sound](samples, interval, dice);
  addNoise(samples, dice);
  const plants: Interval[] = [];
  if (whistle) {
    const strength = new Dice(seed, 32).range(0.05, 0.08);
    for (let i = 0; i < length; i++) samples[i] += strength * Math.sin((2 * Math.PI * 6000 * i) / SOUND_RATE);
    plants.push({ start: 0, end: length, label: 'whistle' });
  }
  for (let i = 0; i < length; i++) samples[i] = Math.max(-1, Math.min(1, samples[i]));
  return {
    samples,
    channels: 1,
    rate: SOUND_RATE,
    label: sound,
    classIndex: SOUNDS.indexOf(sound),
    events: sound === 'noise' ? [] : [interval],
    plants,
  };
}

/** White noise through one pole, so that its colour differs from recording to recording. */
export function addNoise(samples: Float32Array, dice: Dice): void {
  const [strength, pole] = [dice.range(0.02, 0.09), dice.range(0, 0.85)];
  let held = 0;
  for (let i = 0; i < samples.length; i++) {
    held = pole * held + (1 - pole) * dice.normal();
    samples[i] += strength * held * (1 + 2 * pole);
  }
}

/** Adds a sound within an interval, whose end it may move. */
export const ADD_SOUND: Readonly<Record<SoundName, (samples: Float32Array, interval: Interval, dice: Dice) => void>> = {
  noise: () => {},
  tone: addTone,
  clicks: addClicks,
  sweep: addSweep,
};

/** Rises and falls in a hundredth of a second, so that beginning and end make no click of their own. */
function envelope(i: number, span: number): number {
  return Math.min(1, i / 160, (span - i) / 160);
}

function addTone(samples: Float32Array, { start, end }: Interval, dice: Dice): void {
  const [pitch, strength] = [dice.range(250, 1800), dice.range(0.14, 0.4)];
  const overtones = [1, dice.range(0, 0.5), dice.range(0, 0.3)];
  for (let i = start; i < end; i++) {
    const turn = (2 * Math.PI * pitch * (i - start)) / SOUND_RATE;
    const value = overtones.reduce((sum, share, k) => sum + share * Math.sin((k + 1) * turn), 0);
    samples[i] += strength * envelope(i - start, end - start) * value;
  }
}

function addClicks(samples: Float32Array, interval: Interval, dice: Dice): void {
  const [gap, strength, ring] = [dice.whole(900, 1700), dice.range(0.35, 0.8), dice.range(1500, 4000)];
  const last = interval.end - 240;
  let at = interval.start;
  for (; at <= last; at += gap) {
    for (let i = 0; i < 240; i++)
      samples[at + i] += strength * Math.exp(-i / 40) * Math.cos((2 * Math.PI * ring * i) / SOUND_RATE);
  }
  interval.end = at - gap + 240;
}

function addSweep(samples: Float32Array, { start, end }: Interval, dice: Dice): void {
  const rising = dice.chance(0.5);
  const [low, high] = [dice.range(300, 700), dice.range(2200, 4500)];
  const [from, to] = rising ? [low, high] : [high, low];
  const strength = dice.range(0.14, 0.4);
  const span = end - start;
  for (let i = 0; i < span; i++) {
    const seconds = i / SOUND_RATE;
    const turn = 2 * Math.PI * (from * seconds + ((to - from) * seconds * i) / span / 2);
    samples[start + i] += strength * envelope(i, span) * Math.sin(turn);
  }
}
