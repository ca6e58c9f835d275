import { html, nothing, type TemplateResult } from 'lit';
import { formatCount, formatFixed } from '../../../src/elements/strings.ts';
import { clock } from '../../../src/elements/xai-timeline/ticks.ts';
import type { LiveStream } from './live-stream.ts';
import type { StreamSettings } from './stream-settings.ts';
import { streamWords as words } from './words.ts';

/** Lines come at another rate than was said once they differ by so much. */
const OTHER_RATE = 0.1;
/** Milliseconds without a sample after which it is said. */
const SILENT_MS = 3000;

/** How fast, how late, how much came, how much is kept. */
export function renderFigures(stream: LiveStream): TemplateResult {
  const { rate, intake, buffer, isOn } = stream;
  const perSecond = intake?.arrivals.perSecond ?? null;
  const lost = intake ? sum(intake.losses) : 0;
  const figures: [string, string][] = [
    [words.windowsPerSecond, rate.framesPerSecond === null ? '–' : formatFixed(rate.framesPerSecond, 1)],
    [words.latency, rate.latency === null ? '–' : `${Math.round(rate.latency)} ms`],
    [words.samplesPerSecond, perSecond === null ? '–' : formatCount(Math.round(perSecond))],
    [words.lost, formatCount(lost)],
  ];
  const kept = buffer?.keptSeconds ?? null;
  if (kept !== null) figures.push([words.kept, clock(kept, 1)]);
  return html`<dl class="stream-figures" ?data-idle=${!isOn}>
    ${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

/** What is not as it should be, in sentences. */
export function renderDoubts(stream: LiveStream, settings: StreamSettings): TemplateResult | typeof nothing {
  const { intake, buffer, skipped, obstacle, phase } = stream;
  if (!intake) return nothing;
  const { losses, map, arrivals } = intake;
  const { perSecond, silence } = arrivals;
  const isSilent = phase === 'running' && (silence ?? 0) > SILENT_MS;
  const isOther =
    map?.time === null &&
    perSecond !== null &&
    !isSilent &&
    Math.abs(perSecond - settings.lineRate) > OTHER_RATE * settings.lineRate &&
    (settings.source === 'socket' || settings.source === 'serial');
  const room = buffer?.roomSeconds ?? null;
  const doubts = [
    isSilent && silence !== null ? words.silent(Math.round(silence / 1000)) : '',
    sum(losses) > 0 ? words.losses(losses) : '',
    skipped > 0 ? words.skipped(skipped) : '',
    isOther && perSecond !== null ? words.otherRate(Math.round(perSecond), settings.lineRate) : '',
    obstacle === null ? '' : words.noMap(obstacle),
    buffer?.isFull && room !== null ? words.full(clock(room, 1)) : '',
  ].filter(Boolean);
  return doubts.length === 0
    ? nothing
    : html`<ul class="stream-doubts">${doubts.map((one) => html`<li>${one}</li>`)}</ul>`;
}

function sum({ broken, missing, late, jumps }: NonNullable<LiveStream['intake']>['losses']): number {
  return broken + missing + late + jumps;
}
