import type { TimelineViewWords } from './en.ts';

/** Every word of the Timeline view, in German. */
export const de: TimelineViewWords = {
  title: 'Eine Aufzeichnung erklären',
  examples: {
    motion: {
      title: 'Bewegung',
      text:
        'Ein Modell, das fünf Bewegungen an zwei Sekunden eines Beschleunigungssensors erkennt, sieht eine Sitzung an, die diese Seite ' +
        'gezeichnet hat. Fahre über seine Antworten, um zu sehen, was ihm gezeigt wurde; der Streifen darunter sagt, welche Augenblicke es dazu brachten.',
    },
    'motion-shortcut': {
      title: 'Bewegung, mit Abkürzung',
      text:
        'Sein Zwilling lernte aus Aufzeichnungen, in denen jeder Kreis mit einer Störung kam, einem Wackelkontakt auf einer Achse. ' +
        'Sieh, wohin er schaut, wenn er „circle“ sagt: neben die Bewegung.',
    },
    'motion-recurrent': {
      title: 'Bewegung, rekurrent',
      text:
        'Es liest einen Zeitschritt nach dem anderen und merkt sich etwas. Integrated Gradients geht durch alle Schritte ' +
        'zurück: rote Werte trugen zur Antwort bei, blaue zogen davon ab.',
    },
    sound: {
      title: 'Ton',
      text:
        'Töne, Klicks und Sweeps im Rauschen, als Bild der Frequenzen über der Zeit. Die Karte liegt über dem, was das Modell ' +
        'bekam. Spiele es ab, um zu hören, wovon es das sagt.',
    },
  },
  drawAnother: 'Eine andere Sitzung zeichnen',
  choose: 'Dateien wählen',
  live: 'Live',
  yourFiles: 'Deine Dateien',
  modelHere: 'Modell',
  recordingHere: 'Aufzeichnung',
  labelsHere: 'Labels',
  predictionsHere: 'Antworten',
  none: '–',
  recordingFirst:
    'Lege irgendwo eine Aufzeichnung ab (CSV oder WAV), mit ihren Labels (start, end, label), wenn du sie hast, und ein ONNX-Modell für Aufzeichnungen.',
  modelNext: 'Lege jetzt ein ONNX-Modell für Aufzeichnungen ab, mit seinem Rezept (.json), wenn du eines hast.',
  dropHint:
    'Lege jederzeit weitere Dateien ab: andere Aufzeichnungen, Labels, ein Rezept, oder Antworten, die anderswo entstanden sind.',
  unknownFiles: (names) =>
    `Nicht benutzt: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` und ${names.length - 3} weitere` : ''}. Die Zeitachse nimmt ` +
    '.onnx-Modelle, Rezepte, Aufzeichnungen (.csv, .wav, .session.json) und Dateien mit Labels (.csv).',
  saveRecording: (kind) => `Aufzeichnung (${kind})`,
  saveLabels: 'Labels (CSV)',
  saveAnswers: 'Antworten (CSV)',
  saveSession: 'Sitzung (JSON)',
  asAnswers: 'als Antworten zeigen',
  asLabels: 'als Labels zeigen',

  csv: {
    title: 'Wie die Datei gelesen wird',
    times: 'Zeiten',
    timesAuto: 'am Namen erkannt',
    timesNone: 'keine',
    unit: 'Einheit der Zeiten',
    unitAuto: 'von selbst erkannt',
    rate: 'Werte je Sekunde',
    rateHint: 'aus den Zeiten',
    channel: (number, name) => (name === null ? `Kanal ${number}` : `Für „${name}“`),
    read: 'So lesen',
  },

  reportTitle: 'Was die Sitzung im Ganzen sagt',
  confusionTitle: 'Richtig und falsch',
  confusionText: (right, judged) =>
    `${right} von ${judged} Fenstern, zu denen ein Label etwas sagt, sind richtig beantwortet.`,
  commonError: (label, answer, times) =>
    `Der häufigste Fehler: ${label} für ${answer} gehalten, ${times === 1 ? 'einmal' : `${times} Mal`}.`,
  labelAgainstAnswer: 'Label ↓ Antwort →',
  nothingJudged: 'Ohne Labels kann niemand sagen, was richtig ist. Lege eine CSV-Datei mit start, end und label ab.',
  wrongTitle: 'Die sichersten Fehler',
  wrongText: 'Falsche Fenster, bei denen das Modell am sichersten war. Drücke auf eines, um es zu sehen.',
  nothingWrong: 'Nichts, wozu die Labels etwas sagen, ist falsch beantwortet.',
  insteadOf: (answer, meant) => `sagt ${answer}, ist ${meant}`,
  sharesTitle: 'Am Ereignis oder daneben',
  shareText:
    'Von den Fenstern, die richtig beantwortet sind: wie viel von dem, was das Modell dazu brachte, innerhalb des Labels liegt. Der Strich zeigt, was eine Karte ohne Vorliebe hätte.',
  looksAt: 'Es schaut auf die Ereignisse.',
  looksBeside: (labels) => `Es schaut neben das, was es benennt: ${labels.join(', ')}.`,
  shareOf: (label, weight, chance, windows) =>
    `${label}: ${weight} des Gewichts innerhalb seiner Labels, ${chance} ohne Vorliebe, ${windows} Fenster`,
  against: (chance) => `Zufall ${chance}`,
  noShares: 'Kein Fenster mit einem Label ist sowohl richtig beantwortet als auch erklärt.',
  meanTitle: 'Wohin es in einem Fenster schaut',
  meanText:
    'Die mittlere Karte eines Fensters jeder Antwort: auf welchen Kanal und welchen Teil des Fensters es sich stützt.',
  meanAxis: (seconds) =>
    `vom Anfang eines Fensters bis zu seinem Ende, ${Number(seconds.toPrecision(3)).toLocaleString('de')} s`,
  meanAlt: (label) => `Mittlere Karte der Fenster, die als ${label} beantwortet sind`,
  meanPart: (third, from, to, channel) =>
    `Vor allem ${['früh', 'in der Mitte', 'spät'][third]} (${decimal(from)} bis ${decimal(to)} s)${channel}.`,
  meanChannel: (name, share) => `, ${Math.round(100 * share)} % davon in ${name}`,
  meanNothing: 'Nichts hebt ihren Wert.',
  windows: (count) => `${count} Fenster`,
  highBands: 'hoch',
  lowBands: 'tief',
  needsModel: 'Dazu braucht es ein Modell, das Klassen angibt, und seine Karten.',
  underWay: 'Es wird gerade erklärt.',
  needsSession:
    'Erkläre die ganze Sitzung, um das zu sehen. Mit Masken dauert es eine Weile; du kannst jederzeit anhalten.',
  explainSession: 'Die ganze Sitzung erklären',
};

function decimal(seconds: number): string {
  return seconds.toFixed(1).replace('.', ',');
}
