import type { CameraChoice } from '../../live/live-camera.ts';
import type { MicrophoneBlock } from './microphone-block.ts';
import { type OpenSource, SourceFault, type SourceListener } from './sample-source.ts';
import { streamWords as words } from './words.ts';

/** Sound as it is, not as it is best for calls. */
const PLAIN = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/** A microphone that is on, and those that could be. */
export interface OpenMicrophone extends OpenSource {
  readonly id: string;
  readonly choices: readonly CameraChoice[];
}

/**
 * Asks for the microphone: the one named, else the usual one.
 * @param channels how many the model takes; null: any
 * @throws SourceFault in words; the signal's reason when it aborts
 */
export async function openMicrophone(
  id: string | null,
  channels: number | null,
  listener: SourceListener,
  signal: AbortSignal,
): Promise<OpenMicrophone> {
  if (!navigator.mediaDevices?.getUserMedia) throw new SourceFault(words.faults.noMicrophone);
  const wanted = { ...PLAIN, channelCount: channels ?? 1, ...(id !== null && { deviceId: { exact: id } }) };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: wanted }).catch((cause: unknown) => {
    throw new SourceFault(faultOf(cause), { cause });
  });
  const context = new AudioContext();
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  try {
    signal.throwIfAborted();
    // A file of this origin: the policy allows no code from anywhere else.
    await context.audioWorklet.addModule(new URL('microphone-worklet.js', document.baseURI).href);
    await context.resume();
    const devices = await navigator.mediaDevices.enumerateDevices();
    signal.throwIfAborted();
    const [track] = stream.getAudioTracks();
    const { deviceId = '', channelCount = 1 } = track.getSettings();
    const count = channels === null ? channelCount : Math.min(channelCount, channels);
    listen(context, stream, count, listener);
    track.addEventListener('ended', () => listener.onEnd(words.faults.microphoneEnded), { once: true });
    return {
      name: track.label,
      rate: context.sampleRate,
      columns: count === 1 ? ['sound'] : count === 2 ? ['left', 'right'] : numbered(count),
      close,
      id: deviceId,
      choices: devices
        .filter(({ kind }) => kind === 'audioinput')
        .map(({ deviceId, label }, k) => ({ id: deviceId, name: label || words.microphoneNumber(k + 1) })),
    };
  } catch (cause) {
    close();
    throw cause;
  }
}

function listen(context: AudioContext, stream: MediaStream, channels: number, listener: SourceListener): void {
  const node = new AudioWorkletNode(context, 'microphone', {
    channelCount: channels,
    channelCountMode: 'explicit',
    channelInterpretation: channels <= 2 ? 'speakers' : 'discrete',
  });
  let expected: number | null = null;
  node.port.onmessage = ({ data }: MessageEvent<MicrophoneBlock>) => {
    listener.onBlock(data.planes, expected === null ? 0 : Math.max(0, data.frame - expected));
    expected = data.frame + data.planes[0].length;
  };
  // Some browsers run only what leads to the loudspeaker; nothing is ever written there.
  context.createMediaStreamSource(stream).connect(node).connect(context.destination);
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, k) => `channel ${k + 1}`);
}

function faultOf(cause: unknown): string {
  const name = cause instanceof DOMException ? cause.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return words.faults.microphoneForbidden;
  return name === 'NotReadableError' || name === 'AbortError' ? words.faults.microphoneBusy : words.faults.noMicrophone;
}
