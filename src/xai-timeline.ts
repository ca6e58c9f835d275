import { XaiTimeline } from './elements/xai-timeline/element.ts';

export { labelsToCsv, verdictsToCsv } from './core/series/label-csv.ts';
export { sessionToJson } from './core/series/session-json.ts';
export * from './elements/events.ts';
export { type Strings, setLanguage } from './elements/strings.ts';
export * from './elements/timeline-events.ts';
export { setTimelineLanguage, type TimelineWords } from './elements/xai-timeline/timeline-strings.ts';
export { configure, type EngineSettings } from './engine/settings.ts';
export { XaiTimeline };

declare global {
  interface HTMLElementTagNameMap {
    'xai-timeline': XaiTimeline;
  }
}

if (!customElements.get('xai-timeline')) customElements.define('xai-timeline', XaiTimeline);
