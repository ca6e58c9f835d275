import { FINDING_TITLES, OUTCOME_TITLES } from '../../core/audit-titles.ts';
import type { PlaceName } from '../../core/place-name.ts';
import type { AuditFinding } from '../../engine/audit-protocol.ts';
import { sessionWords } from './sessions/session-words.ts';

/** Every word of the audit that is not the viewer's, in English until {@link setAuditLanguage} puts another table in place. */
export const auditWords = {
  opening: 'Opening models and data',
  openingBytes: (done: string, total: string | null) => (total ? `${done} of ${total}` : done),
  ready: (models: string, pictures: string, data: string) => `${models} will look at ${pictures} of ${data}.`,
  pictures: (count: number, text: string) => (count === 1 ? '1 picture' : `${text} pictures`),
  estimating: 'Working out how long it will take',
  takes: (time: string) => `It will take ${time}, for one map of each, and some more to test what it suspects.`,
  takesUnknown: 'How long it will take is not known beforehand.',
  setAside: (count: number) => `${count} files or annotations are left out; the report names them.`,
  start: 'Start the audit',
  pause: 'Pause',
  goOn: 'Go on',
  again: 'Try again',
  running: 'Explaining pictures',
  testing: 'Testing what was suspected',
  paused: 'Paused. What is finished is kept.',
  pausedUnkept: 'Stopped. Going on begins anew, since nothing is kept.',
  doneOf: (done: string, total: string) => `${done} of ${total}`,
  errorCode: (code: string) => `Code: ${code}`,

  /** Parts of a sentence, the first of which can stand alone. */
  sentence: (parts: readonly string[]) => `${parts.join(', ')}.`,
  explainedOf: (explained: string, done: string) => `${explained} of ${done} explained`,
  wereEmpty: (count: string) => `${count} had nothing to explain`,
  haveFailed: (count: string) => `${count} failed`,
  leftOut: (count: string) => `Not explained, and why: ${count}`,
  noneExplained: 'Nothing could be explained, so nothing was looked for.',
  areMissing: (count: string) => `${count} belong to shards that are not here`,
  explained: 'pictures explained',
  right: 'of the answers are right',
  evidenceInside: 'of the evidence lies on the object',
  finding: 'finding that passed its test',
  findingsMany: 'findings that passed their test',

  findings: 'Findings',
  findingsText:
    'Each was tested: the suspected part was covered, exchanged or pasted elsewhere, and the model was asked again. Only what moved the answer beyond a control is listed.',
  noFindings: 'Nothing that was suspected passed its test.',
  notLooked: 'This task has no score that could be asked for again, so nothing was tested.',
  kinds: FINDING_TITLES as Record<AuditFinding['kind'], string>,
  seen: {
    'fixed-position': (label: string, points: string, place: string) =>
      `Maps of “${label}” have ${points} percentage points more of their evidence at one place, ${place}, than those of other classes.`,
    beside: (label: string, share: string, sides: string) =>
      `Of their evidence around the object maps of “${label}” have ${share} beside it: ${sides}.`,
    context: (label: string, share: string) =>
      `Maps of “${label}” have ${share} of their evidence outside of the object.`,
    'co-occurrence': (label: string, points: string, other: string) =>
      `Where both are in the picture, maps of “${label}” have ${points} percentage points more of their evidence on “${other}” than it covers.`,
    outlier: (label: string, share: string, count: string) =>
      `Of the maps of “${label}” ${share} lie elsewhere than the others: ${count}.`,
  },
  /** On which side of objects, and in how many pictures. */
  sides: {
    left: 'to its left',
    right: 'to its right',
    above: 'above it',
    below: 'below it',
  } as Record<'left' | 'right' | 'above' | 'below', string>,
  sideTimes: (side: string, count: number) => `${side} ${count === 1 ? 'once' : `${count} times`}`,
  places: {
    'upper-left': 'in the upper left',
    upper: 'at the top',
    'upper-right': 'in the upper right',
    left: 'on the left',
    middle: 'in the middle',
    right: 'on the right',
    'lower-left': 'in the lower left',
    lower: 'at the bottom',
    'lower-right': 'in the lower right',
    border: 'along the border',
  } as Record<PlaceName, string>,
  /** A difference of shares. */
  points: (value: string) => `${value} percentage points`,
  evidence: (value: string, low: string, high: string, count: number) =>
    `${value} (95 % interval: ${low} to ${high}), seen in ${count} maps`,
  intervalsText:
    'A 95 % interval says where the number would lie for other pictures of the same kind, 95 times of 100.',
  covered: 'Covered where it is',
  exchanged: 'Surroundings exchanged',
  pasted: 'Pasted where it is not',
  moves: (before: string, after: string) => `${before} → ${after}`,
  controlMoves: (after: string) => `control: ${after}`,
  othersMove: (points: string) => `other classes, beyond their controls: ${points} percentage points`,
  ofModel: (name: string) => `in ${name}`,
  showPicture: (name: string) => `Show ${name}`,

  compared: 'Models compared',
  comparedText: (count: string) =>
    `${count} maps that every model has: the same pictures, the same seeds, the same question. Differences are taken map by map; intervals are 95 %, by bootstrap.`,
  step: {
    inside: (after: string, before: string, isMore: boolean) =>
      `${after} looks ${isMore ? 'more' : 'less'} at the object than ${before}`,
    place: (after: string, before: string, isMore: boolean) =>
      `${after} looks ${isMore ? 'more' : 'less'} at the place of the finding than ${before}`,
    correct: (after: string, before: string, isMore: boolean) =>
      `${after} is right ${isMore ? 'more' : 'less'} often than ${before}`,
    score: (after: string, before: string, isMore: boolean) =>
      `${after} is ${isMore ? 'more' : 'less'} sure than ${before}`,
  },
  byChance: (measure: string, before: string, after: string) =>
    `What differs in “${measure}” from ${before} to ${after} could be chance`,
  forClass: (claim: string, label: string) => `${claim}, for “${label}”`,
  stepNumbers: (from: string, to: string, count: string, low: string, high: string) =>
    `${from} to ${to} in ${count} maps, 95 % interval of the difference: ${low} to ${high} percentage points`,
  claim: (claim: string, numbers: string) => `${claim}: ${numbers}.`,
  measure: 'Measure',
  measures: {
    inside: 'evidence on the object',
    place: 'evidence at the place of the finding',
    correct: 'right answers',
    score: 'score',
  } as Record<string, string>,

  patterns: 'Groups of maps',
  patternsText:
    'Where maps lie, whatever their class, and which are unlike the others. This describes; nothing of it was tested, so nothing of it is a finding.',
  tooFewMaps: 'There are too few maps to look for groups: twelve are needed.',
  frames: {
    object: "over the object's box and half a box around it",
    picture: 'over the picture',
  } as Record<'object' | 'picture', string>,
  mapsCompared: (maps: string, frame: string, left: string | null) =>
    `${maps} maps, compared ${frame}${left ? ` (${left} without a known place are left out)` : ''}`,
  groupsFound: (count: string) => `${count} groups stand apart`,
  noGroups: 'no groups stand apart',
  partition: (silhouette: string, chance: string) =>
    `(silhouette of the best division: ${silhouette} of 1; chance that two of its groups are halves of one: ${chance})`,
  group: (number: string) => `Group ${number}`,
  groupHas: (maps: string, pictures: string) => `${maps} maps of ${pictures} pictures`,
  groupRight: (share: string) => `${share} right`,
  showGroup: (count: string) => `Show all ${count}`,
  unusual: 'Unusual maps',
  unusualText: 'Maps that lie far from the mean map of their class, the farthest first.',
  noUnusual: 'None, of classes with eight maps or more.',
  likeness: (label: string, cosine: string, usual: string) => `${label}: alike ${cosine}, usually ${usual}`,
  onlyShown: (title: string) => `Only: ${title}`,
  showEverything: 'Show everything',

  classes: 'Classes',
  classesText: 'A row for each class that was explained: mostly what the model answered, right or wrong.',
  classColumns: {
    class: 'Class',
    maps: 'Maps',
    right: 'Right',
    outside: 'Evidence outside of the object',
    repeatability: 'Same when made again',
    picture: 'Where in the picture',
    object: 'Where on the object',
  },
  meanMap: (label: string) => `Mean map of ${label} over the picture`,
  meanObjectMap: (label: string) => `Mean map of ${label} over the object's box and half a box around it`,
  unknown: '–',

  grid: 'Pictures',
  gridCount: (shown: string, all: string) =>
    shown === all ? `${all} ${all === '1' ? 'map' : 'maps'}` : `${shown} of ${all} maps`,
  maps: 'Maps',
  toggleMap: (name: string) => `Map of ${name}`,
  class: 'Class',
  all: 'all',
  outcome: 'Answer',
  outcomes: { ...OUTCOME_TITLES, wrong: 'wrong, of any kind' } as Record<string, string>,
  model: 'Model',
  sort: 'Sort by',
  sorts: { name: 'name', score: 'score', inside: 'evidence on the object' } as Record<string, string>,
  falling: 'greatest first',
  rising: 'least first',
  search: 'Name has',
  noRows: 'No map fits all of these choices: take one of them back.',
  moreRows: (count: string) => `Show ${count} more`,
  andMore: (count: string) => `and ${count} more`,
  onObject: (share: string) => `${share} on the object`,
  missedScore: 'missed',

  back: 'Back to all',
  previous: 'Previous',
  next: 'Next',
  pageOf: (at: string, all: string) => `${at} of ${all}`,
  said: 'What the model said',
  known: 'What the annotations say',
  nothingKnown: 'nothing',
  trust: 'Can this map be trusted?',
  trustObject: (inside: string, area: string) =>
    `${inside} of its evidence lies on the object, which covers ${area} of the picture.`,
  trustChance: (times: string) => `That is ${times} times what chance would put there.`,
  trustBelowChance: 'That is no more than chance would put there: look for what else the model sees.',
  trustNoObject: 'Nobody knows where the object is, so whether the evidence lies on it cannot be said.',
  trustSteady: (value: string) =>
    `Two halves of the masks agree (reliability ${value}): more masks would hardly change it.`,
  trustNoisy: (value: string) =>
    `Two halves of the masks disagree (reliability ${value}): more masks will make it steadier.`,
  better: { higher: 'higher is better', lower: 'lower is better' },
  howMade: 'How it was made',
  made: (method: string, layer: string | null, time: string) =>
    `${method}${layer ? ` at ${layer}` : ''}, ${time} for this picture.`,
  problems: 'Good to know',

  sessions: sessionWords,

  save: 'Save',
  saves: {
    html: 'Report (HTML)',
    json: 'All numbers (JSON)',
    csv: 'Table (CSV)',
    npz: 'Maps (NPZ)',
  },
  saving: 'Preparing the file',
  saveFailed: (message: string) => `It could not be saved: ${message}`,
};

export type AuditWords = typeof auditWords;

/** Another language for all audits of the page, beside `setLanguage`; call it before any is drawn. */
export function setAuditLanguage(table: AuditWords): void {
  // Those who show recordings hold on to their part.
  Object.assign(auditWords, table, { sessions: Object.assign(auditWords.sessions, table.sessions) });
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
