import { XaiError } from '../../core/errors.ts';
import { sha256Hex } from '../../core/hash.ts';
import { type DrawnSession, makeMotionSession, makeSoundSession } from '../../scenes/session.ts';
import type { Session } from './read-session.ts';

/** What an embedded model's sessions are drawn of. */
const DRAWN: Readonly<Record<string, (seed: number, seconds?: number) => DrawnSession>> = {
  motion: (seed, seconds) => makeMotionSession(seed, { seconds }),
  'motion-recurrent': (seed, seconds) => makeMotionSession(seed, { seconds }),
  'motion-shortcut': (seed, seconds) => makeMotionSession(seed, { seconds, glitches: true }),
  sound: (seed, seconds) => makeSoundSession(seed, { seconds }),
};

/** Names of the embedded models that sessions can be drawn for. */
export const DRAWN_FOR: readonly string[] = Object.keys(DRAWN);

/**
 * A session that is drawn for an embedded model, with labels.
 * @param model one of {@link DRAWN_FOR}
 * @param seed whole number in [0, 2^53)
 * @param seconds 5 to 7200. Default: as the generator has it
 * @throws XaiError `option-invalid`
 */
export async function drawSession(model: string, seed: number, seconds?: number): Promise<Session> {
  const draw = DRAWN[model];
  if (!draw) {
    throw new XaiError('option-invalid', `No session can be drawn for "${model}"; there are ${DRAWN_FOR.join(', ')}.`);
  }
  const { samples, channels, rate, events } = draw(seed, seconds);
  const name = `scene-${seed}.session`;
  const count = samples.length / channels.length;
  const data = channels.map((_, channel) =>
    Float32Array.from({ length: count }, (_, at) => samples[at * channels.length + channel]),
  );
  const sha256 = await sha256Hex(new Uint8Array(samples.buffer));
  return {
    name,
    recording: { name, sha256, rate, start: 0, channels, data, gaps: [], findings: [] },
    labels: events.map(({ start, end, label }) => ({ start: start / rate, end: end / rate, label, confidence: null })),
    predictions: null,
  };
}
