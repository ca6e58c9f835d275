import { timelineDe } from '../../src/elements/languages/timeline-de.ts';
import { timelineZh } from '../../src/elements/languages/timeline-zh.ts';
import { setTimelineLanguage } from '../../src/elements/xai-timeline/timeline-strings.ts';
import { language } from '../shell/language.ts';
import { de } from './languages/de.ts';
import { en, type TimelineViewWords } from './languages/en.ts';
import { zh } from './languages/zh.ts';

/** Every word of the Timeline view in the language of this visit; those of the timeline itself are the element's. */
export const text: TimelineViewWords = { en, de, zh }[language];

/** Tells the timeline on the page. */
export function speakTimeline(): void {
  if (language === 'de') setTimelineLanguage(timelineDe);
  if (language === 'zh') setTimelineLanguage(timelineZh);
}
