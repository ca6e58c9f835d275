import type { LiveModel } from './live-model.ts';
import type { LiveStream } from './live-stream.ts';
import type { StreamSettings } from './stream-settings.ts';
import { streamWords as words } from './words.ts';

/** Whether what is kept is worth a recording: a window at least. */
export function isWorthKeeping({ buffer }: LiveStream): boolean {
  return (buffer?.keptSeconds ?? 0) >= (buffer?.windowSeconds ?? Number.POSITIVE_INFINITY);
}

export function hasFailed(stream: LiveStream, model: LiveModel): boolean {
  return model.fault !== '' || (stream.phase === 'stopped' && stream.hasFailed);
}

/**
 * Where things stand, in a sentence; it changes seldom enough to be spoken.
 * @param name of the model
 */
export function statusOf(
  stream: LiveStream,
  { fault, info }: LiveModel,
  name: string,
  settings: StreamSettings | null,
): string {
  const { phase, why, intake, buffer, source } = stream;
  if (fault) return fault;
  if (!info || !settings) return words.loading(name.replace(/^embedded:/, ''));
  if (phase === 'asking') return words.asking[settings.source];
  if (phase === 'stopped') return why;
  if (phase !== 'filling') return phase === 'idle' ? words.ready : '';
  if (intake?.phase === 'asking') return words.choosing;
  const windowSeconds = buffer?.windowSeconds ?? null;
  if (!buffer || windowSeconds === null) return words.waiting(source?.name ?? '');
  const { seconds } = buffer;
  if (seconds >= windowSeconds) return words.opening;
  return words.filling(seconds.toFixed(0), String(Number(windowSeconds.toPrecision(3))));
}

/** What the button does that begins and ends it all. */
export function actionOf(stream: LiveStream): string {
  const { phase, isOn } = stream;
  if (!isOn) return phase === 'stopped' ? words.startAgain : words.start;
  if (phase === 'asking') return words.cancel;
  return isWorthKeeping(stream) ? words.stopAndOpen : words.stop;
}
