/** Every word of the Timeline view, in English. */
export const en = {
  title: 'Explain a recording',
  examples: {
    motion: {
      title: 'Motion',
      text:
        'A model that tells five movements from two seconds of an accelerometer looks at a session that this page has drawn. ' +
        'Move over its answers to see what it was shown; the strip below tells which moments made it say so.',
    },
    'motion-shortcut': {
      title: 'Motion, with a shortcut',
      text:
        'Its twin learned from recordings in which every circle came with a glitch, a loose contact on one axis. See where ' +
        'it looks when it says “circle”: beside the movement.',
    },
    'motion-recurrent': {
      title: 'Motion, recurrent',
      text:
        'It reads one step of time after the other and remembers. Integrated Gradients goes back through all its steps: red ' +
        'samples added to the answer, blue ones took from it.',
    },
    sound: {
      title: 'Sound',
      text:
        'Tones, clicks and sweeps in noise, as a picture of frequencies over time. The map lies over what the model was ' +
        'fed. Press play to hear what it says them of.',
    },
  } as Record<string, { title: string; text: string }>,
  drawAnother: 'Draw another session',
  choose: 'Choose files',
  live: 'Live',
  yourFiles: 'Your files',
  modelHere: 'Model',
  recordingHere: 'Recording',
  labelsHere: 'Labels',
  predictionsHere: 'Answers',
  none: '–',
  recordingFirst:
    'Drop a recording (CSV or WAV) anywhere, with its labels (start, end, label) if you have them, and an ONNX model of recordings.',
  modelNext: 'Now drop an ONNX model of recordings, with its recipe (.json) if you have one.',
  dropHint: 'Drop further files at any time: other recordings, labels, a recipe, or answers that were made elsewhere.',
  unknownFiles: (names: readonly string[]) =>
    `Not used: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}. The timeline takes ` +
    '.onnx models, recipes, recordings (.csv, .wav, .session.json) and label files (.csv).',
  saveRecording: (kind: string) => `Recording (${kind})`,
  saveLabels: 'Labels (CSV)',
  saveAnswers: 'Answers (CSV)',
  saveSession: 'Session (JSON)',
  asAnswers: 'show as answers',
  asLabels: 'show as labels',

  csv: {
    title: 'How the file is read',
    times: 'Times',
    timesAuto: 'found by name',
    timesNone: 'none',
    unit: 'Unit of the times',
    unitAuto: 'found by itself',
    rate: 'Samples a second',
    rateHint: 'by the times',
    channel: (number: number, name: string | null) => (name === null ? `Channel ${number}` : `For “${name}”`),
    read: 'Read it so',
  },

  reportTitle: 'What the session says as a whole',
  confusionTitle: 'Right and wrong',
  confusionText: (right: number, judged: number) =>
    `${right} of ${judged} windows that a label speaks of are answered rightly.`,
  commonError: (label: string, answer: string, times: number) =>
    `The most common mistake: ${label} taken for ${answer}, ${times === 1 ? 'once' : `${times} times`}.`,
  labelAgainstAnswer: 'Label ↓ Answer →',
  nothingJudged: 'Without labels nobody can say what is right. Drop a CSV file with start, end and label.',
  wrongTitle: 'The surest mistakes',
  wrongText: 'Wrong windows in which the model was most sure. Press one to see it.',
  nothingWrong: 'Nothing that the labels speak of is answered wrongly.',
  insteadOf: (answer: string, meant: string) => `says ${answer}, is ${meant}`,
  sharesTitle: 'At the event, or beside it',
  shareText:
    'Of the windows that are answered rightly: how much of what made the model say so lies within the label. The line marks what a map without preference would have.',
  looksAt: 'It looks at the events.',
  looksBeside: (labels: readonly string[]) => `It looks beside what it names: ${labels.join(', ')}.`,
  shareOf: (label: string, weight: string, chance: string, windows: number) =>
    `${label}: ${weight} of the weight within its labels, ${chance} without preference, ${windows} windows`,
  against: (chance: string) => `chance ${chance}`,
  noShares: 'No window with a label is both answered rightly and explained.',
  meanTitle: 'Where in a window it looks',
  meanText: 'The mean map of a window of each answer: which channel, and which part of the window, it leans on.',
  meanAxis: (seconds: number) => `from the beginning of a window to its end, ${Number(seconds.toPrecision(3))} s`,
  meanAlt: (label: string) => `Mean map of the windows answered as ${label}`,
  meanPart: (third: number, from: number, to: number, channel: string) =>
    `Mostly ${['early', 'in the middle', 'late'][third]} (${from.toFixed(1)} to ${to.toFixed(1)} s)${channel}.`,
  meanChannel: (name: string, share: number) => `, ${Math.round(100 * share)} % of it in ${name}`,
  meanNothing: 'Nothing raises its score.',
  windows: (count: number) => (count === 1 ? '1 window' : `${count} windows`),
  highBands: 'high',
  lowBands: 'low',
  needsModel: 'This needs a model that gives classes, and its maps.',
  underWay: 'It is being explained.',
  needsSession: 'Explain the whole session to see this. With masks that takes a while; you can stop it at any time.',
  explainSession: 'Explain the whole session',
};

export type TimelineViewWords = typeof en;
