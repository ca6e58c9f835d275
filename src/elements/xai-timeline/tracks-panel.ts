import { html, nothing, type TemplateResult } from 'lit';
import { trackName } from './render-stage.ts';
import type { Scene } from './scene.ts';
import { words } from './timeline-strings.ts';
import type { TrackList } from './track-list.ts';

export interface TracksPanelView {
  readonly scene: Scene;
  readonly list: TrackList;
  /** Whether labels may be edited. */
  readonly canEdit: boolean;
  changeTracks(change: (list: TrackList) => TrackList): void;
}

/** Which tracks are shown, in which order; and the keys. */
export function renderTracksPanel({ scene, list, canEdit, changeTracks }: TracksPanelView): TemplateResult {
  const channels = scene.parts.recording?.channels.length ?? 0;
  const last = list.all.length - 1;
  return html`<div class="panels">
    <details class="tracks" part="tracks">
      <summary>${words.tracks}</summary>
      <ul>
        ${list.all.map(({ id, isShown }, at) => {
          const name = trackName(id, scene);
          return html`<li>
            <label class="check"
              ><input
                type="checkbox"
                .checked=${isShown}
                @change=${(event: Event) => changeTracks((now) => now.show(id, (event.target as HTMLInputElement).checked))}
              />${name}</label
            >
            ${renderMove('↑', words.moveUp(name), at === 0, () => changeTracks((now) => now.move(id, -1)))}
            ${renderMove('↓', words.moveDown(name), at === last, () => changeTracks((now) => now.move(id, 1)))}
          </li>`;
        })}
      </ul>
      ${
        channels > 1
          ? html`<label class="check"
              ><input
                type="checkbox"
                .checked=${list.isSplit}
                @change=${(event: Event) => changeTracks((now) => now.split(channels, (event.target as HTMLInputElement).checked))}
              />${words.splitChannels}</label
            >`
          : nothing
      }
    </details>
    <details class="keys">
      <summary>${words.keys}</summary>
      <dl>${[...words.keyHelp, ...(canEdit ? words.labelKeyHelp : [])].map(([key, does]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}</dl>
    </details>
  </div>`;
}

function renderMove(sign: string, name: string, isOff: boolean, act: () => void): TemplateResult {
  return html`<button type="button" class="step" aria-label=${name} title=${name} ?disabled=${isOff} @click=${act}>${sign}</button>`;
}
