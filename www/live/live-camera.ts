/** The camera of choice: its name and what the browser knows it by. */
export interface CameraChoice {
  readonly id: string;
  readonly name: string;
}

/** Enough for what models are fed, and little to copy. */
const SIZE = { width: { ideal: 640 }, height: { ideal: 480 } };

/** A camera that is on until it is closed. */
export class LiveCamera {
  /** Plays what the camera sees. */
  readonly video: HTMLVideoElement;
  /** What the browser knows it by. */
  readonly id: string;
  /** Whether it looks at the person before it, as far as it is known. */
  readonly facesPerson: boolean;
  /** All cameras of this device, this one among them. */
  readonly choices: readonly CameraChoice[];
  readonly #stream: MediaStream;

  /**
   * Asks for the camera: the one named, else the one at the back where there are two.
   * @param onEnded is called when it ends by itself: pulled out, or taken away by the browser
   * @throws DOMException as `getUserMedia`; the signal's reason when it aborts
   */
  static async open(id: string | null, signal: AbortSignal, onEnded: () => void): Promise<LiveCamera> {
    const wanted = id === null ? { facingMode: 'environment' } : { deviceId: { exact: id } };
    const stream = await navigator.mediaDevices.getUserMedia({ video: { ...SIZE, ...wanted } });
    try {
      signal.throwIfAborted();
      const video = document.createElement('video');
      Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
      await video.play();
      const devices = await navigator.mediaDevices.enumerateDevices();
      signal.throwIfAborted();
      const [track] = stream.getVideoTracks();
      track.addEventListener('ended', onEnded, { once: true });
      return new LiveCamera(video, stream, track, devices);
    } catch (cause) {
      stopTracks(stream);
      throw cause;
    }
  }

  private constructor(
    video: HTMLVideoElement,
    stream: MediaStream,
    track: MediaStreamTrack,
    devices: readonly MediaDeviceInfo[],
  ) {
    const { deviceId = '', facingMode } = track.getSettings();
    this.video = video;
    this.#stream = stream;
    this.id = deviceId;
    this.facesPerson = facingMode === 'user';
    this.choices = devices
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId, label }, k) => ({ id: deviceId, name: label || String(k + 1) }));
  }

  /** Turns it off. */
  close(): void {
    stopTracks(this.#stream);
    this.video.srcObject = null;
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
