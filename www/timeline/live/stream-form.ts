import { html, nothing, type TemplateResult } from 'lit';
import type { SeriesNeeds } from '../../../src/core/series/series-needs.ts';
import { clock } from '../../../src/elements/xai-timeline/ticks.ts';
import { renderSegments } from '../../explain/example-bar.ts';
import type { CameraChoice } from '../../live/live-camera.ts';
import { renderSelect } from '../../shell/select.ts';
import { MOTION_KINDS, type MotionKind, type MotionUnit } from './motion-sensors.ts';
import { SOURCE_KINDS, type SourceKind } from './sample-source.ts';
import { BAUD_RATES, hasSerial } from './serial-port.ts';
import { mostKept, type StreamSettings } from './stream-settings.ts';
import { streamWords as words } from './words.ts';

const SHARES = [1, 0.5, 0.25, 0.125];
/** What a microphone gives nearly everywhere. */
const SOUND_RATE = 48_000;

export interface StreamFormView {
  /** Its name. */
  readonly model: string;
  readonly settings: StreamSettings;
  readonly needs: SeriesNeeds;
  readonly microphones: readonly CameraChoice[];
  change(changes: Partial<StreamSettings>): void;
  start(): void;
}

/** Where samples come from. */
export function renderSources({ model, settings, needs, change }: StreamFormView): TemplateResult {
  return html`<fieldset class="stream-source">
      <legend class="spoken">${words.source}</legend>
      ${renderSegments(
        words.source,
        SOURCE_KINDS.map((kind) => [kind, words.sources[kind]]),
        settings.source,
        (source) => change({ source: source as SourceKind }),
      )}
    </fieldset>
    <p class="lead">${words.sourceText[settings.source]}
      ${settings.source === 'serial' && !hasSerial() ? html`<strong class="warning">${words.faults.noSerial}</strong>` : nothing}
    </p>
    <p class="stream-needs">${describeNeeds(model, needs)}</p>`;
}

/** What is to be known of the source, and how often a window is taken. */
export function renderFields(view: StreamFormView): TemplateResult {
  const { settings, needs, change } = view;
  return html`<fieldset class="stream-fields">
    <legend class="spoken">${words.settings}</legend>
    ${renderOwn(view)}
    ${renderSelect(
      words.hop,
      String(settings.share),
      SHARES.map((share) => [String(share), words.hopOf(hopSeconds(needs, share))]),
      (share) => change({ share: Number(share) }),
    )}
    <label class="stream-keep"
      ><input
        type="checkbox"
        .checked=${settings.keeps}
        @change=${(event: Event) => change({ keeps: (event.target as HTMLInputElement).checked })}
      /><span>${words.keep}<small>${words.room(roomOf(settings, needs))}</small></span></label
    >
  </fieldset>`;
}

function renderOwn({ settings, needs, microphones, change, start }: StreamFormView): TemplateResult | typeof nothing {
  const { source } = settings;
  if (source === 'motion') {
    const hasUnit = settings.motionKind !== 'rotation';
    return html`${renderSelect(
      words.sensor,
      settings.motionKind,
      MOTION_KINDS.map((kind) => [kind, words.sensors[kind]]),
      (kind) => change({ motionKind: kind as MotionKind }),
    )}
    ${
      hasUnit
        ? renderSelect(
            words.unit,
            settings.motionUnit,
            [
              ['g', 'g'],
              ['ms2', 'm/s²'],
            ],
            (unit) => change({ motionUnit: unit as MotionUnit }),
          )
        : nothing
    }`;
  }
  if (source === 'microphone') {
    if (microphones.length < 2) return nothing;
    return renderSelect(
      words.sources.microphone,
      settings.microphone ?? microphones[0].id,
      microphones.map(({ id, name }) => [id, name]),
      (microphone) => change({ microphone }),
    );
  }
  return html`${
    source === 'socket'
      ? html`<label class="stream-address"
          ><span>${words.address}</span
          ><input
            type="text"
            inputmode="url"
            autocomplete="off"
            spellcheck="false"
            placeholder="wss://…"
            .value=${settings.address}
            @input=${(event: Event) => change({ address: (event.target as HTMLInputElement).value })}
            @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && start()}
        /></label>`
      : renderSelect(
          words.baudRate,
          String(settings.baudRate),
          BAUD_RATES.map((rate) => [String(rate), String(rate)]),
          (rate) => change({ baudRate: Number(rate) }),
        )
  }
  <label
    ><span>${words.lineRate}</span
    ><input
      type="number"
      min="0.1"
      max="100000"
      step="any"
      .value=${String(settings.lineRate)}
      @change=${(event: Event) => {
        const rate = (event.target as HTMLInputElement).valueAsNumber;
        change({ lineRate: rate > 0 ? rate : (needs.rate ?? settings.lineRate) });
      }}
  /></label>`;
}

/** Seconds from one window to the next; null where that depends on what comes. */
function hopSeconds({ rate, stride }: SeriesNeeds, share: number): number | null {
  return rate === null || stride === null ? null : Math.max(1, Math.round(stride * share)) / rate;
}

/** How long a recording may be. */
function roomOf(settings: StreamSettings, { channelCount }: SeriesNeeds): string {
  const rate = settings.source === 'microphone' ? SOUND_RATE : settings.source === 'motion' ? 60 : settings.lineRate;
  return clock(mostKept({ ...settings, keeps: true }) / (channelCount ?? 1) / rate, 1);
}

/** What has to come in, in a sentence. */
function describeNeeds(model: string, { channels, channelCount, rate, window }: SeriesNeeds): string {
  return words.needs(
    model,
    channelCount === null ? words.anyChannels : words.channels(channelCount, channels?.join(', ') ?? ''),
    rate === null ? '' : words.atRate(String(Number(rate.toPrecision(6)))),
    rate === null || window === null ? '' : words.windowOf(String(Number((window / rate).toPrecision(3)))),
  );
}
