/** What findings and outcomes of audits are called in English, in reports and in the page. */

/** Kinds of findings in audits of pictures. */
export const FINDING_TITLES = {
  'fixed-position': 'One place of the picture',
  beside: 'What stands beside the object',
  context: 'The surroundings',
  'co-occurrence': 'Another object',
  outlier: 'Unlike the others',
} as const;

/** Whether such a finding's value is by how much a share of the evidence is greater; of the others it is the share itself. */
export function isDifference(kind: keyof typeof FINDING_TITLES): boolean {
  return kind === 'fixed-position' || kind === 'co-occurrence';
}

/** Kinds of findings in audits of recordings. */
export const SESSION_FINDING_TITLES = {
  beside: 'Beside the event',
  'window-part': 'One part of the window',
  channel: 'One channel',
} as const;

/** Outcomes of answers. */
export const OUTCOME_TITLES = {
  correct: 'right',
  class: 'wrong class',
  missed: 'missed',
  background: 'nothing is there',
  localisation: 'in the wrong place',
  duplicate: 'found twice',
} as const;
