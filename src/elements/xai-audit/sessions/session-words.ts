import { SESSION_FINDING_TITLES } from '../../../core/audit-titles.ts';
import type { SessionFinding } from '../../../engine/audit-protocol.ts';

/** The words of audits of recordings. */
export const sessionWords = {
  count: (count: number, text: string) => (count === 1 ? '1 recording' : `${text} recordings`),
  running: 'Explaining recordings, window by window',
  takes: (time: string) => `It will take ${time}, and some more to test what it suspects.`,
  explained: 'recordings explained',
  windows: 'windows asked about',
  right: 'of the labelled windows are right',
  inside: 'of the weight lies within the labels',
  chance: (share: string) => `without any preference: ${share}`,
  findingsText:
    'Each was tested: a stretch of the recording or a channel was replaced, or put into windows of other classes, and the model was asked again. Only what moved the answer beyond a control is listed. What was replaced is marked in red.',
  notLooked: 'Nothing was looked for.',
  kinds: SESSION_FINDING_TITLES as Record<SessionFinding['kind'], string>,
  seen: {
    beside: (label: string, share: string) =>
      `Maps of “${label}” have ${share} of their weight beside the event that is labelled, and what lies there moves the answer.`,
    'window-part': (label: string, points: string, from: string, to: string) =>
      `From ${from} to ${to} of the window maps of “${label}” have ${points} more of their weight than those of other classes.`,
    channel: (label: string, channel: string, recordings: number) =>
      `“${label}” hangs on the channel ${channel}: it goes without it and comes with it, in windows of ${recordings} recordings.`,
  },
  evidence: (value: string, low: string, high: string, count: number) =>
    `${value} (95 % interval: ${low} to ${high}), seen in ${count} windows`,
  hidden: 'Replaced by a line',
  pasted: 'Put where it is not',
  channelHidden: 'Replaced by its mean',
  channelPasted: 'Put into others',
  compared: {
    text: (count: string, recordings: string) =>
      `${count} windows of ${recordings} recordings that every model answered, with the same seeds.`,
    how: 'Differences are taken window by window; intervals are 95 %, by bootstrap over the recordings. Of fewer than five recordings nothing is claimed.',
    tooFew: 'There are too few labelled windows, or windows of one recording only, to compare them.',
    noneAlike: 'Their windows begin or end at other times: compare models with windows alike.',
    step: {
      inside: (after: string, before: string, isMore: boolean) =>
        `${after} looks ${isMore ? 'more' : 'less'} at the event than ${before}`,
      place: (after: string, before: string, isMore: boolean) =>
        `${after} looks ${isMore ? 'more' : 'less'} at the part of the window that the finding names than ${before}`,
      correct: (after: string, before: string, isMore: boolean) =>
        `${after} is right ${isMore ? 'more' : 'less'} often than ${before}`,
      score: (after: string, before: string, isMore: boolean) =>
        `${after} is ${isMore ? 'more' : 'less'} sure of what is there than ${before}`,
    },
    measures: {
      inside: 'evidence on the event',
      place: 'evidence in the part of the finding',
      correct: 'right answers',
      score: 'score of what is there',
    },
    stepNumbers: (from: string, to: string, count: string, recordings: string, low: string, high: string) =>
      `${from} to ${to} in ${count} windows of ${recordings} recordings, 95 % interval of the difference: ${low} to ${high} percentage points`,
    agreed: (before: string, after: string, share: string, cosine: string) =>
      `${before} and ${after} answer ${share} of the windows alike; there their maps lie at the same time with a cosine of ${cosine}.`,
  },
  columns: {
    label: 'Class',
    answers: 'Answers',
    right: 'Right of its own',
    inside: 'Weight within its labels',
    chance: 'Without preference',
    mean: 'Mean map of a window',
  },
  meanMap: (label: string) => `Mean map of the windows answered ${label}`,
  channels: (names: string) => `In the maps: channels from top to bottom (${names}), time from left to right.`,
  bands: 'In the maps: bands from top to bottom, time from left to right.',
  confusion: 'Labels and answers',
  labelAnswer: 'Label / answer',
  noLabels: 'No window is labelled.',
  recordings: 'Recordings',
  counted: (shown: string, all: string) => (shown === all ? all : `${shown} of ${all}`),
  sorts: { name: 'name', wrong: 'most wrong windows' },
  onlyWrong: 'Only with wrong windows',
  noRows: 'No recording fits all of these choices: take one of them back.',
  seconds: (count: string) => `${count} s`,
  windowsOf: (count: string) => `${count} windows`,
  wrongOf: (wrong: string, judged: string) => `${wrong} of ${judged} labelled ones wrong`,
  unlabelled: 'no labels',
  page: {
    open: (name: string) => `Show everything about ${name}`,
    previous: 'Previous',
    next: 'Next',
    whole: 'The whole recording',
    recording: 'The recording',
    rate: (count: string) => `${count} samples a second`,
    labels: (count: number, text: string) => (count === 1 ? '1 label' : `${text} labels`),
    windows: 'Windows',
    onlyWrong: 'Only wrong ones',
    time: 'Seconds',
    label: 'Label',
    answer: 'Answer',
    inside: 'Weight within (chance)',
    unanswered: 'no answer',
    look: (time: string) => `${time} s: show closely`,
    meanScore: 'Mean score of the answers',
    trust: (inside: string, chance: string) =>
      `${inside} of the weight lies within the labels, which cover ${chance} of these windows.`,
    trustUnknown: 'No right answer has a label, so whether the weight lies on the event cannot be said.',
    made: (method: string, layer: string | null, time: string) =>
      `${method}${layer ? ` at ${layer}` : ''}, ${time} for this recording.`,
    findings: 'Findings that show here',
  },
  timeline: (name: string) => `Timeline of ${name}`,
  /** Beside the strips of timelines: short. */
  drawn: { label: 'label', answer: 'answer', high: 'high', low: 'low' },
  timelinePart: (name: string, from: string, to: string) => `${name}, ${from} to ${to} s`,
};
