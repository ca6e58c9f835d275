import { refusalsDe } from '../refusals/de.ts';
import { sayingsDe } from '../sayings/de.ts';
import { speaker } from '../sayings/speaker.ts';
import type { Strings } from '../strings.ts';

/** What the elements show and speak, in German. */
export const de: Strings = {
  viewer: 'Erklärtes Bild',
  findings: 'Was das Modell gefunden hat; wähle etwas aus, um es zu erklären',
  answer: (head, label) => `${head}: ${label}`,
  finding: (label, percent) => `${label} ${percent}`,
  handDrawn: 'dein Rahmen',
  regionKinds: { box: 'in deinem Rahmen', mask: 'wo du gemalt hast', pixel: 'an deinem Pixel' },
  segmentTitles: { name: 'Klasse', share: 'Anteil', score: 'Wert', ofPicture: 'des Bildes' },
  segmentsLayer: 'Was das Modell wo sieht; die Liste darunter nennt jede Farbe',
  noFindings: 'Das Modell hat in diesem Bild nichts gefunden.',
  noFindingsHint: 'Senke die Schwelle, oder zeichne einen Rahmen um das, was es hätte finden sollen.',
  choose: 'Wähle, was erklärt werden soll: klicke darauf, oder nimm die Pfeiltasten.',
  chooseClass: 'Wähle eine Klasse: klicke im Bild oder in der Liste darauf, oder frage nach einer Stelle deiner Wahl.',
  onlyVector: (count) =>
    `Das Modell gibt ${count} Zahlen, die für sich nichts sagen. Setze „reference“ auf ein Bild, mit dem verglichen wird.`,

  nothingYet: 'Noch kein Bild',
  waitingForStart: 'Dieses Bild erklären',
  loadingPicture: 'Das Bild wird geöffnet',
  loadingModel: 'Das Modell wird geöffnet',
  fetchingModel: (done, total) =>
    total ? `Das Modell wird geholt, ${done} von ${total}` : `Das Modell wird geholt, ${done}`,
  predicting: 'Das Modell wird gefragt',
  waitingForTurn: 'Wartet auf die Erklärung davor',
  previewed: 'Ein früheres Ergebnis, bis es neu berechnet ist',
  explaining: (label) => `„${label}“ wird erklärt`,
  masksDone: (done, total) => `${done} von ${total} verdeckten Bildern`,
  masksAtMost: (done, most) =>
    `${done} verdeckte Bilder; Schluss ist, wenn die Karte ruhig ist, spätestens nach ${most}`,
  passesDone: (done, total) => `${done} von ${total} Durchläufen`,
  timeLeft: (time) => `noch ${time}`,
  seconds: (count) => `etwa ${count} s`,
  minutes: (count) => `etwa ${count} min`,
  almostDone: 'fast fertig',
  done: (label) => `„${label}“ ist erklärt`,
  cancelled: 'Angehalten. Wähle etwas aus, um es wieder zu erklären.',

  method: 'Verfahren',
  notForModel: 'Nicht für dieses Modell',
  whyNot: (count) => (count === 1 ? 'Warum eines fehlt' : `Warum ${count} andere fehlen`),
  costs: (cost) => `${cost}.`,
  unknownCost: 'was es kostet, ist nicht bekannt',
  classAgnostic: 'Seine Karte ist dieselbe, wonach auch immer gefragt wird.',
  layer: 'Schicht',
  layers: 'Schichten, an denen die Karte entstehen kann',
  automatic: 'selbst gewählt',
  automaticLayer: 'Von selbst: was das Verfahren für gut hält',
  recipeLayer: 'Von selbst: was das Rezept nennt',
  fromRecipe: 'Rezept',
  atLayer: (name) => `an ${name}`,
  layerOption: (name, size) => `${name} (${size})`,
  readingLayers: 'Die Schichten werden gelesen',
  showPreviews: (cost) => (cost ? `Vorschau: ${cost}` : 'Vorschau'),
  emptyMap: 'nichts spricht dafür',
  layersWithout: (count) =>
    count === 1 ? 'Eine Schicht hat keine Karte dieser Antwort' : `${count} Schichten haben keine Karte dieser Antwort`,
  component: 'Komponente',
  compare: 'Vergleichen',
  addMethod: 'Ein Verfahren dazu',
  removeMethod: (title) => `${title} entfernen`,

  whatIf: 'Was wäre, wenn',
  whatIfClose: '„Was wäre, wenn“ schließen',
  whatIfHide: 'Verdecken',
  whatIfWhich: 'Welche',
  whatIfFirst: { most: 'die wichtigsten', least: 'die unwichtigsten' },
  whatIfFill: 'An ihrer Stelle',
  whatIfFills: { blur: 'Unschärfe', mean: 'die mittlere Farbe', black: 'Schwarz' },
  whatIfNeedsMap: 'Wähle, was erklärt werden soll: seine fertige Karte sagt, welche Pixel zählen.',
  whatIfChange: (label, before, after) => `${label}: ${before} → ${after}`,
  whatIfFit: 'Der Wert eines Rahmens sagt, wie gut der beste Treffer noch auf ihn passt.',
  whatIfFinds: (list) => `Das Modell findet jetzt ${list}.`,
  whatIfNothing: 'Das Modell findet jetzt nichts.',

  showMap: 'Karte zeigen',
  opacity: 'Deckkraft',
  classesOpacity: 'Klassen',
  mapOpacity: 'Karte',
  colourMap: 'Farben',
  masks: 'Masken',
  cancel: 'Anhalten',
  retry: 'Noch einmal',
  zoom: 'Vergrößerung',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  zoomFit: 'Ganz',
  zoomWhole: 'Das ganze Bild zeigen',
  drawBox: 'Rahmen zeichnen',
  drawBoxHelp:
    'Ziehe über das Bild. Mit der Tastatur: Pfeile verschieben den Rahmen, Umschalt und Pfeile ändern seine Größe, Eingabe erklärt ihn, Escape bricht ab.',
  drawPart: 'Nach einem Teil fragen',
  askAll: 'Nach dem Ganzen fragen',
  drawRegionHelp:
    'Ziehe über eine Stelle, oder klicke auf ein Pixel. Mit der Tastatur: Pfeile verschieben den Rahmen, Umschalt und Pfeile ändern seine Größe, Eingabe erklärt ihn, Escape bricht ab.',
  paintRegion: 'Eine Stelle bemalen',
  paintRegionHelp: 'Male in einem Zug über eine Stelle; sie wird erklärt, sobald du loslässt. Escape bricht ab.',
  drawnBox: (x, y, width, height) => `Rahmen ${width} mal ${height} Pixel, links ${x}, oben ${y}`,

  savedBy: 'Wie sie entstanden ist',
  savedModel: 'Modell',
  savedPicture: 'Bild',
  savedSeed: 'Startwert',
  comparePosition: 'Wie viel von jeder Seite zu sehen ist',
  compared: (share, first, second) => `${share} ${first}, der Rest ${second}`,
  compareSides: ['die erste', 'die zweite'],

  legend: 'Was die Farben bedeuten',
  legendScale: {
    'zero-max': (label) =>
      `Was jede Stelle zum Wert von „${label}“ beiträgt: von 0 (nichts, oder sie zieht ab) bis zum meisten in dieser Karte.`,
    'min-max': (label) =>
      `Was jede Stelle zum Wert von „${label}“ beiträgt: vom wenigsten bis zum meisten in dieser Karte.`,
    symmetric: (label) =>
      `Was jede Stelle zum Wert von „${label}“ beiträgt oder davon abzieht, zu beiden Seiten von 0 gleich weit.`,
    'zero-99': (label) =>
      `Was jedes Pixel zum Wert von „${label}“ beiträgt: von 0 (nichts, oder es zieht ab) bis dahin, worunter alle außer dem stärksten Hundertstel bleiben.`,
    'symmetric-99': (label) =>
      `Was jedes Pixel zum Wert von „${label}“ beiträgt oder davon abzieht: alle außer dem stärksten Hundertstel liegen dazwischen.`,
  },
  legendAgnostic: () => 'Wie stark das Verfahren jede Stelle hervorhebt, wonach auch immer gefragt wird.',
  masksUsed: (count) => `${count} Masken`,
  greyDoubt: 'Grau, was Zufall sein kann',
  legendDoubt: 'Grau: könnte der Zufall der Masken sein (95 %).',
  untilSteady: 'bis sie ruhig ist',
  stableAt: (count, value) => `ruhig nach ${count}, Verlässlichkeit ${value}`,
  reliability: (value) => `Verlässlichkeit ${value}`,
  noisy: (value) => `Verlässlichkeit ${value}, noch verrauscht: mehr Masken helfen`,
  reliabilityHelp:
    'Wie gut zwei Hälften der Masken übereinstimmen: bei 1 würden mehr Masken kaum noch etwas ändern, unter 0,7 ist die Karte noch verrauscht.',
  provider: (name) => ({ webgpu: 'auf der Grafikkarte', wasm: 'auf dem Prozessor (wasm)' })[name] ?? `auf ${name}`,
  milliseconds: (time) => `in ${time}`,
  doubts: 'Gut zu wissen',
  errorCode: (code) => `Code: ${code}`,
  refusals: refusalsDe,
  say: speaker(sayingsDe),
  summary: {
    inBox: [
      ['oben links darin', 'oben darin', 'oben rechts darin'],
      ['links darin', 'in seiner Mitte', 'rechts darin'],
      ['unten links darin', 'unten darin', 'unten rechts darin'],
    ],
    aroundBox: [
      ['links darüber', 'darüber', 'rechts darüber'],
      ['links daneben', 'darin', 'rechts daneben'],
      ['links darunter', 'darunter', 'rechts darunter'],
    ],
    inPicture: [
      ['oben links im Bild', 'oben im Bild', 'oben rechts im Bild'],
      ['links im Bild', 'in der Mitte des Bildes', 'rechts im Bild'],
      ['unten links im Bild', 'unten im Bild', 'unten rechts im Bild'],
    ],
    little: 'weniger als 1 %',
    oneMask: 'Eine Maske kann keinen Teil des Bildes vom anderen unterscheiden.',
    nothing: (label) => `Kein Teil des Bildes hebt den Wert${label ? ` von „${label}“` : ''}.`,
    whole: (label, place, half) =>
      `Am stärksten ist die Karte${label ? ` für „${label}“` : ''} ${place}; die Hälfte des Gewichts liegt auf ${half} des Bildes.`,
    boxed: (label, share, place) =>
      `${share} des Gewichts liegen im Rahmen${label ? ` von „${label}“` : ''}; am stärksten ist es ${place}.`,
  },
};
