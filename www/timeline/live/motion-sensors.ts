import { type OpenSource, SourceFault, type SourceListener } from './sample-source.ts';
import { streamWords as words } from './words.ts';

/** What the motion sensors of a phone measure. */
export const MOTION_KINDS = ['gravity', 'acceleration', 'rotation', 'both'] as const;
export type MotionKind = (typeof MOTION_KINDS)[number];
export type MotionUnit = 'g' | 'ms2';

/** Metres per second squared. */
const GRAVITY = 9.80665;
/** A phone sends sixty a second. */
const PATIENCE_MS = 2500;

/** Safari asks people; others need not. */
interface AskingMotionEvent {
  requestPermission?(): Promise<'granted' | 'denied'>;
}

/**
 * Listens to the motion sensors: acceleration with gravity or without, rotation in degrees a second, or acceleration with gravity
 * and rotation. Has to be called while a person presses something.
 * @throws SourceFault in words
 */
export async function openMotion(
  { kind, unit }: { readonly kind: MotionKind; readonly unit: MotionUnit },
  listener: SourceListener,
): Promise<OpenSource> {
  if (!('DeviceMotionEvent' in globalThis) || !isSecureContext) throw new SourceFault(words.faults.noMotion);
  const permission = await (DeviceMotionEvent as AskingMotionEvent)
    .requestPermission?.()
    .catch(() => 'denied' as const);
  if (permission === 'denied') throw new SourceFault(words.faults.motionForbidden);
  // A computer without sensors sends nothing, or one event without numbers.
  const silence = setTimeout(() => listener.onEnd(words.faults.noMotion), PATIENCE_MS);
  const onMotion = (event: DeviceMotionEvent) => {
    const values = valuesOf(event, kind, unit);
    if (values.every(Number.isNaN)) return;
    clearTimeout(silence);
    listener.onRow([event.timeStamp / 1000, ...values]);
  };
  addEventListener('devicemotion', onMotion);
  const axes = ['x', 'y', 'z'];
  const turns = ['alpha', 'beta', 'gamma'];
  return {
    name: words.sources.motion,
    rate: null,
    columns: ['seconds', ...(kind === 'rotation' ? turns : kind === 'both' ? [...axes, ...turns] : axes)],
    close: () => {
      clearTimeout(silence);
      removeEventListener('devicemotion', onMotion);
    },
  };
}

function valuesOf(event: DeviceMotionEvent, kind: MotionKind, unit: MotionUnit): number[] {
  const { acceleration, accelerationIncludingGravity, rotationRate } = event;
  const own = kind === 'acceleration' ? acceleration : accelerationIncludingGravity;
  const scale = unit === 'g' ? 1 / GRAVITY : 1;
  const moved = [own?.x, own?.y, own?.z].map((value) => scale * (value ?? Number.NaN));
  const turned = [rotationRate?.alpha, rotationRate?.beta, rotationRate?.gamma].map((value) => value ?? Number.NaN);
  return kind === 'rotation' ? turned : kind === 'both' ? [...moved, ...turned] : moved;
}
