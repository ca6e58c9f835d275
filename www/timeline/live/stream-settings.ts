import type { SeriesNeeds } from '../../../src/core/series/series-needs.ts';
import { openMicrophone } from './microphone.ts';
import { type MotionKind, type MotionUnit, openMotion } from './motion-sensors.ts';
import type { OpenSource, SourceKind, SourceListener } from './sample-source.ts';
import { openSerial } from './serial-port.ts';
import { openSocket } from './web-socket.ts';

/** Where samples come from, and what is done with them. */
export interface StreamSettings {
  readonly source: SourceKind;
  readonly motionKind: MotionKind;
  readonly motionUnit: MotionUnit;
  /** What the browser knows a microphone by; null: the usual one. */
  readonly microphone: string | null;
  /** As a person has typed it. */
  readonly address: string;
  readonly baudRate: number;
  /** Samples a second of lines without times. */
  readonly lineRate: number;
  /** Share of the model's stride after which the next window comes. */
  readonly share: number;
  /** Whether what comes in is kept for a recording. */
  readonly keeps: boolean;
}

/** Four windows a stride are lively and leave a slow machine time. */
const USUAL_SHARE = 0.25;
/** Of sensors, where the model does not say. */
const USUAL_RATE = 50;
/** Above this it is sound. */
const SOUND_RATE = 4000;
/** Six numbers at once are acceleration and rotation. */
const BOTH = 6;

/**
 * What is likely meant for a model.
 * @param source address or name of the model; the drawn ones were taught with g
 */
export function usualSettings({ rate, channelCount }: SeriesNeeds, source: string): StreamSettings {
  return {
    source: (rate ?? 0) >= SOUND_RATE ? 'microphone' : 'motion',
    motionKind: channelCount === BOTH ? 'both' : 'gravity',
    motionUnit: source.startsWith('embedded:') ? 'g' : 'ms2',
    microphone: null,
    address: '',
    baudRate: 115_200,
    lineRate: rate ?? USUAL_RATE,
    share: USUAL_SHARE,
    keeps: true,
  };
}

/** Numbers that are kept at most: sound is stored as it is, other recordings as text, which is read again as a whole. */
const MOST_SOUND = 2 ** 24;
const MOST_OTHER = 2 ** 21;

export function mostKept({ source, keeps }: StreamSettings): number {
  return keeps ? (source === 'microphone' ? MOST_SOUND : MOST_OTHER) : 0;
}

/**
 * Opens the source that was chosen. Has to be called while a person presses something: browsers ask then and not before.
 * @throws SourceFault in words; the signal's reason when it aborts
 */
export function openSource(
  settings: StreamSettings,
  { channelCount }: SeriesNeeds,
  listener: SourceListener,
  signal: AbortSignal,
): Promise<OpenSource> {
  const { source, motionKind, motionUnit, microphone, address, baudRate } = settings;
  if (source === 'motion') return openMotion({ kind: motionKind, unit: motionUnit }, listener);
  if (source === 'microphone') return openMicrophone(microphone, channelCount, listener, signal);
  return source === 'socket' ? openSocket(address, listener, signal) : openSerial(baudRate, listener, signal);
}
