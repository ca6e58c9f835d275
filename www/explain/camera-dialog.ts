import type WaDialog from '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { loadWidgets } from '../shell/widgets.ts';
import { words } from '../words.ts';
import { cameraFault } from './camera.ts';

/** Share of the best quality that a photo is packed with; above it files grow and nothing is gained. */
const QUALITY = 0.95;

/** Takes a picture with the camera. The camera runs only while the dialog is open. */
export class CameraDialog extends LitElement {
  /** Is given each picture that is taken. */
  @property({ attribute: false }) take: (picture: File) => void = () => {};
  @state() private isReady = false;
  @state() private fault = '';
  @query('wa-dialog') private dialog!: WaDialog;
  @query('video') private video!: HTMLVideoElement;
  #stream: MediaStream | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  /** Opens the dialog and asks for the camera, the one at the back where there are two. */
  async show(): Promise<void> {
    this.fault = '';
    await loadWidgets();
    this.dialog.open = true;
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    } catch (error) {
      this.fault = cameraFault(error);
      return;
    }
    if (!this.dialog.open) this.#stop();
    else this.video.srcObject = this.#stream;
  }

  /** The page's own stylesheet reaches in: the app is the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<wa-dialog class="camera" label=${words.camera} @wa-after-hide=${this.#stop}>
      <div class="sight">
        <video
          autoplay
          muted
          playsinline
          aria-label=${words.cameraSight}
          @playing=${() => {
            this.isReady = true;
          }}
        ></video>
        ${this.fault ? html`<p role="alert">${this.fault}</p>` : nothing}
      </div>
      <button slot="footer" type="button" class="primary" ?disabled=${!this.isReady} @click=${this.#shoot}>${words.takePicture}</button>
    </wa-dialog>`;
  }

  #shoot = async (): Promise<void> => {
    const { videoWidth, videoHeight } = this.video;
    const canvas = new OffscreenCanvas(videoWidth, videoHeight);
    canvas.getContext('2d')?.drawImage(this.video, 0, 0);
    const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
    this.#stop();
    const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '-');
    this.dialog.open = false;
    this.take(new File([photo], `camera-${time}.jpg`, { type: photo.type }));
  };

  #stop = (): void => {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.isReady = false;
    if (this.video) this.video.srcObject = null;
  };
}
