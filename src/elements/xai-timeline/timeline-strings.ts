const countOf = (windows: string) => (windows === '1' ? '1 window' : `${windows} windows`);

/**
 * Every word that `<xai-timeline>` shows or speaks beyond those of all elements, in English until
 * {@link setTimelineLanguage} puts another table in place.
 */
export const words = {
  timeline: 'Explained recording',
  nothingYet: 'No recording yet',
  reading: 'Reading the recording',
  openingModel: 'Opening the model',
  answering: 'Asking the model about every window',
  explaining: (what: string) => `Explaining ${what}`,
  ownAnswers: 'each window’s own answer',
  quoted: (label: string) => `“${label}”`,
  windowsDone: (done: string, total: string) => `${done} of ${total} windows`,
  stopped: 'Stopped. What was finished stays.',
  noModel: (time: string) => `${time} of recording. Give a model to see what it says of it.`,
  judged: (windows: string, judged: string, right: string, wrong: string) =>
    `${countOf(windows)}; the labels speak of ${judged}: ${right} right, ${wrong} wrong.`,
  unjudged: (windows: string) => `${countOf(windows)}. Without labels nobody can say which answers are right.`,
  noSeries: (name: string, task: string) =>
    `${name} is a model for ${task}, and a timeline needs one of recordings. Give such a model, or a recipe with the task "series".`,

  tracks: 'Tracks',
  trackNames: {
    recording: 'Recording',
    fed: 'What the model is fed',
    labels: 'Labels',
    predictions: 'Answers',
    map: 'Why',
  } as Record<string, string>,
  imported: 'Answers from a file',
  showTrack: (name: string) => `Show ${name}`,
  moveUp: (name: string) => `Move ${name} up`,
  moveDown: (name: string) => `Move ${name} down`,
  moveTrack: (name: string) => `Move ${name}: drag it, or use the arrows`,
  resize: (name: string) => `Height of ${name}`,
  splitChannels: 'One track for each channel',
  noLabels: 'No labels. Drop a CSV file with start, end and label.',
  drawLabels: 'No labels. Drag here to draw one.',
  noAnswers: 'No answers yet',
  noMap: 'Not explained yet',
  high: 'high',
  low: 'low',
  playhead: 'Sound',

  window: 'Window',
  windowValue: (number: string, count: string, from: string, to: string) =>
    `Window ${number} of ${count}, ${from} to ${to}`,
  says: (label: string, percent: string | null) => (percent === null ? `says ${label}` : `says ${label}, ${percent}`),
  saysNothing: 'touches a gap, so it is not asked about',
  isRight: (meant: string) => `right, the label is ${meant}`,
  isWrong: (meant: string) => `wrong, the label is ${meant}`,
  noLabelHere: 'no label here',
  right: 'Right',
  wrong: 'Wrong',
  unknown: 'No label here',
  label: 'Label',
  editLabels: 'Edit labels',
  /** Name of a label that nobody has named yet. */
  newLabel: 'event',
  newLabelButton: 'New label',
  labelCount: (count: number, formatted: string) => (count === 1 ? '1 label' : `${formatted} labels`),
  previousLabel: 'Previous label',
  nextLabel: 'Next label',
  undo: 'Undo',
  redo: 'Redo',
  labelHint: 'Drag over the label track to draw a label, or press one to move, resize and name it.',
  labelName: 'Name',
  from: 'from',
  to: 'to',
  deleteLabel: 'Delete',
  chosenLabel: 'Chosen label',
  labelValue: (label: string, from: string, to: string, number: string, count: string) =>
    `${label}, ${from} to ${to}, ${number} of ${count}`,
  labelStart: (label: string) => `Start of ${label}`,
  labelEnd: (label: string) => `End of ${label}`,
  answer: 'Answer',
  value: 'Value',
  fedValues: 'What the model was fed',
  fedHelp: (columns: number, seconds: string) => `${columns} steps, ${seconds} each`,
  scores: 'All scores',
  previous: 'Previous window',
  next: 'Next window',
  previousWrong: 'Previous wrong window',
  nextWrong: 'Next wrong window',
  wrongOnly: 'Wrong ones',
  noWrong: 'No wrong window',
  frameHelp: (length: string, stride: string) => `${length} long, a new one every ${stride}`,

  scope: 'Explain',
  scopes: { session: 'Whole session', window: 'This window' } as Record<string, string>,
  target: 'Why it says',
  ownAnswer: 'what it says',
  jet: 'jet (red to blue)',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomAll: 'All of it',
  play: 'Play',
  pause: 'Pause',
  noSound: 'This browser cannot play sound here.',
  mapWords: (percent: string, chance: string) =>
    `${percent} of the weight lies within the labels, which cover ${chance} of the time.`,
  peak: (label: string, time: string, row: string | null) =>
    `The peak for ${label} is at ${time}${row === null ? '' : `, in ${row}`}.`,
  nothingRaises: (label: string) => `Nothing here raises the score of ${label}.`,
  miniMap: 'Stretch that is shown',
  stretch: (from: string, to: string) => `${from} to ${to}`,
  overview: 'Overview',
  keys: 'Keys',
  keyHelp: [
    ['← →', 'window before, after'],
    ['Shift ← →', 'wrong window before, after'],
    ['Home End', 'first, last window'],
    ['+ −', 'zoom in, out'],
    ['Page ↑ ↓', 'a view back, on'],
    ['0', 'all of it'],
    ['Space', 'play, pause'],
    ['Esc', 'stop explaining'],
  ] as readonly (readonly [keys: string, does: string])[],
  labelKeyHelp: [
    ['N', 'new label over the window'],
    ['L', 'to the label at the window'],
    ['On a label ← →', 'label before, after'],
    ['Shift ← →', 'move it'],
    ['Tab, then ← →', 'move its start, its end'],
    ['Enter', 'name it'],
    ['1 … 9', 'name it by the class'],
    ['Delete', 'take it away'],
    ['Ctrl Z, Ctrl Y', 'undo, redo'],
  ] as readonly (readonly [keys: string, does: string])[],
  legend: (label: string) => `How much each moment adds to the score of ${label}.`,
  legendSigned: (label: string) => `What each moment adds to the score of ${label}, or takes from it.`,
  findings: 'About the file',
};

export type TimelineWords = typeof words;

/** Another language for all timelines of the page, beside `setLanguage`; call it before any is drawn. */
export function setTimelineLanguage(table: TimelineWords): void {
  Object.assign(words, table);
}
